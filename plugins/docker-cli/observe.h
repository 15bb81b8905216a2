// What the engine has of a project, asked through the docker program.
#pragma once

#include <mcpmx/backend.hpp>
#include <string>

#include "observed.h"
#include "project.h"

namespace docker_cli {

// Containers of the project, in all states. Not kOk: the sink has the reason.
mcpmx::Status observe_containers(const engine::Project& project, engine::Observed& observed,
                                 mcpmx::BackendSink& sink);
// The same, and of what its services name: networks, volumes, images.
mcpmx::Status observe(const engine::Project& project, engine::Observed& observed,
                      mcpmx::BackendSink& sink);

}  // namespace docker_cli
