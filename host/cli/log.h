// Log lines on stderr: the one user of spdlog.
#pragma once

#include <string>

#include "plugin/call.h"
#include "support/result.h"

namespace mcpmx::cli {

// A log of at least `level` (debug, info, warning, error, off); `verbose` means info, `quiet`
// error. The logger is made with the first line. An unknown level is a usage error.
Result<plugin::Log> make_log(const std::string& level, bool verbose, bool quiet);

}  // namespace mcpmx::cli
