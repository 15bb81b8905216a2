// Which files a project consists of, and its variables: docker compose's own search (docs: facts,
// compose section 1.4). Looks at the file system, reads env files, and no Compose file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compose/file_texts.h"
#include "compose/project_environment.h"
#include "document/document.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::compose {

// Compose files that were parsed already, by absolute path.
using Documents = std::map<std::string, document::Document, std::less<>>;

// The options of docker compose that decide what is read.
struct ComposeOptions {
  std::string working_directory = {};       // absolute: where the command is called
  std::vector<std::string> files = {};      // -f, in order; none: COMPOSE_FILE, then the search
  std::string project_directory = {};       // --project-directory
  std::vector<std::string> env_files = {};  // --env-file, in order
  std::vector<std::string> profiles = {};   // --profile; none: COMPOSE_PROFILES
  std::string project_name = {};            // -p
  std::string home = {};                    // what ~ means; empty: it stays
  VariableMap process = {};                 // the environment; empty for the sync
  bool read_env_files = true;  // of services: into their environment, as docker compose shows it
  FileTexts texts = {};        // in place of files, or for files that are not there yet
  // The given texts of Compose files are JSON, which reads several times as fast: documents that
  // were rendered and not written yet.
  bool json_texts = false;
  Documents* documents = nullptr;  // borrowed; taken out by the reading
};

struct ComposeFiles {
  std::vector<std::string> files;  // absolute; the first is the main one, later override it
  std::string project_directory;   // absolute; relative paths in the files are meant from here
  std::vector<std::string> env_files;
  ProjectEnvironment environment;
  std::vector<std::string> profiles;
  std::vector<Diagnostic> findings;
};

// Order: -f; COMPOSE_FILE, a list with COMPOSE_PATH_SEPARATOR (`:`); compose.yaml, compose.yml,
// docker-compose.yml, docker-compose.yaml in the working directory or the nearest parent that has
// one, with the first of compose.override.* and docker-compose.override.* beside it. `.env` of the
// working directory is read before, that of the project directory after, as docker compose 5 does;
// 2.26 reads the latter alone. They differ only where a parent has the files.
// Errors: none is found; an env file's.
Result<ComposeFiles> find_compose_files(const ComposeOptions& options);

// The file that overrides `file` (absolute) where docker compose is called in its folder without
// -f; empty: there is none, or another file than `file` is read there.
std::string override_of(const std::string& file);

}  // namespace mcpmx::compose
