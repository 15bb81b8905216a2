#include "app/generate.h"

#include <algorithm>

#include "app/attempts.h"
#include "app/compose_target.h"
#include "app/machine_check.h"
#include "app/project_report.h"
#include "app/replacing.h"
#include "app/sync_run.h"
#include "app/sync_write.h"
#include "app/writing_lock.h"

namespace mcpmx::app {
namespace {

// What the report says of the file and its surroundings.
void describe(Session& session, const ComposeTarget& target, const GenerateRequest& request,
              Generated& result, const Project& project) {
  result.path = request.file;
  result.env_name = target.shown_env;
  result.notes = name_notes(target, project, request.profile);
  result.missing = missing_folders(session.filesystem(), project);
  result.found_by_compose = is_found_by_compose(session.filesystem(), target.path);
  result.unused = unused_variables(target, project);
  if (!project.env.empty()) result.env_path = target.shown_env;
}

// What the new file would be, whatever is there.
Result<Generated> generate_text(Session& session, const GenerateRequest& request) {
  MCPMX_TRY(library, session.load_library());
  MCPMX_TRY(profile, mcpm::find_profile(library, request.profile));
  MCPMX_TRY(place, locate_target(session, request.file));
  MCPMX_TRY(target, load_target(session, place));
  std::vector<const Server*> servers;
  servers.reserve(profile->servers.size());
  for (const std::size_t index : profile->servers) servers.push_back(&library.servers[index]);
  const mapping::Relevance relevance = relevance_of(servers, target);
  MCPMX_TRY(claims, session.claims(&relevance));
  const compose::ComposeOptions none;
  const sync::RenderContext context{*claims,     request.profile, target.surroundings,
                                    target.path, target.env_path, target.env,
                                    none};
  Generated result;
  MCPMX_TRY(project, sync::render_project(context, servers));
  MCPMX_TRY(text, sync::compose_text(project, request.profile));
  result.text = std::move(text);
  result.removed = removed_from(target.contents, project);
  check_machine(session.filesystem(), project, *claims, target);
  describe(session, target, request, result, project);
  append_findings(library, result.findings);
  result.findings.insert(result.findings.end(), target.findings.begin(), target.findings.end());
  add_invalid_entries(library, request.profile, project.outcomes);
  result.project = std::move(project);
  return result;
}

// `overtaken`: true where the error is that another program wrote a file after it was read.
Result<Generated> generate_once(Session& session, const WritingLock& lock,
                                const ComposePlace& place, const GenerateRequest& request,
                                bool& overtaken) {
  SyncRequest way;
  way.profile = request.profile;
  way.file = request.file;
  way.direction = sync::Direction::kToDocker;
  way.anew = request.force;
  way.bound_conflict = request.bound_conflict;
  SyncRun run(session, way, place);
  MCPMX_CHECK(run.read());
  if (!request.force) MCPMX_CHECK(check_replaceable(run.target(), request.profile));
  MCPMX_TRY(synced, run.plan());
  ComposeTarget& target = run.target();
  Generated result;
  result.sync = std::move(synced);
  const SyncWrite how{"docker generate " + request.profile, run.base_text(), request.force};
  auto written = write_sync(session, lock, target, request.profile, how, *result.sync);
  overtaken = !written && written.error().code == ErrorCode::kNeedsPerson;
  if (!written) return std::move(written).error();

  Synced& sync = *result.sync;
  const auto state = [](bool changed) {
    return changed ? Generated::File::kWritten : Generated::File::kUnchanged;
  };
  bool changed = false;
  for (const FileChange& file : sync.compose) {
    changed = changed || file.is_changed();
    if (file.path == target.path) result.text = file.after;
  }
  result.file = state(changed);
  if (!sync.project.env.empty()) result.env_file = state(sync.env.is_changed());
  result.backup = sync.backup;
  result.removed = removed_from(target.contents, sync.project);
  if (!request.force) {
    // Edited in place: a volume stays declared, and so does the project's name.
    std::erase_if(result.removed.services, [&](const std::string& service) {
      const auto& gone = sync.removed_services;
      return std::find(gone.begin(), gone.end(), service) == gone.end();
    });
    result.removed.volumes.clear();
    result.removed.old_project.clear();
  }
  result.project = std::move(sync.project);
  describe(session, target, request, result, result.project);
  if (!result.project.env.empty())
    warn_of_readers(session.filesystem(), target.env_path, sync.findings);
  result.findings = std::move(sync.findings);
  return result;
}

}  // namespace

Result<Generated> generate(Session& session, LockSystem& locks, const GenerateRequest& request) {
  if (request.to_stdout) return generate_text(session, request);
  MCPMX_TRY(library, session.load_library());
  MCPMX_CHECK(mcpm::find_profile(library, request.profile));
  MCPMX_TRY(place, locate_target(session, request.file));
  MCPMX_TRY(lock, lock_for_writing(session, locks, place));
  return attempt(lock, [&](bool& overtaken) {
    return generate_once(session, lock, place, request, overtaken);
  });
}

}  // namespace mcpmx::app
