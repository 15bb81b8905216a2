// A deploy backend in C++20: derive from Backend, name the type in MCPMX_BACKENDS, and the C table
// is made for it.
//
//   struct Acme : Backend {
//     static constexpr std::string_view id = "acme";
//     Status plan(const Operation& operation, BackendSink& sink) override;
//     Status up(const Operation& operation, BackendSink& sink) override;
//     Status status(const Operation& operation, BackendSink& sink) override;
//   };
//   MCPMX_BACKENDS(Acme)
//
// Verbs come one at a time for each object. Exceptions are caught here: none crosses the ABI.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ext/backend.h"
#include "json_reader.hpp"
#include "plugin.hpp"

namespace mcpmx {

struct Scale {
  std::string service;
  std::uint64_t replicas;
};

// What a verb is to do; owns all of it.
struct Operation {
  explicit Operation(const mcpmx_operation& raw)
      : project(read_json(text(raw.project)).value_or(Json())),
        flags(raw.flags),
        pull(raw.pull),
        stop_timeout_s(raw.stop_timeout_s),
        wait_timeout_ms(raw.wait_timeout_ms),
        tail(raw.tail) {
    for (std::uint64_t i = 0; i < raw.services_count; ++i)
      services.emplace_back(text(raw.services[i]));
    for (std::uint64_t i = 0; i < raw.scales_count; ++i)
      scales.push_back({std::string(text(raw.scales[i].service)), raw.scales[i].replicas});
  }

  bool has(std::uint32_t flag) const { return (flags & flag) != 0; }

  Json project;  // schema mcpmx.project/1
  std::uint32_t flags;
  std::vector<std::string> services;  // none: all
  std::vector<Scale> scales;
  std::int32_t pull;
  std::int32_t stop_timeout_s;
  std::uint64_t wait_timeout_ms;
  std::int64_t tail;
};

struct Step {
  std::int32_t action = MCPMX_ACTION_KEEP;
  std::int32_t resource = MCPMX_RESOURCE_CONTAINER;
  std::uint32_t number = 0;
  std::string name = {};
  std::string service = {};
  std::string reason = {};
};

struct Event {
  std::int32_t kind = MCPMX_EVENT_BEGAN;
  std::int32_t action = MCPMX_ACTION_CREATE;
  std::int32_t resource = MCPMX_RESOURCE_CONTAINER;
  std::string name = {};
  std::string service = {};
  std::string message = {};
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

struct Port {
  std::string address;
  std::string protocol;
  std::uint32_t published = 0;
  std::uint32_t target = 0;
};

struct Row {
  std::string service, name, id, image, state, health, health_output, started;
  std::int32_t exit_code = 0;
  std::uint32_t number = 0;
  std::uint32_t restarts = 0;
  std::vector<Port> ports;
};

// Any thread, while the verb runs.
class BackendSink : public Reporter {
 public:
  BackendSink(std::string_view id, const mcpmx_backend_sink& sink)
      : Reporter(id, *sink.findings), sink_(&sink) {}

  void step(const Step& step) {
    const mcpmx_step raw = {sizeof(mcpmx_step), step.action,        step.resource,    step.number,
                            view(step.name),    view(step.service), view(step.reason)};
    sink_->step(sink_->context, &raw);
  }
  void event(const Event& event) {
    const mcpmx_event raw = {sizeof(mcpmx_event), event.kind,       event.action,
                             event.resource,      view(event.name), view(event.service),
                             view(event.message), event.done,       event.total};
    sink_->event(sink_->context, &raw);
  }
  void row(const Row& row) {
    std::vector<mcpmx_port> ports;
    for (const Port& port : row.ports)
      ports.push_back({view(port.address), view(port.protocol), port.published, port.target});
    const mcpmx_row raw = {sizeof(mcpmx_row), row.exit_code,    view(row.service),
                           view(row.name),    view(row.id),     view(row.image),
                           view(row.state),   view(row.health), view(row.health_output),
                           view(row.started), row.number,       row.restarts,
                           ports.data(),      ports.size()};
    sink_->row(sink_->context, &raw);
  }
  void log(std::string_view service, std::uint32_t number, std::int32_t stream,
           std::string_view bytes) {
    sink_->log(sink_->context, view(service), number, stream, view(bytes));
  }

 private:
  const mcpmx_backend_sink* sink_;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual Status plan(const Operation& operation, BackendSink& sink) = 0;
  virtual Status up(const Operation& operation, BackendSink& sink) = 0;
  virtual Status status(const Operation& operation, BackendSink& sink) = 0;
  virtual Status stop(const Operation&, BackendSink& sink) { return lacks(sink, "stop services"); }
  virtual Status restart(const Operation&, BackendSink& sink) {
    return lacks(sink, "restart services");
  }
  virtual Status down(const Operation&, BackendSink& sink) {
    return lacks(sink, "take a project down");
  }
  virtual Status logs(const Operation&, BackendSink& sink) { return lacks(sink, "show logs"); }

 private:
  static Status lacks(BackendSink& sink, const char* verb) {
    return sink.unsupported("verb", std::string("this backend cannot ") + verb);
  }
};

template <class T>
concept NamedBackend = std::derived_from<T, Backend> && std::default_initializable<T> && requires {
  { T::id } -> std::convertible_to<std::string_view>;
};

namespace detail {

struct BackendState {
  std::string id;
  std::unique_ptr<Backend> backend;
};

template <NamedBackend... Backends>
struct BackendTable {
  static mcpmx_status create(mcpmx_view id, mcpmx_backend_state** state, const mcpmx_sink* sink) {
    return fence(text(id), *sink, [&]() -> mcpmx_status {
      auto made = std::make_unique<BackendState>();
      made->id = text(id);
      (void)((text(id) == std::string_view(Backends::id) &&
              (made->backend = std::make_unique<Backends>(), true)) ||
             ...);
      if (made->backend == nullptr) return MCPMX_NO_MATCH;
      *state = reinterpret_cast<mcpmx_backend_state*>(made.release());
      return MCPMX_OK;
    });
  }

  static void destroy(mcpmx_backend_state* state) {
    const std::unique_ptr<BackendState> owned(reinterpret_cast<BackendState*>(state));
  }

  template <Status (Backend::*kVerb)(const Operation&, BackendSink&)>
  static mcpmx_status call(mcpmx_backend_state* raw, const mcpmx_operation* operation,
                           const mcpmx_backend_sink* sink) {
    auto& state = *reinterpret_cast<BackendState*>(raw);
    return fence(state.id, *sink->findings, [&] {
      BackendSink answers(state.id, *sink);
      return static_cast<mcpmx_status>((*state.backend.*kVerb)(Operation(*operation), answers));
    });
  }

  static constexpr mcpmx_backend kTable{sizeof(mcpmx_backend),
                                        0,
                                        &create,
                                        &destroy,
                                        &call<&Backend::plan>,
                                        &call<&Backend::up>,
                                        &call<&Backend::stop>,
                                        &call<&Backend::restart>,
                                        &call<&Backend::down>,
                                        &call<&Backend::status>,
                                        &call<&Backend::logs>};

  static const void* extension(const char* id) {
    return std::string_view(id == nullptr ? "" : id) == MCPMX_EXT_BACKEND ? &kTable : nullptr;
  }
};

}  // namespace detail
}  // namespace mcpmx

// The plugin's one exported symbol, made from its backend types.
#define MCPMX_BACKENDS(...)                                                     \
  extern "C" const mcpmx_entry mcpmx_entry_v1 = {                               \
      sizeof(mcpmx_entry), MCPMX_ABI_MINOR, &mcpmx::detail::keep_host, nullptr, \
      &mcpmx::detail::BackendTable<__VA_ARGS__>::extension};
