// A conflict strategy in C++20: write a type, name it in MCPMX_STRATEGIES, and the C table is made
// for it.
//
//   struct NewerWins {
//     static constexpr std::string_view id = "newer_wins";
//     static Decision decide(const Conflict& conflict);
//   };
//   MCPMX_STRATEGIES(NewerWins)
//
// decide() is called from one thread. Exceptions are caught here: none crosses the ABI.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "ext/sync.h"
#include "plugin.hpp"

namespace mcpmx {

// One field of a server on both sides. Values are JSON texts, empty where a side lacks the field.
class Field {
 public:
  explicit Field(const mcpmx_field& raw) : raw_(&raw) {}

  std::int32_t kind() const { return raw_->kind; }  // MCPMX_FIELD_*
  std::string_view path() const { return text(raw_->path); }
  std::string_view base() const { return text(raw_->base); }
  std::string_view profile() const { return text(raw_->profile); }
  std::string_view docker() const { return text(raw_->docker); }
  bool is_secret() const { return raw_->is_secret != 0; }

 private:
  const mcpmx_field* raw_;
};

class Conflict {
 public:
  explicit Conflict(const mcpmx_conflict& raw) : raw_(&raw) {}

  std::string_view server() const { return text(raw_->server); }
  Field field() const { return Field(*raw_->field); }
  bool has_base() const { return raw_->has_base != 0; }
  std::int64_t profile_time() const { return raw_->profile_time; }
  std::int64_t docker_time() const { return raw_->docker_time; }
  std::size_t other_count() const { return static_cast<std::size_t>(raw_->others_count); }
  Field other(std::size_t i) const { return Field(*raw_->others[i]); }

 private:
  const mcpmx_conflict* raw_;
};

struct Decision {
  static Decision manual() { return {MCPMX_DECIDE_MANUAL, {}}; }
  static Decision profile() { return {MCPMX_DECIDE_PROFILE, {}}; }
  static Decision docker() { return {MCPMX_DECIDE_DOCKER, {}}; }
  static Decision value(std::string json) { return {MCPMX_DECIDE_VALUE, std::move(json)}; }

  std::int32_t what;
  std::string json;
};

template <class T>
concept Strategy = requires(const Conflict& conflict) {
  { T::id } -> std::convertible_to<std::string_view>;
  { T::decide(conflict) } -> std::same_as<Decision>;
};

namespace detail {

template <Strategy... Strategies>
struct StrategyTable {
  static mcpmx_status decide(mcpmx_view id, const mcpmx_conflict* raw, std::int32_t* decision,
                             const mcpmx_sink* sink) {
    return fence(text(id), *sink, [&]() -> mcpmx_status {
      mcpmx_status status = MCPMX_NO_MATCH;
      const auto ask = [&](const Decision& answer) {
        *decision = answer.what;
        if (answer.what == MCPMX_DECIDE_VALUE) sink->emit(sink->context, view(answer.json));
        status = MCPMX_OK;
      };
      (void)((text(id) == std::string_view(Strategies::id) &&
              (ask(Strategies::decide(Conflict(*raw))), true)) ||
             ...);
      return status;
    });
  }

  static constexpr mcpmx_sync kTable{sizeof(mcpmx_sync), 0, &decide};

  static const void* extension(const char* id) {
    return std::string_view(id == nullptr ? "" : id) == MCPMX_EXT_SYNC ? &kTable : nullptr;
  }
};

}  // namespace detail
}  // namespace mcpmx

// The plugin's one exported symbol, made from its strategy types.
#define MCPMX_STRATEGIES(...)                                                   \
  extern "C" const mcpmx_entry mcpmx_entry_v1 = {                               \
      sizeof(mcpmx_entry), MCPMX_ABI_MINOR, &mcpmx::detail::keep_host, nullptr, \
      &mcpmx::detail::StrategyTable<__VA_ARGS__>::extension};
