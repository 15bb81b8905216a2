// Which server entry do the services of one server stand for? The way back of the renderer.
//
// Asked where there is no entry to compare with: a file is joined to another profile, a service is
// adopted, a profile is created from a file. The mapper knows what the services run; the host turns
// back what it filled in by itself, writes the command line as people do, and looks at its answer
// by rendering it.
//
// Pure but for the mappers that it calls. Holds secrets, and puts none into an error or a finding.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mapping/claims.h"
#include "mapping/surroundings.h"
#include "model/diagnostic.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

// A service with its values put in: in canonical form, as compose::read_project gives it (without
// the variables of env_file, which stay in that file), or as it is written. `$$` is `$` already. A
// variable that a person has yet to fill in may stand as nothing or as ${NAME}; the latter comes
// back as the entry's placeholder.
struct RecoverService {
  std::string name;  // in the file
  std::string key;   // x-mcpmx.services.<name>.generated.key; empty for one nobody generated
  boost::json::object body;
  // What the top of the file declares of the volumes that it names, by the name in `body`: driver,
  // driver_opts, labels. Of others nothing.
  boost::json::object volumes = {};
};

// Borrowed for the duration of the call.
struct RecoverRequest {
  std::string server;   // the name that the entry will have
  std::string mapping;  // generated.mapping of x-mcpmx; empty: told by image and command
  std::string memo;     // generated.memo
  std::span<const RecoverService> services;    // all of the one server
  std::span<const RecoverService> neighbours;  // the file's others, which it may name as hosts
};

struct Recovered {
  Server entry;         // command, args, env with their values; `enabled` where it is switched off
  std::string primary;  // the name of the service that speaks MCP
  std::string mapping;  // the id of the mapper that knows it
  std::string how;      // "label": the file says so; "image"; "command"
  // Rendering the entry gives the primary's command and variables again, and of a `docker run`
  // entry its image. Not so for services that somebody wrote in a way that no entry has.
  bool exact = false;
};

// nullopt: the services are no MCP server (a plain redis, nginx or postgres), unless a label or
// `mapping` says that they are one of ours. Errors: a mapper that cannot be loaded or breaks its
// contract; no runners.
Result<std::optional<Recovered>> recover_entry(const Claims& claims,
                                               const Surroundings& surroundings,
                                               const RecoverRequest& request,
                                               std::vector<Diagnostic>& findings);

}  // namespace mcpmx::mapping
