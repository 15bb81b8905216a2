#include <boost/json/object.hpp>
#include <iostream>
#include <optional>
#include <sstream>

#include "app/bound_file.h"
#include "app/compose_target.h"
#include "app/deploy.h"
#include "app/sync.h"
#include "cli/command.h"
#include "cli/outcome_text.h"
#include "cli/status_containers.h"
#include "cli/sync_json.h"
#include "cli/sync_text.h"
#include "cli/sync_words.h"
#include "compose/compose_files.h"
#include "support/shell_word.h"

namespace mcpmx::cli {
namespace {

// A file that nobody's profile is bound to has containers all the same.
Result<int> show_containers(Context& context, const std::string& file) {
  const Containers containers = find_containers(context, file);
  if (context.format == Format::kJson) {
    boost::json::object document = {{"profile", nullptr}, {"file", file}};
    add_containers(document, containers);
    write_json(context, "status", std::move(document));
  } else {
    context.out << context.style.bold(printable(file)) << ": no profile's file\n";
    if (!context.quiet) write_containers(context, containers);
  }
  return 0;
}

// Without -f: what docker generate writes, else what docker compose finds from here.
std::string file_here(const Context& context) {
  const Environment& environment = context.session.environment();
  FileStatus status;
  const std::string usual = environment.absolute(app::kDefaultComposeFile);
  if (context.session.filesystem().status(usual, status) == 0) return app::kDefaultComposeFile;
  compose::ComposeOptions search;
  search.working_directory = environment.working_directory;
  search.process = environment.variables;
  const auto found = compose::find_compose_files(search);
  if (!found) return app::kDefaultComposeFile;
  const std::string& file = found->files.front();
  const std::string here = environment.working_directory + "/";
  return file.starts_with(here) ? file.substr(here.size()) : file;
}

Result<int> run(Context& context) {
  app::SyncRequest request;
  std::optional<std::string> file = context.options.given("file");
  if (context.arguments.empty()) {
    file = file ? *file : file_here(context);
    MCPMX_TRY(owner, app::profile_of_file(context.session, *file));
    if (owner.empty()) return show_containers(context, *file);
    request.profile = owner;
  } else {
    request.profile = context.arguments[0];
  }
  MCPMX_TRY(bound, app::bound_to(context.session, request.profile, file));
  request.file = bound.file;
  request.bound_conflict = bound.strategy;
  const std::string& profile = request.profile;
  request.direction = sync::Direction::kBoth;
  request.dry_run = request.closely = true;
  PosixLockSystem locks;
  MCPMX_TRY(result, app::sync_profile(context.session, locks, request));
  if (context.format == Format::kJson) {
    boost::json::object document = synced_json(result);
    document["profile"] = profile;
    document["file"] = request.file;
    add_containers(document, find_containers(context, request.file));
    write_json(context, "status", std::move(document));
    return 0;
  }
  context.out << context.style.bold(printable(profile)) << " and " << printable(request.file);
  if (is_in_sync(result)) {
    context.out << ": " << context.style.green("in sync") << '\n';
  } else {
    context.out << ": " << context.style.yellow("not in sync") << "\n\n";
    write_changes(context.out, context.style, result);
    write_held(context.out, context.style, result);
  }
  if (!context.quiet) {
    std::ostringstream rest;
    write_servers(rest, context.style, result);
    write_rest(rest, context.style, result, true);
    write_findings(std::cerr, Style(false), result.findings);
    const std::string next = sync_command_for(request, bound);
    if (writes_something(result)) rest << "Next: " << next << '\n';
    if (has_open_conflict(result)) write_conflict_next(rest, next);
    // Its last part may end with a blank line, for what follows in other commands.
    std::string text = rest.str();
    while (text.ends_with("\n\n")) text.pop_back();
    context.out << text;
    write_containers(context, find_containers(context, request.file));
  }
  return 0;
}

}  // namespace

Command status_command() {
  return {"docker status",
          "[PROFILE]",
          "show how a Compose file, its profile and its containers stand",
          "What changed on either side since the last sync, what a person must decide, and which "
          "services are not the profile's; then each container: its state, health, restarts and "
          "ports. Where no engine can be asked, that is said. Writes nothing.",
          "mcpmx docker status              of docker-compose.yml here\n"
          "mcpmx docker status work         of the profile's Compose file\n"
          "mcpmx docker status -f work.yml  of another file",
          0,
          1,
          {{"file,f", "FILE", "the Compose file (default: PROFILE's, else docker-compose.yml)"},
           {"backend", "NAME", "whom to ask for containers: docker-cli, or a plugin's",
            app::kDefaultBackend}},
          &run};
}

}  // namespace mcpmx::cli
