// The base of the next sync, made from what this one leaves: field by field, so that what stays
// undecided is still a difference to it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "app/compose_target.h"
#include "model/server.h"
#include "sync/base.h"
#include "sync/docker_side.h"
#include "sync/handles.h"
#include "sync/plan.h"
#include "sync/rendering.h"

namespace mcpmx::app {

// Handles in it become the values that are known.
void reveal_base(sync::Base& base, const sync::Handles& handles);

// Changes that could not be made: service of the file and leaf; no leaf: the whole service.
using HeldPlaces = std::set<std::pair<std::string, std::string>>;

struct BaseInput {
  const std::string& profile;
  const std::vector<sync::ServerPlan>& plans;
  const sync::Rendering& end;      // of the plans' docker entries
  const sync::DockerSide& docker;  // before the sync
  const sync::Base* before;        // revealed
  const HeldPlaces& held;
  const HeldPlaces& open;        // leaves that a person has to decide about
  const HeldPlaces& kept;        // leaves that a person decided to leave to Docker
  bool writes_docker;            // false: services keep their names and labels
  const sync::Handles& handles;  // all that this sync knows
  // What the next sync knows by .env: it hides the end then, and equal ends give one base.
  const sync::Handles& lasting;
};

// Where a service of the server could not be given what flows to it, its fields stay as they were
// in the base, so that the next sync sees them flow again, and an edit of theirs as one of both
// sides.
void keep_unwritten(const HeldPlaces& held, const sync::DockerSide& docker,
                    const sync::Handles& handles, std::vector<sync::ServerPlan>& plans);

Result<sync::Base> next_base(const BaseInput& input, sync::EntryRenderer& renderer);

// Entries of the profile that another known Compose file of it has too.
std::set<std::string, std::less<>> shared_elsewhere(const ComposeTarget& target,
                                                    const std::vector<const Server*>& profile);

}  // namespace mcpmx::app
