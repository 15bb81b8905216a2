#include "sync/server_case.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <string>

#include "sync/entry_fields.h"

namespace mcpmx::sync {
namespace {

ServiceLeaves leaves_of(const FileServer& file) {
  ServiceLeaves leaves;
  for (const auto& [key, service] : file.services) leaves.emplace(key, service.leaves);
  return leaves;
}

// Whether a service is otherwise than the base, or without one than `rendered`, has it.
bool is_edited(const Case& each, const LeavesView* rendered) {
  for (const auto& [key, leaves] : each.leaves) {
    if (had_services(each.base)) {
      const auto before = each.base->services.find(key);
      if (before != each.base->services.end() && before->second.leaves != leaves) return true;
    } else if (rendered != nullptr) {
      const auto now = rendered->find(key);
      if (now != rendered->end() && *now->second != leaves) return true;
    }
  }
  return false;
}

// An edit that the profile contradicts is nobody's change until a person has decided, and Docker's
// own if that was the decision: else it would flow as soon as an entry explains it, over what the
// profile says.
void put_back_decided(Case& each, bool takes_open) {
  if (each.base == nullptr) return;
  for (auto& [key, leaves] : each.leaves) {
    const auto service = each.base->services.find(key);
    if (service == each.base->services.end()) continue;
    std::set<std::string, std::less<>> places = service->second.kept;
    if (!takes_open) places.insert(service->second.open.begin(), service->second.open.end());
    for (const std::string& path : places) {
      const auto before = service->second.leaves.find(path);
      if (before == service->second.leaves.end()) {
        leaves.erase(path);
      } else {
        leaves[path] = before->second;
      }
    }
  }
}

// The server of base and file that MCPM has under another name now: gone under the old one, with
// the same content under this one.
std::string old_name_of(const PlanInput& input, const Server& entry,
                        const std::vector<const BaseServer*>& gone, const Handles& handles) {
  if (input.base == nullptr || input.base->servers.contains(entry.name) ||
      input.docker.servers.contains(entry.name))
    return {};
  const auto found = std::find_if(gone.begin(), gone.end(), [&](const BaseServer* old) {
    return is_same_entry(*old, old->entry, entry, handles);
  });
  return found == gone.end() ? std::string() : (*found)->entry.name;
}

// Entries of the base whose services are there still, and which MCPM has under their name no more.
std::vector<const BaseServer*> gone_entries(const PlanInput& input) {
  std::vector<const BaseServer*> gone;
  if (input.base == nullptr) return gone;
  std::set<std::string_view> there;
  for (const Server& entry : input.library) there.insert(entry.name);
  for (const Server* entry : input.profile) there.insert(entry->name);
  for (const auto& [name, server] : input.base->servers) {
    if (!server.services.empty() && !there.contains(name) && input.docker.servers.contains(name))
      gone.push_back(&server);
  }
  return gone;
}

Case case_of(const PlanInput& input, const std::string& name, const std::string& old_name,
             const Server* profile) {
  Case each;
  each.plan.name = name;
  each.plan.old_name = old_name;
  each.profile = profile;
  const std::string& before = old_name.empty() ? name : old_name;
  if (input.base != nullptr) {
    const auto base = input.base->servers.find(before);
    if (base != input.base->servers.end()) each.base = &base->second;
  }
  const auto file = input.docker.servers.find(before);
  if (file != input.docker.servers.end()) {
    each.file = &file->second;
    each.leaves = leaves_of(*each.file);
    put_back_decided(each, input.takes_open_edits);
  }
  const auto rendered = input.rendered.find(name);
  const bool is_rendered = profile != nullptr && rendered != input.rendered.end();
  each.has_container = is_rendered && !rendered->second.empty();
  if (each.file != nullptr) {
    each.edited = is_edited(each, is_rendered ? &rendered->second : nullptr);
    if (had_services(each.base)) {
      each.docker = each.base->entry;
      each.docker.name = name;
      if (profile != nullptr && same_definition(each.base->entry, *profile)) {
        each.docker = *profile;
      } else if (profile != nullptr) {
        each.docker = entry_of(fields_of(each.base->entry), *profile);
      }
    } else if (profile != nullptr) {
      each.docker = *profile;
    }
  }
  return each;
}

// Whether nothing but the services themselves can say what they stand for.
bool is_read_off(const Case& each) {
  return each.profile == nullptr && each.file != nullptr && !had_services(each.base);
}

// Those of the profile's entry stand in .env. Those that only a person's line or the last sync had
// are no less secret.
void know_secrets(const Case& each, Handles& handles) {
  const auto know = [&](const Server& entry) {
    if (each.profile == nullptr || !same_definition(entry, *each.profile))
      handles.add_secrets_of(entry);
  };
  if (each.file != nullptr) know(each.docker);
  if (had_services(each.base)) know(each.base->entry);
}

}  // namespace

std::string definition_hash(const Server& entry, const Handles& handles) {
  boost::json::object fields;
  for (const auto& [path, value] : fields_of(entry)) fields.emplace(path, value);
  return handles.of(boost::json::serialize(fields));
}

bool is_same_entry(const BaseServer& old, const Server& revealed, const Server& now,
                   const Handles& handles) {
  return same_definition(revealed, now) ||
         (!old.profile.empty() && old.profile == definition_hash(now, handles));
}

bool had_services(const BaseServer* base) { return base != nullptr && !base->services.empty(); }

const Server* entry_named(const std::vector<Server>& library, std::string_view name) {
  const auto found = std::find_if(library.begin(), library.end(),
                                  [&](const Server& server) { return server.name == name; });
  return found == library.end() ? nullptr : &*found;
}

std::vector<Case> cases_of(const PlanInput& input, const Handles& handles) {
  std::set<std::string, std::less<>> names;
  for (const Server* entry : input.profile) names.insert(entry->name);
  std::vector<Case> cases;
  std::set<std::string, std::less<>> renamed;
  const std::vector<const BaseServer*> gone = gone_entries(input);
  for (const Server* entry : input.profile) {
    std::string old_name = old_name_of(input, *entry, gone, handles);
    if (!old_name.empty() && !renamed.insert(old_name).second) old_name.clear();
    cases.push_back(case_of(input, entry->name, old_name, entry));
  }
  std::set<std::string, std::less<>> others;
  for (const auto& [name, server] : input.docker.servers) others.insert(name);
  if (input.base != nullptr) {
    for (const auto& [name, server] : input.base->servers) others.insert(name);
  }
  for (const std::string& name : others) {
    if (!names.contains(name) && !renamed.contains(name))
      cases.push_back(case_of(input, name, "", nullptr));
  }
  return cases;
}

bool are_all_deleted(const std::vector<Case>& cases) {
  constexpr std::size_t kSome = 3;  // a person deletes one or two
  std::size_t deleted = 0;
  for (const Case& each : cases) {
    if (each.profile == nullptr || !each.has_container) continue;
    if (each.file != nullptr || !had_services(each.base)) return false;
    ++deleted;
  }
  return deleted >= kSome;
}

Result<void> find_entries(std::vector<Case>& cases, Handles& handles, EntryRenderer& renderer,
                          EntryRecovery& recovery) {
  std::vector<EditedServer> edited;
  for (Case& each : cases) {
    if (is_read_off(each)) {
      MCPMX_TRY(entry, recovery.recover(each.plan.name, *each.file));
      each.recovered = std::move(entry);
      if (!each.recovered) continue;
      each.docker = *each.recovered;
    } else if (!each.edited || each.docker.command.empty()) {
      continue;
    }
    each.attribution = edited.size();
    edited.push_back({each.docker, &each.leaves});
  }
  MCPMX_TRY(found, attribute(edited, renderer));
  for (Case& each : cases) {
    if (each.attribution) {
      each.docker = std::move(found[*each.attribution].entry);
      each.plan.explained = std::move(found[*each.attribution].rendered);
    } else if (each.edited && had_services(each.base)) {
      for (const auto& [key, service] : each.base->services)
        each.plan.explained.emplace(key, service.leaves);
    } else if (each.profile != nullptr || had_services(each.base)) {
      each.plan.explained = each.leaves;
    }
    know_secrets(each, handles);
  }
  return {};
}

}  // namespace mcpmx::sync
