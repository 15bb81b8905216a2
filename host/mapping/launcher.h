// Reads a command line as its launchers would: takes off cmd /c, sh -c, env, wsl.exe, npx, uvx,
// docker run, ... until the program that serves MCP is found. Pure; never runs or looks up
// anything.
#pragma once

#include "model/server.h"

namespace mcpmx::mapping {

// Never fails: a line that no grammar explains is Kind::kBinary, or has Launch::problem set.
Launch parse_launch(const Server& server);

}  // namespace mcpmx::mapping
