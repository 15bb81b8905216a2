// Calls of `docker compose` for one project, with its progress told.
#pragma once

#include <mcpmx/backend.hpp>
#include <string>

#include "docker.h"
#include "project.h"

namespace docker_cli {

// `docker compose` with the project's files, wherever it is called; a verb and its words follow.
Words compose_words(const engine::Project& project);
void add_timeout(const mcpmx::Operation& operation, Words& words);
void add_services(const mcpmx::Operation& operation, Words& words);

// Runs it to its end. What is neither progress nor a warning is its error text. `what`: "stop the
// project".
mcpmx::Status run_compose(Words words, const engine::Project& project, const std::string& what,
                          mcpmx::BackendSink& sink);

}  // namespace docker_cli
