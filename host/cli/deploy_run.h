// Plans, deploys and shows how it stands: `docker deploy`, and what follows a sync.
#pragma once

#include <boost/json/fwd.hpp>

#include "app/deploy.h"
#include "cli/command.h"
#include "support/result.h"

namespace mcpmx::cli {

// Text goes to context.out; with --format json nothing does, and `document` gets the members of the
// answer: project, backend, dry_run, plan, events, containers, findings, and the error where it
// fails. The exit code; an Error in text mode alone.
Result<int> run_deploy(Context& context, app::DeployRequest request, bool dry_run,
                       boost::json::object& document);

}  // namespace mcpmx::cli
