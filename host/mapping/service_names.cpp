#include "mapping/service_names.h"

#include <algorithm>

namespace mcpmx::mapping {
namespace {

constexpr std::size_t kMaxName = 63;

std::string joined(const std::string& base, const std::string& suffix) {
  const std::string cut = base.substr(0, kMaxName - std::min(kMaxName - 1, suffix.size() + 1));
  return service_name(cut) + "-" + suffix;
}

}  // namespace

ServiceNames::ServiceNames(const std::vector<const Server*>& servers,
                           const Surroundings& surroundings) {
  std::set<std::string_view> here;
  for (const Server* server : servers) here.insert(server->name);
  for (const std::string& name : surroundings.foreign_services) names_.take(name);
  for (const auto& [name, server] : surroundings.owners) {
    // Of a server that is gone for good nothing is left that another could come by.
    const auto settings = surroundings.settings.find(name);
    const bool has_words =
        settings != surroundings.settings.end() && !settings->second.kept.empty();
    if (!has_words && !here.contains(server)) continue;
    reserved_[server].insert(name);
    names_.take(name);
  }
  const auto give = [&](const Server& server, const std::string& name) {
    bases_.emplace(&server, name);
    owners_.emplace(name, &server);
  };
  for (const Server* server : servers) {
    const std::string name = reserved_form(*server, service_name(server->name));
    if (!name.empty()) give(*server, name);
  }
  for (const bool legal : {true, false}) {
    for (const Server* server : servers) {
      const std::string name = service_name(server->name);
      if (bases_.contains(server) || (name == server->name) != legal) continue;
      give(*server, names_.take(name));
    }
  }
}

// The name that the file gives this server already, if it is `wanted` or `wanted` with a number;
// empty if there is none.
std::string ServiceNames::reserved_form(const Server& server, const std::string& wanted) {
  const auto of_server = reserved_.find(server.name);
  if (of_server == reserved_.end()) return {};
  std::set<std::string>& names = of_server->second;
  auto best = names.end();
  for (auto at = names.begin(); at != names.end(); ++at) {
    if (!is_form_of(*at, wanted)) continue;
    if (best == names.end() || at->size() < best->size()) best = at;
  }
  if (best == names.end()) return {};
  std::string name = *best;
  names.erase(best);
  return name;
}

std::string ServiceNames::base_of(const Server& server) const {
  const auto found = bases_.find(&server);
  return found == bases_.end() ? service_name(server.name) : found->second;
}

const Server* ServiceNames::owner_of(const std::string& base) const {
  const auto found = owners_.find(base);
  return found == owners_.end() ? nullptr : found->second;
}

std::string ServiceNames::take(const Server& server, const std::string& suffix) {
  if (suffix.empty()) return base_of(server);
  const std::string wanted = joined(base_of(server), suffix);
  const std::string reserved = reserved_form(server, wanted);
  return reserved.empty() ? names_.take(wanted) : reserved;
}

}  // namespace mcpmx::mapping
