// Options whose value stands deeper than its key: devices, health checks, logging, limits.
#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <utility>

#include "mapping/docker_words_writer.h"
#include "model/json_member.h"

namespace mcpmx::mapping {

namespace json = boost::json;

namespace {

// Seconds of "10s", "1m30s", "1h"; -1 for what is no such text.
int seconds_of(std::string_view duration) {
  int total = 0;
  while (!duration.empty()) {
    int number = 0;
    const auto [end, error] =
        std::from_chars(duration.data(), duration.data() + duration.size(), number);
    duration.remove_prefix(static_cast<std::size_t>(end - duration.data()));
    if (error != std::errc() || duration.empty()) return -1;
    const char unit = duration.front();
    if (unit != 'h' && unit != 'm' && unit != 's') return -1;
    total += number * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1);
    duration.remove_prefix(1);
  }
  return total;
}

}  // namespace

// One device request, in the long form that the renderer writes or in the short one.
void DockerWords::add_gpus() {
  const json::value* devices = body_.if_contains("gpus");
  if (devices != nullptr && devices->is_string()) {
    say("--gpus", scalar_text(*devices));
    return;
  }
  for (const std::string_view key : {"deploy", "resources", "reservations", "devices"}) {
    if (devices != nullptr && devices->is_array()) break;
    const json::object* map = key == "deploy" ? &body_ : devices->if_object();
    devices = map == nullptr ? nullptr : map->if_contains(key);
    if (devices == nullptr) return;
  }
  for (const json::value& item : items_of(devices)) {
    const json::object* device = item.if_object();
    if (device == nullptr) continue;
    if (const json::value* count = device->if_contains("count")) {
      const std::string text = scalar_text(*count);
      say("--gpus", text == "-1" ? "all" : text);
    } else if (const json::array* ids = list_member(*device, "device_ids")) {
      std::string text = "device=";
      for (const json::value& id : *ids)
        text.append(text.back() == '=' ? "" : ",") += scalar_text(id);
      say("--gpus", ids->size() > 1 ? "\"" + text + "\"" : text);
    }
  }
}

void DockerWords::add_health() {
  const json::value* value = own("healthcheck");
  const json::object* health = value == nullptr ? nullptr : value->if_object();
  if (health == nullptr) return;
  if (flag_member(*health, "disable")) {
    words_.emplace_back("--no-healthcheck");
    return;
  }
  if (const json::array* test = list_member(*health, "test");
      test != nullptr && test->size() == 2 && test->front() == "CMD-SHELL") {
    say("--health-cmd", scalar_text(test->back()));
  }
  for (const std::string_view key :
       {"interval", "retries", "start_interval", "start_period", "timeout"}) {
    const json::value* setting = health->if_contains(key);
    if (setting == nullptr || setting->is_null()) continue;
    std::string option = "--health-" + std::string(key);
    std::replace(option.begin() + 2, option.end(), '_', '-');
    say(option, scalar_text(*setting));
  }
}

void DockerWords::add_logging() {
  const json::value* value = own("logging");
  const json::object* logging = value == nullptr ? nullptr : value->if_object();
  if (logging == nullptr) return;
  if (const std::string driver = text_member(*logging, "driver"); !driver.empty())
    say("--log-driver", driver);
  const json::value* options = logging->if_contains("options");
  if (options == nullptr || !options->is_object()) return;
  for (const auto& [name, setting] : options->get_object())
    say("--log-opt", std::string(name) + "=" + scalar_text(setting));
}

void DockerWords::add_rest() {
  if (const json::value* grace = own("stop_grace_period")) {
    if (const int seconds = seconds_of(scalar_text(*grace)); seconds >= 0)
      say("--stop-timeout", std::to_string(seconds));
  }
  if (const json::value* limits = own("ulimits"); limits != nullptr && limits->is_object()) {
    for (const auto& [name, limit] : limits->get_object()) {
      std::string text = std::string(name) + "=";
      if (const json::object* both = limit.if_object()) {
        text += scalar_text(both->at("soft"));
        text.append(":").append(scalar_text(both->at("hard")));
      } else {
        text += scalar_text(limit);
      }
      say("--ulimit", std::move(text));
    }
  }
  const json::value* weights = own("blkio_config");
  if (weights != nullptr && weights->is_object()) {
    if (const json::value* weight = weights->get_object().if_contains("weight"))
      say("--blkio-weight", scalar_text(*weight));
  }
}

}  // namespace mcpmx::mapping
