// `doctor`: is everything there that mcpmx needs, and if not, which command mends it? Looks,
// changes nothing.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "support/network.h"

namespace mcpmx::app {

struct Checkup {
  enum class State { kOk, kWarning, kBad };
  State state = State::kOk;
  std::string what;    // "MCPM's folder"
  std::string found;   // one phrase: what was found
  std::string remedy;  // a command, or a sentence; empty if all is well
};

// Never fails: what cannot be looked at is a finding.
std::vector<Checkup> examine(Session& session, Network& network);

}  // namespace mcpmx::app
