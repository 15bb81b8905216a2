// What a person made of services that stays Docker's alone, by name: a volume, a limit, a restart
// policy. It never flows, so nothing else tells of it.
#pragma once

#include <iosfwd>
#include <vector>

#include "cli/style.h"
#include "sync/plan.h"

namespace mcpmx::cli {

// A line a service; nothing where there is none. What goes with a service that leaves is told
// there.
void write_hand_edits(std::ostream& out, const Style& style,
                      const std::vector<sync::ServerPlan>& plans);

}  // namespace mcpmx::cli
