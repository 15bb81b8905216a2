// What this machine has to say about a rendered project: what `up` would not find, who else can
// read its secrets, what nobody needs any more. Rendering asks the machine what a path leads to, no
// more.
#pragma once

#include <string>
#include <vector>

#include "app/compose_target.h"
#include "model/diagnostic.h"
#include "model/project.h"
#include "support/filesystem.h"

namespace mcpmx::app {

// Bind mounts whose source is not there.
void warn_of_missing_binds(Filesystem& filesystem, const Project& project,
                           std::vector<Diagnostic>& findings);

// Those of them that are folders, as far as a name tells: what is to be made before a start. Each
// once.
std::vector<std::string> missing_folders(Filesystem& filesystem, const Project& project);

// Bind mounts that the user of their service may not read, or write where it should: root without
// capabilities is an ordinary user to them.
void warn_of_closed_binds(Filesystem& filesystem, const Project& project,
                          std::vector<Diagnostic>& findings);

// A .env that other users can read, or that git would commit.
void warn_of_readers(Filesystem& filesystem, const std::string& env_path,
                     std::vector<Diagnostic>& findings);

// A line of .env that we wrote and that no service refers to now: its server left.
struct UnusedVariable {
  std::string name;
  std::string where;  // "file:line"
};
std::vector<UnusedVariable> unused_variables(const ComposeTarget& target, const Project& project);

// docker compose without -f takes the file of this path (compose-go, cli/options.go).
bool is_found_by_compose(Filesystem& filesystem, const std::string& path);

}  // namespace mcpmx::app
