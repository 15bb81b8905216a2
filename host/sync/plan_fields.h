// The three-way comparison of one server that both sides have: which fields flow where, and what
// each side has in the end.
#pragma once

#include <vector>

#include "sync/plan.h"

namespace mcpmx::sync {

// Why what is overwritten is held.
inline constexpr const char* kOverwritten =
    "servers.json was written without what a sync had put there";

struct FieldSides {
  const Server& profile;
  const Server& docker;  // what the services stand for
  const Server* base;    // null: nothing is known of before
};

// Fills in fields and the three ends of the plan. Errors: the strategy's.
Result<void> plan_fields(const PlanInput& input, const FieldSides& sides, const Handles& handles,
                         Strategy& strategy, ServerPlan& plan);

// Asks the strategy whether the server stays, where one side changed what the other removed.
Result<Decision> decide_presence(const PlanInput& input, const std::string& server, bool in_profile,
                                 bool has_base, Strategy& strategy);

// Whether other profiles or other files use the entry too; empty: nobody, else who.
std::string shared_with(const PlanInput& input, const Server& entry);

}  // namespace mcpmx::sync
