// One server with what each side has of it: profile, base, file, and the name it had before MCPM
// renamed it. Borrows from PlanInput. Pure; a few lookups a server.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/plan.h"

namespace mcpmx::sync {

struct Case {
  ServerPlan plan;
  const Server* profile = nullptr;
  const BaseServer* base = nullptr;
  const FileServer* file = nullptr;
  ServiceLeaves leaves;  // of `file`; of what is undecided since an earlier sync, the base's
  bool has_container = false;
  bool edited = false;
  Server docker;                           // what the services stand for
  std::optional<Server> recovered;         // where nothing else says it: read off the services
  std::optional<std::size_t> attribution;  // index of the search for it
};

// Tells whether an entry is the same as another one was, and nothing of what it says.
std::string definition_hash(const Server& entry, const Handles& handles);

// Whether the entry, under whatever name, says what the profile's said after the last sync.
// `revealed`: the entry of `old`.
bool is_same_entry(const BaseServer& old, const Server& revealed, const Server& now,
                   const Handles& handles);

bool had_services(const BaseServer* base);

// null: there is none of that name. Linear.
const Server* entry_named(const std::vector<Server>& library, std::string_view name);

// The profile's servers in their order, then those that only the file or the base has.
std::vector<Case> cases_of(const PlanInput& input, const Handles& handles);

// What the services of each server stand for now that a person edited them. What they have beyond
// that is a person's, and stays. The secrets of what is found are known from then on.
Result<void> find_entries(std::vector<Case>& cases, Handles& handles, EntryRenderer& renderer,
                          EntryRecovery& recovery);

// Whether no service is left of a profile that had some: an editor's accident, or a checkout of
// another state, more likely than a wish.
bool are_all_deleted(const std::vector<Case>& cases);

}  // namespace mcpmx::sync
