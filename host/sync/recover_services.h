// The services of a Compose file as the way back takes them: grouped by the server that they are
// of, their values put in.
//
// Pure. Holds secrets where the files do.
#pragma once

#include <string>
#include <vector>

#include "compose/dotenv.h"
#include "compose/project_model.h"
#include "mapping/recovering.h"

namespace mcpmx::sync {

struct ServerServices {
  std::string server;  // what the label says; the service's own name where there is none
  bool labelled = false;
  std::string mapping;  // of x-mcpmx; empty for what nobody generated
  std::string memo;
  std::vector<mapping::RecoverService> services;  // in the file's order
};

// Every service of the file is in one group. Variables that came from a file of env_file are not in
// them: they stay in that file, which the service names. A volume of a service that nobody
// generated has its name in the engine, by which `docker run` finds it.
std::vector<ServerServices> server_services(const compose::ProjectModel& project);

// For compose::ComposeOptions::process: each variable that .env leaves for a person to fill in, as
// ${NAME} instead of nothing, so that an entry comes back with its placeholder.
compose::VariableMap placeholders(const compose::Dotenv& env);

}  // namespace mcpmx::sync
