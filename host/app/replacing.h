// May a run write to the Compose file that is there? Another profile's file, a file of others, and
// services that would be made by another mapping today through a fault are not touched without a
// person's word.
#pragma once

#include <string>

#include "app/compose_target.h"
#include "mapping/claims.h"
#include "support/result.h"

namespace mcpmx::app {

// The profile whose file it is, as far as anything here says; empty: nobody's.
const std::string& owner_of(const ComposeTarget& target);

// Error (kNeedsPerson): the file is another profile's.
Result<void> check_profile(const ComposeTarget& target, const std::string& profile,
                           const std::string& hint);

// The same for `docker generate`, also of a file that mcpmx did not write.
Result<void> check_replaceable(const ComposeTarget& target, const std::string& profile);

// A plugin that does not load today must not change the file that it helped to make.
Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target);

}  // namespace mcpmx::app
