// docker stop, restart and down: a verb of the backend over services, with progress.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/deploy_request.h"
#include "cli/deploy_screen.h"
#include "cli/deploy_words.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"
#include "support/cancellation.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

Result<int> run_verb(Context& context, Verb verb, const char* schema) {
  MCPMX_TRY(request, deploy_request(context));
  request.options.remove_volumes = context.options.has("volumes");
  request.options.remove_orphans = context.options.has("remove-orphans");
  const bool is_json = context.format == Format::kJson;
  MCPMX_TRY(project, app::DeployedProject::open(context.session, std::move(request)));
  const SignalCancellation signals(context.session.cancellation());
  DeployScreen screen(std::cerr, Style(false), progress_for(context.quiet, is_json));
  std::vector<Diagnostic> findings;
  const Result<void> done = project.run(verb, screen, findings);
  if (!done) {
    if (!is_json) screen.write_standing(std::cerr, Style(false));
    write_findings(std::cerr, Style(false), findings);
    return done.error();
  }
  if (is_json) {
    json::array events;
    for (const DeployEvent& event : screen.events()) events.push_back(event_json(event));
    write_json(context, schema,
               {{"project", project.model().name},
                {"backend", project.backend()},
                {"events", std::move(events)},
                {"findings", findings_json(findings)}});
    return 0;
  }
  if (!context.quiet) {
    if (screen.events().empty())
      context.out << printable(project.model().name) << ": nothing to do\n";
    write_findings(std::cerr, Style(false), findings);
  }
  return 0;
}

Result<int> run_stop(Context& context) { return run_verb(context, Verb::kStop, "stop"); }
Result<int> run_restart(Context& context) { return run_verb(context, Verb::kRestart, "restart"); }
Result<int> run_down(Context& context) { return run_verb(context, Verb::kDown, "down"); }

const OptionSpec kTimeout = {"timeout,t", "S",
                             "seconds until a container is killed (default: its own)"};

}  // namespace

Command stop_command() {
  return {"docker stop",
          "[SERVICE...]",
          "stop containers, and keep them",
          "In the reverse order of their dependencies. docker deploy starts them again.",
          "mcpmx docker stop                all of docker-compose.yml here\n"
          "mcpmx docker stop fetch          one server\n"
          "mcpmx docker stop -t 1 -f w.yml  with a second's grace",
          0,
          1000,
          deploy_options({kTimeout}),
          &run_stop};
}

Command restart_command() {
  return {"docker restart",
          "[SERVICE...]",
          "restart containers as they are",
          "Changes of the Compose file wait for docker deploy.",
          "mcpmx docker restart        all of docker-compose.yml here\n"
          "mcpmx docker restart fetch  one server",
          0,
          1000,
          deploy_options({kTimeout}),
          &run_restart};
}

Command down_command() {
  return {"docker down",
          "[SERVICE...]",
          "stop and remove containers and networks",
          "Volumes stay, with what the servers keep in them, unless --volumes is given. Containers "
          "that others made for services that are not in the file stay as well.",
          "mcpmx docker down            all of docker-compose.yml here\n"
          "mcpmx docker down --volumes  with the data",
          0,
          1000,
          deploy_options({kTimeout,
                          {"volumes", "", "also the volumes, with all that is in them"},
                          {"remove-orphans", "",
                           "also containers that others made for services "
                           "that are not in the file"}}),
          &run_down};
}

}  // namespace mcpmx::cli
