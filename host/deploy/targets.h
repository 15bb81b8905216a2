// What the arguments of a deploy command mean in a project: servers, services, replicas. Pure.
#pragma once

#include <string>
#include <vector>

#include "compose/project_model.h"
#include "model/backend.h"
#include "support/result.h"

namespace mcpmx::deploy {

// Each name is a server's (all its services, by their label) or a service's. The services in the
// project's order, each once. Error, kUsage: it is neither, or no active profile names it.
Result<std::vector<std::string>> services_of(const compose::ProjectModel& project,
                                             const std::vector<std::string>& names);

// "web=3" as replicas. Errors, kUsage: it is not of this form, or no such service; a service with
// a container_name cannot be there twice.
Result<Scale> parse_scale(const compose::ProjectModel& project, const std::string& text);

// The first Compose key that a service of the project states and the backend does not handle, as
// an error that names both. `handled`: of the backend's manifest; empty: all.
Result<void> check_keys(const compose::ProjectModel& project,
                        const std::vector<std::string>& handled, const std::string& backend);

}  // namespace mcpmx::deploy
