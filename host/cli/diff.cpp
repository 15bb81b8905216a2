#include <boost/json/object.hpp>
#include <iostream>

#include "app/bound_file.h"
#include "app/sync.h"
#include "cli/command.h"
#include "cli/hand_edits_text.h"
#include "cli/outcome_text.h"
#include "cli/sync_json.h"
#include "cli/sync_text.h"
#include "cli/sync_words.h"
#include "support/line_diff.h"

namespace mcpmx::cli {
namespace {

void write_coloured(std::ostream& out, const Style& style, std::string_view diff) {
  while (!diff.empty()) {
    const auto end = diff.find('\n');
    const std::string line = printable(diff.substr(0, end));
    if (line.starts_with("@@")) {
      out << style.dim(line);
    } else if (line.starts_with("---") || line.starts_with("+++")) {
      out << style.bold(line);
    } else if (line.starts_with('-')) {
      out << style.red(line);
    } else if (line.starts_with('+')) {
      out << style.green(line);
    } else {
      out << line;
    }
    out << '\n';
    diff.remove_prefix(end == std::string_view::npos ? diff.size() : end + 1);
  }
}

// Of a file whose other lines may hold the secrets of anybody: the changed lines alone.
std::string diff_of(const app::FileChange& file, std::size_t context) {
  const std::string before = file.before ? file.shown : "/dev/null";
  return unified_diff(file.masked_before, file.masked_after, {before, file.shown}, context);
}

Result<int> run(Context& context) {
  app::SyncRequest request;
  request.profile = context.arguments[0];
  MCPMX_TRY(bound, app::bound_to(context.session, request.profile, context.options.given("file")));
  request.file = bound.file;
  request.conflict = context.options.text("conflict");
  if (request.conflict.empty()) request.bound_conflict = bound.strategy;
  request.direction = sync::Direction::kBoth;
  request.dry_run = request.closely = true;
  request.may_join = true;
  request.with_masked_texts = true;
  PosixLockSystem locks;
  MCPMX_TRY(result, app::sync_profile(context.session, locks, request));
  const bool differs = !is_in_sync(result);
  if (context.format == Format::kJson) {
    boost::json::object document = synced_json(result);
    boost::json::object diffs;
    for (const app::FileChange& file : result.compose) diffs[file.shown] = diff_of(file, 3);
    diffs[result.servers.shown] = diff_of(result.servers, 0);
    diffs[result.env.shown] = diff_of(result.env, 0);
    document["diffs"] = std::move(diffs);
    write_json(context, "diff", std::move(document));
  } else {
    for (const app::FileChange& file : result.compose)
      write_coloured(context.out, context.style, diff_of(file, 3));
    write_coloured(context.out, context.style, diff_of(result.env, 0));
    write_coloured(context.out, context.style, diff_of(result.servers, 0));
    if (!context.quiet) {
      write_changes(std::cerr, Style(false), result);
      write_held(std::cerr, Style(false), result);
      write_hand_edits(std::cerr, Style(false), result.plans);
    }
  }
  const bool asked = context.options.has("exit-code");
  return asked && differs ? static_cast<int>(ErrorCode::kNeedsPerson) : 0;
}

}  // namespace

Command diff_command() {
  return {
      "docker diff",
      "PROFILE",
      "show what a sync would change on each side, and write nothing",
      "A unified diff of each file. Secrets stand as <secret> with a few letters that tell "
      "equal ones from different ones.",
      "mcpmx docker diff work              what a sync would do to both sides\n"
      "mcpmx docker diff work --exit-code  3 if there is anything",
      1,
      1,
      {{"file,f", "FILE", "the Compose file (default: the profile's, else docker-compose.yml)"},
       {"conflict", "NAME", "who decides: profile_wins, docker_wins, manual, merge, a plugin's"},
       {"exit-code", "", "exit with 3 where the sides differ"}},
      &run};
}

}  // namespace mcpmx::cli
