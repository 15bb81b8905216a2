#include "app/sync_recovery.h"

#include <boost/json.hpp>
#include <set>

#include "compose/leaves.h"
#include "mapping/recovering.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

json::object object_of(const compose::Value* value) {
  if (value == nullptr) return {};
  json::value parsed = json::parse(compose::canonical_json(*value));
  return parsed.is_object() ? std::move(parsed.get_object()) : json::object();
}

std::string text_of(const compose::Value* value) {
  return value == nullptr ? std::string() : value->text;
}

}  // namespace

Result<std::optional<Server>> MapperRecovery::recover(const std::string& server,
                                                      const sync::FileServer& services) {
  if (model_ == nullptr) return std::optional<Server>();
  const compose::Value* all = model_->root.find("services");
  const json::object volumes = object_of(model_->root.find("volumes"));
  std::set<std::string_view> own;
  for (const auto& [key, service] : services.services) own.insert(service.name);

  mapping::RecoverRequest request;
  request.server = server;
  std::vector<mapping::RecoverService> mine;
  std::vector<mapping::RecoverService> others;
  for (const compose::Member& service : all->members) {
    const auto generated = [&](std::string_view name) {
      return text_of(model_->root.at({"x-mcpmx", "services", service.key, "generated", name}));
    };
    mapping::RecoverService each{service.key, generated("key"), object_of(&service.value), volumes};
    if (!own.contains(service.key)) {
      others.push_back(std::move(each));
      continue;
    }
    if (request.mapping.empty()) request.mapping = generated("mapping");
    if (request.memo.empty()) request.memo = generated("memo");
    mine.push_back(std::move(each));
  }
  request.services = mine;
  request.neighbours = others;
  MCPMX_TRY(recovered, mapping::recover_entry(claims_, surroundings_, request, findings_));
  if (!recovered) return std::optional<Server>();
  recovered->entry.name = server;
  return std::optional<Server>(std::move(recovered->entry));
}

}  // namespace mcpmx::app
