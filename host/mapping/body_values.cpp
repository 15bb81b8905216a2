#include "mapping/body_values.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "mapping/value_forms.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// A key of the service, or a path to it; a star is any key or index.
struct Row {
  std::string_view path;
  Form form;
  Range range = {};
};

constexpr Row kRows[] = {
    {"cpus", Form::kNumber},
    {"cpu_count", Form::kWhole, {.least = 0}},
    {"cpu_percent", Form::kNumber},
    {"cpu_shares", Form::kWhole},
    {"cpu_period", Form::kWhole},
    {"cpu_quota", Form::kWhole},
    {"cpu_rt_period", Form::kWhole},
    {"cpu_rt_runtime", Form::kWhole},
    {"pids_limit", Form::kWhole},
    {"oom_score_adj", Form::kWhole, {-1000, 1000}},
    {"mem_swappiness", Form::kWhole, {0, 100}},
    {"mem_limit", Form::kBytes},
    {"mem_reservation", Form::kBytes},
    {"memswap_limit", Form::kBytes},
    {"shm_size", Form::kBytes},
    {"scale", Form::kWhole, {.least = 0}},
    {"cgroup", Form::kCgroup},
    {"stop_grace_period", Form::kDuration},
    {"extra_hosts/*", Form::kHost},
    {"devices/*", Form::kDevice},
    {"ports/*", Form::kPort},
    {"ports/*/target", Form::kWhole, {1, 65535}},
    {"volumes/*/tmpfs/size", Form::kBytes},
    {"healthcheck/interval", Form::kDuration},
    {"healthcheck/timeout", Form::kDuration},
    {"healthcheck/start_period", Form::kDuration},
    {"healthcheck/start_interval", Form::kDuration},
    {"healthcheck/retries", Form::kWhole, {.least = 0}},
    {"ulimits/*", Form::kWhole},
    {"ulimits/*/soft", Form::kWhole},
    {"ulimits/*/hard", Form::kWhole},
    {"gpus/*/count", Form::kCount},
    {"blkio_config/weight", Form::kWhole, {0, 1000}},
    {"blkio_config/weight_device/*/weight", Form::kWhole, {0, 1000}},
    {"deploy/replicas", Form::kWhole, {.least = 0}},
    {"deploy/resources/limits/cpus", Form::kNumber},
    {"deploy/resources/limits/memory", Form::kBytes},
    {"deploy/resources/limits/pids", Form::kWhole},
    {"deploy/resources/reservations/cpus", Form::kNumber},
    {"deploy/resources/reservations/memory", Form::kBytes},
    {"deploy/resources/reservations/devices/*/count", Form::kCount},
    {"deploy/restart_policy/delay", Form::kDuration},
    {"deploy/restart_policy/window", Form::kDuration},
    {"deploy/restart_policy/max_attempts", Form::kWhole, {.least = 0}},
};

// What Compose will read, as far as it is known: of ${NAME:-default} the default.
std::optional<std::string_view> known_text(std::string_view text) {
  std::string_view rest = text;
  for (auto at = rest.find('$'); at != std::string_view::npos; at = rest.find('$')) {
    if (rest.substr(at, 2) != "$$") {
      const auto fallback = text.find(":-");
      const bool whole = text.starts_with("${") && text.find('}') + 1 == text.size();
      if (!whole || fallback == std::string_view::npos) return std::nullopt;
      return text.substr(fallback + 2, text.size() - fallback - 3);
    }
    rest.remove_prefix(at + 2);
  }
  return text;
}

bool is_right(const json::value& value, const Row& row) {
  if (const json::string* text = value.if_string()) {
    const auto known = known_text(*text);
    return !known || is_text_of(row.form, *known, row.range);
  }
  if (const double* number = value.if_double())
    return std::isfinite(*number) && row.form == Form::kNumber;
  if (value.is_uint64()) return row.form == Form::kNumber;
  if (const std::int64_t* number = value.if_int64()) {
    if (row.form == Form::kPort) return *number >= 1 && *number <= 65535;
    return row.form != Form::kDuration && row.range.holds(*number);
  }
  return true;  // the long form, whose members have rows of their own
}

bool is_right_below(const json::value& value, std::string_view path, const Row& row) {
  if (path.empty()) return is_right(value, row);
  const auto slash = path.find('/');
  const auto key = path.substr(0, slash);
  const auto rest = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  if (const json::object* map = value.if_object()) {
    if (key != "*") {
      const json::value* inner = map->if_contains(key);
      return inner == nullptr || is_right_below(*inner, rest, row);
    }
    return std::all_of(map->begin(), map->end(), [&](const auto& member) {
      return is_right_below(member.value(), rest, row);
    });
  }
  const json::array* list = value.if_array();
  return list == nullptr || key != "*" ||
         std::all_of(list->begin(), list->end(),
                     [&](const json::value& item) { return is_right_below(item, rest, row); });
}

}  // namespace

Result<void> check_values(const json::object& body) {
  for (const Row& row : kRows) {
    const auto slash = row.path.find('/');
    const json::value* value = body.if_contains(row.path.substr(0, slash));
    const auto rest =
        slash == std::string_view::npos ? std::string_view() : row.path.substr(slash + 1);
    if (value == nullptr || is_right_below(*value, rest, row)) continue;
    std::string name(row.path);
    if (name.ends_with("/*")) name.resize(name.size() - 2);
    std::replace(name.begin(), name.end(), '/', '.');
    // The value itself may be a secret that went astray.
    return failed("Compose cannot read its " + name + ", which takes " + expected_of(row.form), {},
                  "mend the value where the server is described, or leave it out");
  }
  for (const char* key : {"labels", "annotations", "sysctls", "storage_opt"}) {
    const json::value* map = body.if_contains(key);
    if (map == nullptr || !map->is_object() || !map->get_object().contains("")) continue;
    return failed("one of its " + std::string(key) + " has no name", {}, "write NAME=VALUE");
  }
  return {};
}

}  // namespace mcpmx::mapping
