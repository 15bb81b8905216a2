// The way back from a runner's service to what it runs.
#pragma once

#include <mcpmx/mapper.hpp>

// Reads the primary service's command (npx, uvx) or its image. kNoMatch: neither says what it is.
mcpmx::Status recover_launch(const mcpmx::ComposeServices& services, mcpmx::Recovered& entry);
