#include <boost/json/object.hpp>

#include "cli/command.h"
#include "cli/deploy_request.h"
#include "cli/deploy_run.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

Result<Pull> pull_policy(const Context& context) {
  const std::string text = context.options.text("pull");
  if (text.empty()) return Pull::kAsStated;
  if (text == "always") return Pull::kAlways;
  if (text == "missing") return Pull::kMissing;
  if (text == "never") return Pull::kNever;
  return Error{ErrorCode::kUsage, "the pull policy \"" + text + "\" does not exist", "--pull",
               "always, missing and never do"};
}

Result<app::DeployRequest> request_of(const Context& context) {
  MCPMX_TRY(request, deploy_request(context));
  MCPMX_TRY(pull, pull_policy(context));
  Deployment& options = request.options;
  options.pull = pull;
  options.wait = context.options.has("wait");
  if (!options.wait && context.options.has("timeout")) {
    return Error{ErrorCode::kUsage, "--timeout says how long to wait, and nothing is waited for",
                 "--timeout", "give --wait as well"};
  }
  constexpr std::uint64_t kSecond = 1000;
  if (options.stop_timeout_s > 0)
    options.wait_timeout_ms = static_cast<std::uint64_t>(options.stop_timeout_s) * kSecond;
  options.stop_timeout_s = -1;  // --timeout is how long to wait for health
  options.remove_orphans = context.options.has("remove-orphans");
  options.force_recreate = context.options.has("force-recreate");
  options.no_recreate = context.options.has("no-recreate");
  if (options.force_recreate && options.no_recreate) {
    return Error{ErrorCode::kUsage,
                 "--force-recreate and --no-recreate exclude each other",
                 {},
                 "give one of them"};
  }
  request.scales = context.options.all("scale");
  return request;
}

Result<int> run(Context& context) {
  MCPMX_TRY(request, request_of(context));
  const bool dry_run = context.options.has("dry-run");
  json::object document;
  MCPMX_TRY(code, run_deploy(context, std::move(request), dry_run, document));
  if (context.format == Format::kJson) write_json(context, "deploy", std::move(document));
  return code;
}

}  // namespace

Command deploy_command() {
  return {
      "docker deploy",
      "[SERVICE...]",
      "bring the services of a Compose file to run",
      "Says first what it is going to create, recreate, start or remove and why, then does it. A "
      "name is a server's (all its services) or a service's; what it depends on goes with it. "
      "Containers of services that mcpmx generated and that are gone from the file are removed, "
      "those of others only with --remove-orphans.",
      "mcpmx docker deploy --dry-run          what would be done, and why\n"
      "mcpmx docker deploy --wait             until every service is healthy or running\n"
      "mcpmx docker deploy postgresql         one server and what it needs\n"
      "mcpmx docker deploy --scale fetch=3    three of one service",
      0,
      1000,
      deploy_options(
          {{"dry-run", "", "say what would be done, do nothing"},
           {"wait", "", "until services are healthy, or running without a check"},
           {"timeout", "S", "how many seconds --wait waits at most"},
           {"scale", "S=N", "so many containers of a service; repeatable", {}, true},
           {"remove-orphans", "",
            "also containers that others made for services "
            "that are not in the file"},
           {"force-recreate", "", "also what has not changed"},
           {"no-recreate", "", "not even what has changed"},
           {"pull", "always|missing|never", "whether to pull images (default: by the file)"}}),
      &run};
}

}  // namespace mcpmx::cli
