// `detect`: what each entry is, by what evidence, and what container would run it. Writes nothing.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "mapping/docker_options.h"
#include "mapping/reading.h"
#include "model/project.h"

namespace mcpmx::app {

struct Detected {
  Server server;
  mapping::Reading reading;
  Outcome outcome;    // what `generate` would make of it
  std::string image;  // that would run it; empty without a container
  std::vector<mapping::Mount> mounts;
  std::vector<std::string> ports;  // of docker run -p, as written
  bool on_host_network = false;    // by the settings of its service
};

// An entry given on the command line, in MCPM's JSON form or in a client's block around it.
Result<Server> parse_server(const std::string& json, const std::string& shown_as);

// Where the settings that `docker generate` would follow come from.
struct DetectRequest {
  std::string file;     // a Compose file, as generate's -f; empty: the default one if it fits
  std::string profile;  // whose servers they are; empty: of none, and there is no default file
};

struct Detection {
  std::vector<Detected> servers;
  std::vector<Diagnostic> findings;  // of the Compose file
};

// Without a Compose file there are no settings. A default file that is another profile's counts as
// none: generate would not touch it. One that cannot be read counts as none too, with a finding: it
// may be a stranger's. Errors: a Compose file that was named, or its .env, does not parse.
Result<Detection> detect(Session& session, const std::vector<Server>& servers,
                         const DetectRequest& request);

// A remote server's URL without what is secret in it, and the program of an entry without
// arguments.
std::string shown_url(const Server& server);
std::string shown_command(const Server& server);

// A text of MCPM's that says no more than what it is, a command or a description: tokens of known
// formats and passwords in it are replaced by ${NAME}.
std::string shown_text(const std::string& text);

// The text with every secret of the entry replaced by ${NAME}: what may be shown to people and
// programs.
std::string shown(const mapping::Value& value);

}  // namespace mcpmx::app
