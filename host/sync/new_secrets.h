// Values that stood in the Compose file as they are, and that a mapping or a setting takes for
// secrets now. Where nobody touched such a place since the last sync it gets the variable, though
// it reads the same. Pure.
#pragma once

#include <set>
#include <string_view>

#include "compose/project_model.h"
#include "sync/base.h"
#include "sync/docker_side.h"
#include "sync/project_changes.h"
#include "sync/rendering.h"

namespace mcpmx::sync {

// `servers`: whose variables .env gets for the first time. `file`: of `model`. Adds to `changes`,
// which has every place that reads otherwise.
void hide_new_secrets(const std::set<std::string_view>& servers, const Rendering& end,
                      const DockerSide& file, const compose::ProjectModel& model, const Base& base,
                      ProjectChanges& changes);

}  // namespace mcpmx::sync
