// The programs of this machine that servers are going to reach out of their containers, and whether
// they hear a container.
//
// On Linux host.docker.internal is the address of Docker's bridge. A program that listens on
// 127.0.0.1 alone does not hear it, although everything on the machine itself finds it.
#pragma once

#include <string>
#include <vector>

#include "app/detect.h"
#include "support/network.h"

namespace mcpmx::app {

struct HostProgram {
  std::string server;  // whose container reaches for it; of several the first
  int port = 0;
  std::string service = {};  // of the Compose file
};

// By port, each once, of the entries that get a container. An address whose port nothing states is
// left out, and so is a service on the host's network: to it 127.0.0.1 is the machine's own.
std::vector<HostProgram> host_programs(const std::vector<Detected>& detected);

enum class Hearing {
  kHeard,         // containers reach it
  kLoopbackOnly,  // it listens, but not where containers come from
  kSilent,        // nothing listens: it is not running now
};

// `bridge`: the address of Docker's bridge.
Hearing hearing_of(const HostProgram& program, const std::string& bridge, Network& network);

}  // namespace mcpmx::app
