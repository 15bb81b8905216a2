#include "mapping/service_rules.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "mapping/file_words.h"
#include "mapping/http_health.h"
#include "model/json_member.h"
#include "support/dollars.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

void set_default(json::object& body, std::string_view key, json::value value) {
  if (!body.contains(key)) body.emplace(key, std::move(value));
}

json::array& list_of(json::object& body, std::string_view key) {
  json::value& value = body[key];
  if (!value.is_array()) value = json::array();
  return value.get_array();
}

void append_once(json::array& list, std::string_view item) {
  const bool there = std::any_of(list.begin(), list.end(), [&](const json::value& v) {
    return v.is_string() && v.get_string() == item;
  });
  if (!there) list.push_back(json::value(item));
}

void add_mounts(json::object& body, const PlaceFiller& filled) {
  for (const auto& [path, write] : filled.mounts()) {
    const std::string text = with_doubled_dollars(path);
    json::object bind = {{"type", "bind"}, {"source", text}, {"target", text}};
    if (!write) bind["read_only"] = true;
    bind["bind"] = json::object{{"create_host_path", false}};
    list_of(body, "volumes").push_back(std::move(bind));
  }
}

bool has_binds(const json::object& body) {
  const json::array* volumes = list_member(body, "volumes");
  return volumes != nullptr &&
         std::any_of(volumes->begin(), volumes->end(), [](const json::value& volume) {
           return volume.is_object() && text_member(volume.get_object(), "type") == "bind";
         });
}

json::object& environment_of(json::object& body) {
  json::value& environment = body["environment"];
  if (!environment.is_object()) environment = json::object();
  return environment.get_object();
}

// A new volume takes over the mode of the folder that it is mounted on, and a calling user can
// write to it only where everybody may. Every image has two such folders.
constexpr std::string_view kOpenFolder = "/tmp";
constexpr std::string_view kLastingFolder = "/var/tmp";

// Downloads survive a restart on a volume. For root it lies where the tool looks by itself; for a
// calling user it is the home as well.
Result<void> add_cache(json::object& body, const std::string& folder, bool as_user,
                       const ServiceScope& scope, FillState& state) {
  if (folder.empty()) return {};
  const std::string volume = scope.name + "-cache";
  MCPMX_CHECK(state.declarations.declare_volume(volume, scope.server));
  list_of(body, "volumes")
      .push_back(json::value(volume + ":" + (as_user ? std::string(kOpenFolder) : folder)));
  if (!as_user) return {};
  for (auto& member : environment_of(body)) {
    if (member.value().is_string() && member.value().get_string() == folder)
      member.value() = json::string(kOpenFolder);
  }
  set_default(environment_of(body), "HOME", json::string(kOpenFolder));
  return {};
}

// `text` with the folder `from` at its begin replaced; as it is where it does not begin so.
std::string moved(std::string_view text, std::string_view from, std::string_view to) {
  const bool is_within =
      text.starts_with(from) && (text.size() == from.size() || text[from.size()] == '/');
  return is_within ? std::string(to).append(text.substr(from.size())) : std::string(text);
}

// A template's volume at a folder that the image lacks would be root's. The first goes where a
// calling user may write, with all that names it.
void open_data_volume(json::object& body, const FillState& state) {
  json::array& volumes = list_of(body, "volumes");
  for (json::value& volume : volumes) {
    const auto* text = volume.if_string();
    if (text == nullptr) continue;
    const std::string written(*text);
    const auto colon = written.find(':');
    if (colon == std::string::npos || !state.declarations.has_volume(written.substr(0, colon)))
      continue;
    const auto end = written.find(':', colon + 1);
    const std::string target =
        written.substr(colon + 1, end == std::string::npos ? end : end - colon - 1);
    const std::string options = end == std::string::npos ? std::string() : written.substr(end);
    volume = written.substr(0, colon + 1) + std::string(kLastingFolder) + options;
    for (auto& member : environment_of(body)) {
      if (member.value().is_string())
        member.value() = moved(member.value().get_string(), target, kLastingFolder);
    }
    json::value* command = body.if_contains("command");
    if (command == nullptr || !command->is_array()) return;
    for (json::value& word : command->get_array()) {
      if (word.is_string()) word = moved(word.get_string(), target, kLastingFolder);
    }
    return;
  }
}

// The service runs as whoever called, of whom the image knows nothing: programs that ask for the
// user's name find one.
void run_as(json::object& body, const ServiceScope& scope, FillState& state) {
  const std::string user =
      std::to_string(state.surroundings.uid) + ":" + std::to_string(state.surroundings.gid);
  set_default(body, "user", json::value(scope.settings.user.empty() ? user : scope.settings.user));
  open_data_volume(body, state);
  set_default(environment_of(body), "USER", "mcp");
}

void harden(json::object& body, const IntentService& intent) {
  append_once(list_of(body, "security_opt"), "no-new-privileges:true");
  if (!intent.full_hardening) return;
  set_default(body, "cap_drop", json::array{"ALL"});
  set_default(body, "mem_limit", "2g");
  set_default(body, "cpus", 1);
  set_default(body, "pids_limit", 512);
}

void sort_environment(json::object& body) {
  json::value* value = body.if_contains("environment");
  if (value == nullptr || !value->is_object()) return;
  json::object& map = value->get_object();
  if (map.empty()) {
    body.erase("environment");
    return;
  }
  std::vector<std::pair<std::string, json::value>> members;
  for (auto& member : map)
    members.emplace_back(std::string(member.key()), std::move(member.value()));
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  json::object sorted;
  for (auto& [name, variable] : members) sorted.emplace(name, std::move(variable));
  map = std::move(sorted);
}

}  // namespace

Result<void> apply_rules(json::object& body, const IntentService& intent, const ServiceScope& scope,
                         const PlaceFiller& filled, FillState& state, bool& uses_network) {
  add_mounts(body, filled);
  // Root without DAC_OVERRIDE cannot read a folder of mode 0700 and would leave root's files
  // behind; an image that keeps its capabilities has neither problem and may need its own user.
  const bool as_user = intent.full_hardening && has_binds(body);
  if (as_user) run_as(body, scope, state);
  MCPMX_CHECK(add_cache(body, intent.cache, as_user, scope, state));

  // A stdio server reads its requests from stdin: without an open one it ends at once and restarts
  // for ever.
  if (intent.primary && intent.http_port == 0) body["stdin_open"] = true;

  if (intent.http_port != 0 && !body.contains("healthcheck"))
    body["healthcheck"] = http_healthcheck(body, intent.http_port, intent.http_path);

  if (scope.settings.network == "host") {
    body["network_mode"] = "host";
    body.erase("ports");
    body.erase("networks");
  } else {
    if (!body.contains("networks") && !body.contains("network_mode")) {
      body["networks"] = json::array{kProfileNetwork};
      uses_network = true;
    }
    if (filled.reaches_host())
      append_once(list_of(body, "extra_hosts"), "host.docker.internal:host-gateway");
  }
  set_default(body, "restart", "unless-stopped");
  harden(body, intent);
  json::value& labels = body["labels"];
  if (!labels.is_object()) labels = json::object();
  labels.get_object()[kServerLabel] = with_doubled_dollars(scope.server);
  sort_environment(body);
  return {};
}

}  // namespace mcpmx::mapping
