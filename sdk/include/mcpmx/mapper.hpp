// A mapper plugin in C++20: write a type, name it in MCPMX_MAPPERS, and the C tables are made for
// it.
//
//   struct Acme {
//     static constexpr std::string_view id = "acme";
//     static Status render(const Server& server, Intent& intent, Reporter& report);
//     static Status recover(const ComposeServices& services, std::string_view memo, Recovered&
//     entry); static Status detect(const Server& server, Detection& detection);  // only if hints
//     do not suffice
//   };
//   MCPMX_MAPPERS(Acme)
//
// All functions are called concurrently and must be pure. Exceptions are caught here: none crosses
// the ABI.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "ext/detector.h"
#include "ext/template.h"
#include "intent.hpp"
#include "plugin.hpp"
#include "server.hpp"

namespace mcpmx {

// What a detector may change about the host's proposal.
struct Detection {
  std::int32_t evidence;  // MCPMX_EVIDENCE_*; may only get weaker
  std::string reason;     // empty: the host's own
};

template <class T>
concept Mapper = requires(const Server& server, Intent& intent, Reporter& report,
                          const ComposeServices& services, Recovered& entry) {
  { T::id } -> std::convertible_to<std::string_view>;
  { T::render(server, intent, report) } -> std::same_as<Status>;
  { T::recover(services, std::string_view(), entry) } -> std::same_as<Status>;
};

template <class T>
concept MapperWithDetector = Mapper<T> && requires(const Server& server, Detection& detection) {
  { T::detect(server, detection) } -> std::same_as<Status>;
};

namespace detail {

// Calls `body` with the mapper of that id; MCPMX_NO_MATCH if there is none.
template <class... Mappers, class Body>
mcpmx_status with_mapper(std::string_view id, Body&& body) {
  mcpmx_status status = MCPMX_NO_MATCH;
  (void)((id == std::string_view(Mappers::id) &&
          (status = body(std::type_identity<Mappers>()), true)) ||
         ...);
  return status;
}

template <Mapper... Mappers>
struct Tables {
  static mcpmx_status detect(mcpmx_view id, const mcpmx_server* server, std::int32_t* evidence,
                             const mcpmx_sink* reason) {
    return fence(text(id), *reason, [&] {
      return with_mapper<Mappers...>(text(id), [&]<class T>(std::type_identity<T>) -> mcpmx_status {
        if constexpr (MapperWithDetector<T>) {
          Detection detection{*evidence, {}};
          const Status status = T::detect(Server(*server), detection);
          *evidence = detection.evidence;
          if (!detection.reason.empty()) reason->emit(reason->context, view(detection.reason));
          return static_cast<mcpmx_status>(status);
        } else {
          return MCPMX_OK;
        }
      });
    });
  }

  static mcpmx_status render(mcpmx_view id, const mcpmx_server* server, const mcpmx_sink* sink) {
    return fence(text(id), *sink, [&] {
      return with_mapper<Mappers...>(text(id), [&]<class T>(std::type_identity<T>) -> mcpmx_status {
        Intent intent;
        Reporter report(T::id, *sink);
        const Status status = T::render(Server(*server), intent, report);
        if (status == Status::kOk) sink->emit(sink->context, view(intent.dump()));
        return static_cast<mcpmx_status>(status);
      });
    });
  }

  static mcpmx_status recover(mcpmx_view id, const mcpmx_service* const* services,
                              std::uint64_t count, mcpmx_view memo, const mcpmx_sink* sink) {
    return fence(text(id), *sink, [&] {
      return with_mapper<Mappers...>(text(id), [&]<class T>(std::type_identity<T>) -> mcpmx_status {
        ComposeServices list;
        for (std::uint64_t i = 0; i < count; ++i) list.emplace_back(*services[i]);
        Recovered entry;
        const Status status = T::recover(list, text(memo), entry);
        if (status == Status::kOk) sink->emit(sink->context, view(entry.dump()));
        return static_cast<mcpmx_status>(status);
      });
    });
  }

  static constexpr mcpmx_detector kDetector{sizeof(mcpmx_detector), 0, &detect};
  static constexpr mcpmx_template kTemplate{sizeof(mcpmx_template), 0, &render, &recover};

  static const void* extension(const char* id) {
    const std::string_view asked(id == nullptr ? "" : id);
    if (asked == MCPMX_EXT_TEMPLATE) return &kTemplate;
    if (asked == MCPMX_EXT_DETECTOR && (MapperWithDetector<Mappers> || ...)) return &kDetector;
    return nullptr;
  }
};

}  // namespace detail

}  // namespace mcpmx

// The plugin's one exported symbol, made from its mapper types.
#define MCPMX_MAPPERS(...)                                                             \
  extern "C" const mcpmx_entry mcpmx_entry_v1 = {sizeof(mcpmx_entry), MCPMX_ABI_MINOR, \
                                                 &mcpmx::detail::keep_host, nullptr,   \
                                                 &mcpmx::detail::Tables<__VA_ARGS__>::extension};
