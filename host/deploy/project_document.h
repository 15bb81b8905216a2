// The project as a backend gets it: one JSON document of schema mcpmx.project/1
// (sdk/schema/project.schema.json). Pure; linear in the project.
#pragma once

#include <string>

#include "compose/project_model.h"
#include "deploy/redaction.h"

namespace mcpmx::deploy {

// Services that no active profile names are in `disabled` alone. Holds secrets: where, its
// `secrets_at` says. A service whose config hash is not known has none in `config_hashes`.
std::string project_document(const compose::ProjectModel& project, const Redaction& redaction);

}  // namespace mcpmx::deploy
