// What is to be said about the settings of a Compose file once it is known who runs its services:
// names that nobody knows, and sections that are nobody's. Pure.
#pragma once

#include <vector>

#include "app/settings_reader.h"
#include "mapping/claims.h"
#include "model/diagnostic.h"
#include "model/project.h"

namespace mcpmx::app {

// `project`: as ProjectBuilder made it with those settings. Findings name file, line, and the name
// that was probably meant.
std::vector<Diagnostic> report_settings(const FileSettings& settings, const Project& project,
                                        const mapping::Claims& claims);

}  // namespace mcpmx::app
