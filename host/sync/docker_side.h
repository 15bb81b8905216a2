// The Docker side of a sync: which services of a Compose project are whose, and what stands in
// them. Plain values; the model that they were read from outlives them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compose/project_model.h"
#include "sync/base.h"

namespace mcpmx::sync {

struct FileService {
  std::string name;  // in the file
  Leaves leaves;
};

struct FileServer {
  std::map<std::string, FileService, std::less<>> services;  // by their template's key
};

struct DockerSide {
  std::map<std::string, FileServer, std::less<>> servers;  // by server
  std::vector<std::string> unmanaged;                      // services that are not ours
  Leaves top;                                              // networks and volumes
  Leaves extension;                                        // x-mcpmx
  std::string profile;                                     // that x-mcpmx names; may be empty
};

// Whose a service is: what its label says; without a label what x-mcpmx says of its name, or the
// base. A service that a person renamed is known by its label.
DockerSide docker_side(const compose::ProjectModel& model, const Base* base);

}  // namespace mcpmx::sync
