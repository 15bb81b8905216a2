// May a run replace the Compose file that is there? What a person made or edited, another profile's
// file, and services whose mapping is missing today are not replaced without their word.
#pragma once

#include <string>

#include "app/compose_target.h"
#include "mapping/claims.h"
#include "support/result.h"

namespace mcpmx::app {

bool is_of_other_profile(const ComposeTarget& target, const std::string& profile);

// Errors (kNeedsPerson): the file is not as we wrote it, or another profile's.
Result<void> check_file(const ComposeTarget& target, const std::string& profile);

// A plugin that does not load today must not empty the file that it helped to make.
Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target);

}  // namespace mcpmx::app
