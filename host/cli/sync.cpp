#include "app/sync.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <iostream>

#include "app/bound_file.h"
#include "cli/command.h"
#include "cli/deploy_run.h"
#include "cli/outcome_text.h"
#include "cli/sync_json.h"
#include "cli/sync_text.h"
#include "cli/sync_words.h"

namespace mcpmx::cli {
namespace {

Result<std::optional<sync::Direction>> direction_of(const std::string& word) {
  if (word.empty()) return std::optional<sync::Direction>();
  if (word == "both") return std::optional(sync::Direction::kBoth);
  if (word == "to-docker") return std::optional(sync::Direction::kToDocker);
  if (word == "to-profile") return std::optional(sync::Direction::kToProfile);
  return Error{ErrorCode::kUsage, "no direction is called \"" + printable(word) + "\"",
               "--direction", "both, to-docker or to-profile"};
}

void write_files(std::ostream& out, const Style& style, const app::Synced& result, bool dry_run) {
  std::string names;
  const auto add = [&](const app::FileChange& file) {
    if (!file.is_changed()) return;
    names += names.empty() ? "" : ", ";
    names += printable(file.shown);
  };
  for (const app::FileChange& file : result.compose) add(file);
  add(result.env);
  add(result.servers);
  add(result.metadata);
  if (names.empty()) {
    out << (is_in_sync(result) ? "In sync: nothing to write.\n" : "Nothing was written.\n");
  } else if (dry_run) {
    out << "Would write " << names << " (nothing was written).\n";
  } else {
    out << style.green("Wrote") << ' ' << names << '\n';
  }
  if (!result.backup.empty()) out << "What was there before: " << printable(result.backup) << '\n';
}

bool wrote_docker(const app::Synced& result) {
  return result.env.is_changed() || std::any_of(result.compose.begin(), result.compose.end(),
                                                [](const auto& each) { return each.is_changed(); });
}

// The file as it stands now. In JSON its error is the document's, for the sync itself is done.
Result<int> deploy(Context& context, const app::SyncRequest& request,
                   boost::json::object& document) {
  app::DeployRequest wanted;
  wanted.file = request.file;
  wanted.with_override = true;
  boost::json::object deployed;
  MCPMX_TRY(code, run_deploy(context, std::move(wanted), false, deployed));
  document["deploy"] = std::move(deployed);
  return code;
}

Result<int> run(Context& context) {
  app::SyncRequest request;
  request.profile = context.arguments[0];
  MCPMX_TRY(bound, app::bound_to(context.session, request.profile, context.options.given("file")));
  request.file = bound.file;
  MCPMX_TRY(direction, direction_of(context.options.text("direction")));
  request.direction = direction;
  request.conflict = context.options.text("conflict");
  if (request.conflict.empty()) request.bound_conflict = bound.strategy;
  request.adopt = context.options.text("adopt");
  request.dry_run = context.options.has("dry-run");
  request.apply_shared = context.options.has("shared");
  request.create = context.options.has("create");
  request.may_join = context.options.has("yes");
  PosixLockSystem locks;
  MCPMX_TRY(result, app::sync_profile(context.session, locks, request));
  const bool is_json = context.format == Format::kJson;
  const std::string next = sync_command_for(request, bound);
  if (!is_json && !context.quiet) {
    write_changes(context.out, context.style, result);
    write_held(context.out, context.style, result);
    write_servers(context.out, context.style, result);
    write_rest(context.out, context.style, result, true);
    const std::vector<Diagnostic> findings = told_findings(result);
    write_findings(context.out, context.style, findings);
    if (!findings.empty()) context.out << '\n';
    write_files(context.out, context.style, result, request.dry_run);
    if (has_open_conflict(result)) write_conflict_next(context.out, next);
  }
  int code = result.needs_person() ? static_cast<int>(ErrorCode::kNeedsPerson) : 0;
  boost::json::object document;
  if (is_json) document = synced_json(result);
  const bool is_wanted =
      context.options.has("deploy") || (bound.auto_deploy && wrote_docker(result));
  if (is_wanted && request.dry_run) {
    if (!is_json && !context.quiet) context.out << "Would deploy it then.\n";
  } else if (is_wanted) {
    if (!is_json && !context.quiet) context.out << '\n';
    MCPMX_TRY(deployed, deploy(context, request, document));
    if (deployed != 0) code = deployed;
  }
  if (is_json) write_json(context, "sync", std::move(document));
  return code;
}

}  // namespace

Command sync_command() {
  return {
      "docker sync",
      "PROFILE",
      "make a profile and its Compose file one again, both ways",
      "What changed since the last sync flows to the other side, field by field. Where both "
      "sides changed the same field, the strategy decides, or a person (exit code 3). The "
      "first sync goes to Docker; after it, both ways. Every byte that no change concerns "
      "stays as it is.",
      "mcpmx docker sync work --dry-run            what would flow, and where to\n"
      "mcpmx docker sync work                      both ways\n"
      "mcpmx docker sync work --conflict manual    decide conflicts yourself",
      1,
      1,
      {{"file,f", "FILE", "the Compose file (default: the profile's, else docker-compose.yml)"},
       {"direction", "both|to-docker|to-profile", "which way changes flow; the others wait"},
       {"conflict", "NAME", "who decides: profile_wins, docker_wins, manual, merge, a plugin's"},
       {"dry-run", "", "say what would be done, and write nothing"},
       {"adopt", "SERVICE", "make a service of the file a server of the profile"},
       {"shared", "", "change entries that other profiles use too"},
       {"create", "", "the profile may be new"},
       {"yes,y", "", "join a Compose file that mcpmx did not write"},
       {"deploy", "", "then deploy the file, as docker deploy does"}},
      &run};
}

}  // namespace mcpmx::cli
