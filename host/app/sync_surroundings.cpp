// What the Compose file and the base say about names and ports, as rendering is to see it.
#include <algorithm>
#include <map>
#include <set>

#include "app/sync_run.h"
#include "mapping/docker_options.h"
#include "mapping/launcher.h"
#include "mapping/names.h"
#include "sync/base.h"
#include "sync/leaf_ports.h"
#include "sync/server_case.h"

namespace mcpmx::app {
namespace {

// Host ports that the entry itself names, as `docker run -p` does.
std::set<int> ports_wanted_by(const Server& entry) {
  std::set<int> wanted;
  const auto ports = mapping::docker_ports(mapping::parse_launch(entry));
  if (!ports) return wanted;
  for (const mapping::Port& port : *ports) {
    for (int at = port.host.first; at > 0 && at <= port.host.last; ++at) wanted.insert(at);
  }
  return wanted;
}

}  // namespace

// Where a person gave another server's service the name that is this server's, whose own is in the
// file under some name: no service is to be made of it, and volumes are called by it still.
void SyncRun::free_name_of(const std::string& server) {
  auto& owners = target_.surroundings.owners;
  const auto owner = owners.find(mapping::service_name(server));
  if (owner == owners.end() || owner->second == server) return;
  if (!mapping::is_form_of(owner->first, mapping::service_name(owner->second))) owners.erase(owner);
}

// The profile's values are compared with the file's, so none gives way to what stands in .env; and
// what services that are not ours have is taken: their names, their ports.
void SyncRun::adjust_surroundings() {
  if (!has_file()) return;  // written anew: what a person put into .env stands
  for (auto& [name, variable] : target_.surroundings.variables) {
    if (variable.ours) variable.unchanged = true;
  }
  std::set<std::string_view> known;
  if (base_) {
    for (const auto& [server, entry] : base_->servers) {
      if (!entry.secrets.empty()) target_.surroundings.secret_places[server] = entry.secrets;
      for (const auto& [key, service] : entry.services) known.insert(service.name);
      if (!entry.services.empty()) free_name_of(server);
    }
  }
  hold_ports();
  for (const std::string& service : target_.contents.services) {
    if (service == request_.adopt) continue;
    if (target_.settings.owners.contains(service) || known.contains(service)) continue;
    target_.surroundings.foreign_services.insert(service);
    const auto ports = target_.contents.ports.find(service);
    if (ports != target_.contents.ports.end())
      target_.surroundings.taken_ports.insert(ports->second.begin(), ports->second.end());
  }
}

// Of new entries, the one that has the content of a server that is gone: MCPM renamed it. Empty: it
// left.
std::string SyncRun::renamed_to(const sync::BaseServer& gone,
                                const std::vector<const Server*>& fresh) const {
  const Server before = handles_->reveal(gone.entry);
  const auto now = std::find_if(fresh.begin(), fresh.end(), [&](const Server* entry) {
    return sync::is_same_entry(gone, before, *entry, *handles_);
  });
  return now == fresh.end() ? std::string() : (*now)->name;
}

// Those that services of servers publish now, but for a server that left the profile: what it has
// is free with the next sync at the latest. The base knows which ports we gave; without it each may
// be a person's.
void SyncRun::hold_ports() {
  std::map<std::string_view, const Server*> here;
  std::vector<const Server*> fresh;
  for (const Server* server : profile_) {
    here.emplace(server->name, server);
    if (base_ && !base_->servers.contains(server->name)) fresh.push_back(server);
  }
  for (const auto& [service, ports] : target_.contents.ports) {
    const auto owner = target_.settings.owners.find(service);
    if (owner == target_.settings.owners.end()) continue;
    mapping::HeldPort held{owner->second};
    std::set<int> given;
    const sync::BaseServer* base = nullptr;
    if (base_ && base_->servers.contains(held.server)) base = &base_->servers.at(held.server);
    if (base != nullptr) {
      for (const auto& [key, each] : base->services)
        given.merge(sync::published_ports(each.leaves));
      if (!here.contains(held.server)) held.server = renamed_to(*base, fresh);
      if (held.server.empty()) continue;
    }
    std::set<int> wanted;
    if (const auto entry = here.find(held.server); entry != here.end())
      wanted = ports_wanted_by(*entry->second);
    for (const int port : ports) {
      held.is_fixed = base == nullptr || !given.contains(port) || wanted.contains(port);
      target_.surroundings.held_ports.emplace(port, held);
    }
  }
}

// A port that an entry asks for and did not get, told where it comes to Docker.
void SyncRun::tell_moved_ports() {
  for (const sync::ServerPlan& plan : result_.plans) {
    if (!plan.docker || !plan.comes_to_docker()) continue;
    std::set<int> given;
    for (const auto& [key, leaves] : end_->view_of(plan.name))
      given.merge(sync::published_ports(*leaves));
    if (given.empty()) continue;
    for (const int port : ports_wanted_by(*plan.docker)) {
      if (given.contains(port)) continue;
      target_.findings.push_back({Severity::kWarning, "sync.port-taken",
                                  "it asks for the port " + std::to_string(port) +
                                      ", which another service publishes, and gets " +
                                      std::to_string(*given.begin()),
                                  plan.name, "give it a port of its own in the profile"});
    }
  }
}

}  // namespace mcpmx::app
