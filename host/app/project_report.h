// What generating and syncing say alike of a rendered project: findings of MCPM's files, of
// settings and of this machine.
#pragma once

#include <string>
#include <vector>

#include "app/compose_target.h"
#include "mapping/claims.h"
#include "mapping/relevance.h"
#include "mcpm/library.h"
#include "model/project.h"
#include "support/filesystem.h"

namespace mcpmx::app {

// Which bundled mappings can matter for these entries and this file.
mapping::Relevance relevance_of(const std::vector<const Server*>& entries,
                                const ComposeTarget& target);

// An outcome for each entry of the profile that MCPM cannot read.
void add_invalid_entries(const mcpm::Library& library, const std::string& profile,
                         std::vector<Outcome>& outcomes);

// Those of MCPM's files that no outcome tells; then what settings and mounts give to say, which is
// added to the target's.
void append_findings(const mcpm::Library& library, std::vector<Diagnostic>& findings);
void check_machine(Filesystem& filesystem, const Project& project, const mapping::Claims& claims,
                   ComposeTarget& target);

// Whoever looks for the project in Docker looks for its usual name.
std::vector<std::string> name_notes(const ComposeTarget& target, const Project& project,
                                    const std::string& profile);

}  // namespace mcpmx::app
