#include "sync/docker_side.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "mapping/file_words.h"
#include "sync/rendering.h"

namespace mcpmx::sync {
namespace {

struct Owner {
  std::string server, key;  // key: empty where only the label says whose it is
};

// By service name, as the base has them.
std::map<std::string, Owner, std::less<>> owners_in(const Base* base) {
  std::map<std::string, Owner, std::less<>> owners;
  if (base == nullptr) return owners;
  for (const auto& [name, server] : base->servers) {
    for (const auto& [key, service] : server.services) owners[service.name] = {name, key};
  }
  return owners;
}

Owner owner_of(const compose::ProjectModel& model, const compose::Member& service,
               const std::map<std::string, Owner, std::less<>>& known) {
  const std::string label = compose::text_of(service.value.at({"labels", mapping::kServerLabel}));
  const auto in_base = known.find(service.key);
  if (in_base != known.end() && (label.empty() || label == in_base->second.server))
    return in_base->second;
  const auto* key = model.root.at({"x-mcpmx", "services", service.key, "generated", "key"});
  return {label, label.empty() ? std::string() : compose::text_of(key)};
}

// The template's key of a service whose name nobody knows: the one of its server's that is missing.
std::string missing_key(const Base* base, const std::string& server, const FileServer& here) {
  if (base != nullptr) {
    const auto known = base->servers.find(server);
    if (known != base->servers.end()) {
      for (const auto& [key, service] : known->second.services) {
        if (!here.services.contains(key)) return key;
      }
    }
  }
  return here.services.contains("mcp") ? std::string() : "mcp";
}

}  // namespace

DockerSide docker_side(const compose::ProjectModel& model, const Base* base) {
  DockerSide side;
  side.top = part_leaves(model, "networks");
  side.top.merge(part_leaves(model, "volumes"));
  side.extension = part_leaves(model, "x-mcpmx");
  side.profile = compose::text_of(model.root.at({"x-mcpmx", "profile"}));
  const compose::Value* services = model.root.find("services");
  if (services == nullptr) return side;

  const auto known = owners_in(base);
  std::vector<std::pair<const compose::Member*, std::string>> renamed;
  for (const compose::Member& service : services->members) {
    const Owner owner = owner_of(model, service, known);
    if (owner.server.empty()) {
      side.unmanaged.push_back(service.key);
      continue;
    }
    FileServer& server = side.servers[owner.server];
    if (owner.key.empty() || server.services.contains(owner.key)) {
      renamed.emplace_back(&service, owner.server);
      continue;
    }
    server.services.emplace(owner.key, FileService{service.key, service_leaves(service.value)});
  }
  for (const auto& [service, owner] : renamed) {
    FileServer& server = side.servers[owner];
    const std::string key = missing_key(base, owner, server);
    if (key.empty()) {
      side.unmanaged.push_back(service->key);  // a copy that kept the label: a person's own
      if (server.services.empty()) side.servers.erase(owner);
      continue;
    }
    server.services.emplace(key, FileService{service->key, service_leaves(service->value)});
  }
  return side;
}

}  // namespace mcpmx::sync
