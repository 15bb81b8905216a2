// What a sync will do, decided before anything is written: for each server of either side whether
// it is on both, which of its fields flow where, and what each side has in the end.
//
//   base ─┐
//   profile ├─▶ presence ─▶ attribution of edits ─▶ three-way by field ─▶ ServerPlan
//   docker ─┘      (who has it)   (docker's entry)       (strategy)
//
// Pure but for rendering and the strategy.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/server.h"
#include "model/strategy.h"
#include "support/result.h"
#include "sync/attribution.h"
#include "sync/base.h"
#include "sync/docker_side.h"
#include "sync/handles.h"
#include "sync/overwritten.h"
#include "sync/three_way.h"

namespace mcpmx::sync {

enum class Direction { kBoth, kToDocker, kToProfile };

struct FieldPlan {
  FieldState state;  // secrets as handles
  Flow flow = Flow::kNone;
  bool applied = false;  // false: it stays pending
  bool was_in_conflict = false;
  std::string held;      // why it is not applied, where that is no matter of direction
  FieldValue made = {};  // of kToBoth: what both sides get, secrets as handles

  bool comes_to_docker() const { return applied && flows_to_docker(flow); }
  bool comes_to_profile() const { return applied && flows_to_profile(flow); }
};

enum class Fate {
  kUnchanged,      // also: nothing but fields
  kNewService,     // the profile's entry gets its services
  kNewEntry,       // the services' entry goes to the profile
  kRemoveService,  // the entry left the profile
  kRemoveTag,      // the services were deleted by hand
  kGone,           // from both
  kNoContainer,    // an entry that has no service, and none stands in the file
  kPending,        // one of the above, which is not to be done now: see `held` or the direction
};

struct ServerPlan {
  std::string name;      // of the entry, of the label where there is none
  std::string old_name;  // where MCPM renamed it
  Fate fate = Fate::kUnchanged;
  Fate pending = Fate::kUnchanged;  // of kPending: what
  // Why something is not done, of kPending or of an entry that is disabled; empty of kPending: the
  // direction does not allow it.
  std::string held;
  bool presence_conflict = false;
  std::vector<FieldPlan> fields;  // only those that either side changed
  // What each side has in the end; nothing: it is not there. Real values.
  std::optional<Server> profile, docker, base;
  // The entry that the file's services stand for now, and what that renders to: where the file is
  // otherwise, a person's edit is Docker's alone.
  ServiceLeaves explained;
  std::vector<std::string> hand_edits;  // "service/path" of those
  std::vector<std::string> overruled;   // of those that the profile's is written over
  bool new_entry_is_tag = false;        // kNewEntry: the definition is there, and needs the tag
  bool new_entry_is_changed = false;    // and it says now what the services stand for
  bool adopted = false;                 // a person's service, which gets our label and no more

  bool is_pending() const;
  bool comes_to_docker() const;  // as a whole, or a field of it
};

struct PlanInput {
  const std::string& profile_name;
  const std::vector<const Server*>& profile;  // in their order
  const std::vector<Server>& library;         // all entries, of other profiles too
  const DockerSide& docker;
  const Base* base;  // null: first sync
  Direction direction = Direction::kBoth;
  bool apply_shared = false;
  // The strategy was typed, so it decides also where nothing is known of before.
  bool may_overrule = false;
  const std::set<std::string, std::less<>>& shared_elsewhere;  // entries that other files use
  std::int64_t profile_time = 0, docker_time = 0;
  const std::map<std::string_view, LeavesView>& rendered;  // of the profile's entries, by server
  // Servers whose services may not go, and why: a plugin is missing, MCPM cannot read the entry, a
  // person's own service needs them. Nothing is taken away for it.
  const std::map<std::string, std::string, std::less<>>& faults;
  const std::set<std::string, std::less<>>& adopted;  // services that become servers of that name
  const std::set<Place>& overwritten;  // what another program took back without knowing it
  bool has_unset = false;              // the Compose file uses a variable that nothing sets
  // A person's edits count also where the profile contradicted them in an earlier sync, and nobody
  // decided since (BaseService::open).
  bool takes_open_edits = false;
  // A person typed that the profile's may be written over them.
  bool may_overwrite_edits = false;
};

// The entry that services of no entry stand for; nullopt: nobody can say.
class EntryRecovery {
 public:
  virtual ~EntryRecovery() = default;
  virtual Result<std::optional<Server>> recover(const std::string& server,
                                                const FileServer& services) = 0;
};

Result<std::vector<ServerPlan>> make_plan(const PlanInput& input, Handles& handles,
                                          EntryRenderer& renderer, EntryRecovery& recovery,
                                          Strategy& strategy);

}  // namespace mcpmx::sync
