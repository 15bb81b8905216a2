#include <boost/json/object.hpp>
#include <iostream>

#include "app/profile_settings.h"
#include "cli/binding_text.h"
#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

Result<int> run(Context& context) {
  app::ProfileSettingsRequest request;
  request.profile = context.arguments[0];
  request.assignments.assign(context.arguments.begin() + 1, context.arguments.end());
  PosixLockSystem locks;
  MCPMX_TRY(result, app::set_profile(context.session, locks, request));
  const std::vector<Diagnostic> findings = findings_of(result.binding, result.findings);
  if (context.format == Format::kJson) {
    write_json(context, "profile-set",
               {{"name", request.profile},
                {"docker_metadata", binding_json(result.binding)},
                {"file", result.path},
                {"state", result.changed ? "written" : "unchanged"},
                {"findings", findings_json(findings)}});
    return 0;
  }
  if (context.quiet) return 0;
  write_binding(context.out, context.style, result.binding);
  context.out << (result.changed ? "\n" + context.style.green("Wrote") + " "
                                 : std::string("\nUnchanged: "))
              << printable(result.path) << '\n';
  write_findings(std::cerr, Style(false), findings);
  return 0;
}

}  // namespace

Command profile_set_command() {
  return {"profile set",
          "NAME KEY=VALUE...",
          "bind a profile to its Compose file, and say how the two are synced",
          "compose_file=PATH is the profile's Compose file; the whole path is kept, so that it "
          "means the same file from "
          "every folder. auto_deploy=true deploys after a sync that changed it. "
          "conflict_resolution=STRATEGY decides where both sides changed one thing: profile_wins, "
          "docker_wins, manual, merge, or one of a plugin. KEY= goes back to the default. What is "
          "set stands in mcpmx's own file, $XDG_CONFIG_HOME/mcpmx/profiles.json.",
          "mcpmx profile set work compose_file=deploy/docker-compose.yml\n"
          "mcpmx profile set work auto_deploy=true conflict_resolution=merge\n"
          "mcpmx profile set work auto_deploy=                back to the default",
          2,
          20,
          {},
          &run};
}

}  // namespace mcpmx::cli
