// Reads a Compose project as docker compose does:
//
//   find_compose_files ─▶ files, variables
//   each file:  read_yaml ─▶ read_tree ─▶ canonicalise ─▶ extends ─▶ !reset of earlier files
//               ─▶ include ─▶ merge over earlier files
//   all files:  defaults, profiles
//
// One pass over each file; time is linear in what the files and their includes say. Every value of
// the result knows its file and node and whether its place may be edited: see compose/value.h.
#pragma once

#include "compose/compose_files.h"
#include "compose/project_model.h"
#include "support/result.h"

namespace mcpmx::compose {

// Errors: those of find_compose_files(); a file that is missing, is no YAML or has a value of the
// wrong kind; a required variable that is unset; `extends` of a service that is not there; circles
// of extends or include; an included resource that the including file has too. Each with its place,
// none with a value.
Result<ProjectModel> read_project(const ComposeOptions& options);

}  // namespace mcpmx::compose
