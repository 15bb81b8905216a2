// What docker compose adds to a merged model: the default network, names of resources, the
// variables that `environment` and env files leave to their surroundings, what depends on what.
// What is added stands nowhere (Editing::kNowhere).
#pragma once

#include "compose/project_model.h"
#include "support/result.h"

namespace mcpmx::compose {

// Errors: a required env file that is missing or cannot be read.
Result<void> add_defaults(ProjectModel& project, const ComposeOptions& options);

}  // namespace mcpmx::compose
