// May a run replace the Compose file that is there? What a person made or edited, another profile's
// file, and services that are missing today through a fault are not replaced without their word.
#pragma once

#include <optional>
#include <string>

#include "app/compose_target.h"
#include "mapping/claims.h"
#include "mcpm/library.h"
#include "model/project.h"
#include "support/result.h"

namespace mcpmx::app {

// What the file that is there is to a run for one profile.
enum class Standing {
  kOurs,            // as we wrote it, or there is none
  kSettingsEdited,  // x-mcpmx alone was edited, and what stands there is kept
  kEdited,          // by a person
  kNoRecord,        // it looks like ours, and nobody here knows what we wrote
  kForeign,         // not ours
  kOtherProfile,    // ours, of another profile
};
Standing standing_of(const ComposeTarget& target, const std::string& profile);

// True where the file that is there holds something that writing another one would lose.
bool holds_a_persons_work(const ComposeTarget& target, Standing standing);

// Error (kNeedsPerson): the file is not one that may become `text`, that of the new one
// where it is known.
Result<void> check_file(const ComposeTarget& target, const std::string& profile, Standing standing,
                        const std::optional<std::string>& text);

// A plugin that does not load today must not empty the file that it helped to make.
Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target);

// Nor may anything else that is broken: a plugin that fails, a mapping that x-mcpmx names and
// nobody knows, an entry that MCPM cannot read. What was decided (disabled, not of the profile any
// more, remote, denied) may.
Result<void> check_faults(const ComposeTarget& target, const Project& project,
                          const mcpm::Library& library);

}  // namespace mcpmx::app
