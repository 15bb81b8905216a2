#include "mapping/service_rules.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "mapping/http_health.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::string_view kNetwork = "mcp-network";

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

// Downloads survive a restart on a volume. For root it lies where the tool looks by itself. A
// calling user can write to a new volume only where the image has a folder that everybody may write
// to, because a volume takes over the mode of the folder it is mounted on: /tmp is the one that
// every image has, so HOME goes there.
void add_cache(json::object& body, const std::string& folder, bool as_user,
               const ServiceScope& scope, FillState& state) {
  if (folder.empty()) return;
  const std::string volume = scope.name + "-cache";
  state.volumes.emplace(volume, json::object());
  list_of(body, "volumes").push_back(json::value(volume + ":" + (as_user ? "/tmp" : folder)));
  if (!as_user) return;
  json::value& environment = body["environment"];
  if (!environment.is_object()) environment = json::object();
  for (auto& member : environment.get_object()) {
    if (member.value().is_string() && member.value().get_string() == folder)
      member.value() = "/tmp";
  }
  set_default(environment.get_object(), "HOME", "/tmp");
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

void apply_rules(json::object& body, const IntentService& intent, const ServiceScope& scope,
                 const PlaceFiller& filled, FillState& state, bool& uses_network) {
  add_mounts(body, filled);
  // Root without DAC_OVERRIDE cannot read a folder of mode 0700 and would leave root's files
  // behind; an image that keeps its capabilities has neither problem and may need its own user.
  const bool as_user = intent.full_hardening && has_binds(body);
  if (as_user) {
    set_default(body, "user",
                json::value(std::to_string(state.surroundings.uid) + ":" +
                            std::to_string(state.surroundings.gid)));
  }
  add_cache(body, intent.cache, as_user, scope, state);

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
      body["networks"] = json::array{kNetwork};
      uses_network = true;
    }
    if (filled.reaches_host())
      append_once(list_of(body, "extra_hosts"), "host.docker.internal:host-gateway");
  }
  set_default(body, "restart", "unless-stopped");
  harden(body, intent);
  json::value& labels = body["labels"];
  if (!labels.is_object()) labels = json::object();
  labels.get_object()["mcpmx.server"] = with_doubled_dollars(scope.server);
  sort_environment(body);
}

}  // namespace mcpmx::mapping
