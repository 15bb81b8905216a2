#include "sync/recover_services.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "compose/value_json.h"
#include "mapping/file_words.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;
using compose::json_of;
using compose::Value;
constexpr auto kLeftOut = compose::EnvFileValues::kLeftOut;

json::object* volume_of(json::value& item) {
  json::object* map = item.if_object();
  const bool is_named = map != nullptr && map->contains("source") && map->at("type") == "volume" &&
                        map->at("source").is_string();
  return is_named ? map : nullptr;
}

// What the file declares of the volumes that the service names.
void add_declarations(const compose::ProjectModel& project, bool generated,
                      mapping::RecoverService& service) {
  json::value* volumes = service.body.if_contains("volumes");
  if (volumes == nullptr || !volumes->is_array()) return;
  for (json::value& item : volumes->get_array()) {
    json::object* volume = volume_of(item);
    if (volume == nullptr) continue;
    json::value& source = volume->at("source");
    const Value* declared = project.root.at({"volumes", std::string_view(source.get_string())});
    if (declared == nullptr || !declared->is_map()) continue;
    const std::string name = compose::text_of(declared->at({"name"}));
    if (!generated && !name.empty()) source = name;
    service.volumes.insert_or_assign(source.get_string(), json_of(*declared, kLeftOut));
  }
}

}  // namespace

compose::VariableMap placeholders(const compose::Dotenv& env) {
  compose::VariableMap variables;
  for (const compose::DotenvEntry& entry : env.entries()) {
    const compose::DotenvEntry* used = env.find(entry.name);
    if (used != nullptr && used->value.empty()) variables[entry.name] = "${" + entry.name + "}";
  }
  return variables;
}

std::vector<ServerServices> server_services(const compose::ProjectModel& project) {
  std::vector<ServerServices> groups;
  const Value* services = project.root.find("services");
  if (services == nullptr) return groups;
  for (const compose::Member& service : services->members) {
    if (!service.value.is_map()) continue;
    json::object body = json_of(service.value, kLeftOut).as_object();
    const std::string label = compose::text_of(service.value.at({"labels", mapping::kServerLabel}));
    const auto generated = [&](std::string_view key) {
      return compose::text_of(
          project.root.at({"x-mcpmx", "services", service.key, "generated", key}));
    };
    const std::string key = generated("key");
    const std::string& server = label.empty() ? service.key : label;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const ServerServices& each) {
      return each.labelled && !label.empty() && each.server == server;
    });
    if (group == groups.end())
      group = groups.insert(groups.end(), {server, !label.empty(), {}, {}, {}});
    if (group->mapping.empty()) group->mapping = generated("mapping");
    if (group->memo.empty()) group->memo = generated("memo");
    mapping::RecoverService& one =
        group->services.emplace_back(mapping::RecoverService{service.key, key, std::move(body)});
    add_declarations(project, !key.empty(), one);
  }
  return groups;
}

}  // namespace mcpmx::sync
