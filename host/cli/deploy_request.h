// The options that the commands about a running project share.
#pragma once

#include <string_view>
#include <vector>

#include "app/deploy.h"
#include "cli/command.h"
#include "support/result.h"

namespace mcpmx::cli {

// --file and --backend, then `own`.
std::vector<OptionSpec> deploy_options(std::vector<OptionSpec> own);

// File, backend and names. Errors, kUsage: `--timeout` or `--tail` is no number.
Result<app::DeployRequest> deploy_request(const Context& context);

}  // namespace mcpmx::cli
