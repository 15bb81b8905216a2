#include "mapping/service_body.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "mapping/body_reach.h"
#include "mapping/body_values.h"
#include "mapping/file_words.h"
#include "mapping/service_rules.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// depends_on of an intent names the siblings by their keys.
void rename_dependencies(json::object& body, const std::map<std::string, std::string>& siblings) {
  json::value* value = body.if_contains("depends_on");
  if (value == nullptr) return;
  if (json::array* list = value->if_array()) {
    for (json::value& item : *list) {
      if (!item.is_string()) continue;
      const auto sibling = siblings.find(std::string(item.get_string()));
      if (sibling != siblings.end()) item = sibling->second;
    }
    return;
  }
  if (!value->is_object()) return;
  json::object renamed;
  for (const auto& member : value->get_object()) {
    const auto sibling = siblings.find(std::string(member.key()));
    renamed.emplace(sibling == siblings.end() ? std::string(member.key()) : sibling->second,
                    member.value());
  }
  *value = std::move(renamed);
}

// A server that speaks HTTP is of use only at a port; the template may have said which.
Result<void> publish_http(const IntentService& service, PlaceFiller& filler, json::object& body) {
  if (service.http_port == 0 || body.contains("ports") || body.contains("network_mode")) return {};
  const json::array ports = {json::object{{"$port", service.http_port}}};
  MCPMX_TRY(filled, filler.fill(ports, "/compose/ports"));
  body.emplace("ports", std::move(filled));
  return {};
}

// docker run -e NAME without a value: passed on where it is set, absent where it is not. An empty
// text would be something else to a program that asks whether it is set.
bool is_passed_on(const std::string& name, const Value& value, const EntryValues& values) {
  const bool unstated = value.size() == 1 && value.front().kind == Segment::Kind::kMissing &&
                        value.front().text.empty() && !value.front().secret;
  return unstated && std::find(values.required_env.begin(), values.required_env.end(), name) ==
                         values.required_env.end();
}

// The entry's variables, but for those that the template states itself.
Result<void> add_variables(const Server& server, const EntryValues& values,
                           const json::object& stated, PlaceFiller& filler,
                           json::object& environment) {
  for (const auto& [name, value] : values.env) {
    if (stated.contains(name)) continue;
    if (name.empty() || name.find_first_of(std::string_view("=\0\n", 3)) != std::string::npos) {
      return failed("it has a variable whose name no program can be given", server.where.text(),
                    "rename the variable in the profile");
    }
    if (is_passed_on(name, value, values)) {
      environment.emplace(name, nullptr);
      continue;
    }
    MCPMX_TRY(text, filler.text_of(value, PlaceFiller::Origin::kVariable));
    environment.emplace(name, text);
  }
  return {};
}

// A variable that the template takes away stands in it as null: not a value of the file.
Result<void> add_stated(const json::object& stated, PlaceFiller& filler,
                        json::object& environment) {
  MCPMX_TRY(filled, filler.fill(stated, "/compose/environment"));
  for (const auto& member : filled.as_object()) {
    if (!member.value().is_null()) environment.insert_or_assign(member.key(), member.value());
  }
  for (const auto& member : stated) {
    if (member.value().is_null()) environment.erase(member.key());
  }
  return {};
}

Result<json::object> filled_body(const Server& server, const IntentService& service,
                                 const ServiceScope& scope, PlaceFiller& filler) {
  json::object body;
  for (const auto& member : service.compose) {
    if (member.key() == "environment") continue;
    MCPMX_TRY(value, filler.fill(member.value(), "/compose/" + std::string(member.key())));
    body.emplace(member.key(), std::move(value));
  }
  const json::value* written = service.compose.if_contains("environment");
  const json::object stated =
      written != nullptr && written->is_object() ? written->get_object() : json::object();
  json::object environment;
  if (service.primary) {
    MCPMX_CHECK(add_variables(server, scope.values, stated, filler, environment));
  }
  MCPMX_CHECK(add_stated(stated, filler, environment));
  if (!environment.empty()) body.emplace("environment", std::move(environment));
  return body;
}

// Two projects of one engine cannot both have a container of that name.
void drop_taken_container_name(const Surroundings& surroundings, ServiceBody& body) {
  const json::value* fixed = body.compose.if_contains("container_name");
  if (fixed == nullptr || !fixed->is_string()) return;
  const std::string name(fixed->get_string());
  if (!surroundings.taken_container_names.contains(name)) return;
  body.compose.erase("container_name");
  body.notes.push_back("another project has the container name " + name +
                       "; Compose names this one");
}

}  // namespace

Result<ServiceBody> make_body(const Server& server, const IntentService& service,
                              const ServiceScope& scope, FillState& state) {
  PlaceFiller filler(state, scope);
  MCPMX_TRY(filled, filled_body(server, service, scope, filler));
  ServiceBody body;
  body.compose = std::move(filled);
  MCPMX_CHECK(publish_http(service, filler, body.compose));
  MCPMX_CHECK(apply_rules(body.compose, service, scope, filler, state, body.uses_network));
  if (filler.reaches_host()) {
    body.notes.push_back(
        "it reaches this machine as host.docker.internal; on Linux a program that listens on "
        "127.0.0.1 alone does not hear that, and x-mcpmx.services." +
        scope.name + ".network: host helps");
  }
  // Switched off in MCPM: it stays in the file, and nothing starts it.
  if (server.enabled == false) {
    body.compose["profiles"] = json::array{kDisabledProfile};
    if (service.primary) body.notes.push_back("it is disabled in MCPM, so nothing starts it");
  }
  // No arguments: an empty list would also take away what the image runs by itself.
  if (const json::value* command = body.compose.if_contains("command");
      command != nullptr && command->is_array() && command->get_array().empty()) {
    body.compose.erase("command");
  }
  rename_dependencies(body.compose, scope.siblings);
  drop_taken_container_name(state.surroundings, body);
  body.uses_network = body.uses_network || joins_network(body.compose, "mcp-network");
  MCPMX_CHECK(check_values(body.compose));
  MCPMX_CHECK(check_paths(body.compose, scope, state));
  MCPMX_CHECK(check_references(body.compose, scope, state));
  body.needs = filler.needs();
  body.notes.insert(body.notes.end(), filler.notes().begin(), filler.notes().end());
  return body;
}

}  // namespace mcpmx::mapping
