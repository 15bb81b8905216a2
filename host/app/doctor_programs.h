// The part of `doctor` that asks whether containers are heard by the programs of this machine that
// servers reach for. Settings of the Compose files that mcpmx wrote here are followed, so that a
// service which is on the host's network already is not warned of.
#pragma once

#include <vector>

#include "app/doctor.h"

namespace mcpmx::app {

// Never fails, as examine(). Nothing where MCPM's folder cannot be read, which examine() has said.
std::vector<Checkup> examine_host_programs(Session& session, Network& network);

// "1 port", "2 ports".
std::string counted(std::size_t number, const std::string& what);

}  // namespace mcpmx::app
