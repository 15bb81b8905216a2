#include "app/generate.h"

#include <algorithm>

#include "app/compose_target.h"
#include "app/machine_check.h"
#include "app/replacing.h"
#include "app/settings_report.h"
#include "app/write_project.h"
#include "app/writing_lock.h"
#include "compose/key_order.h"
#include "compose/writer.h"
#include "mapping/names.h"
#include "mapping/project_builder.h"
#include "mapping/reading.h"

namespace mcpmx::app {
namespace {

// An entry that MCPM cannot read is an outcome where it is of this profile, and nobody's business
// where it is of another. One whose profiles are not known stays a finding.
bool is_told_elsewhere(const Diagnostic& finding, const mcpm::Library& library) {
  return std::any_of(library.invalid.begin(), library.invalid.end(),
                     [&](const mcpm::InvalidEntry& entry) {
                       return finding.code == "mcpm.invalid-entry" && !entry.profile_tags.empty() &&
                              finding.where == entry.where.text();
                     });
}

mapping::Relevance relevance_of(const mcpm::Library& library, const mcpm::Profile& profile,
                                const ComposeTarget& target) {
  mapping::Relevance relevance;
  for (const std::size_t index : profile.servers) relevance.add(library.servers[index]);
  for (const std::string& id : target.settings.generated_by) relevance.add_id(id);
  for (const auto& [service, settings] : target.surroundings.settings) {
    relevance.add_id(settings.mapping);
  }
  return relevance;
}

Result<Project> render_profile(const mapping::Claims& claims, const mcpm::Library& library,
                               const mcpm::Profile& profile, const ComposeTarget& target) {
  std::vector<const Server*> servers;
  servers.reserve(profile.servers.size());
  for (const std::size_t index : profile.servers) servers.push_back(&library.servers[index]);
  mapping::ProjectBuilder builder(profile.name, servers, target.surroundings);
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  const auto readings =
      mapping::read_entries(servers, claims, settings_for, target.surroundings.home);
  for (std::size_t i = 0; i < readings.size(); ++i) builder.add(*servers[i], readings[i]);
  return builder.finish();
}

Result<std::string> compose_text(Project& project, const std::string& profile) {
  compose::canonical_order(project.document);
  std::string comment = "MCP servers of the MCPM profile " + profile + ", written by mcpmx.";
  if (!project.env.empty()) comment += "\nValues of ${...} stand in .env beside this file.";
  return compose::write_yaml(project.document, {comment});
}

void append(std::vector<Diagnostic>& findings, const std::vector<Diagnostic>& more) {
  findings.insert(findings.end(), more.begin(), more.end());
}

void add_invalid_entries(const mcpm::Library& library, const std::string& profile,
                         std::vector<Outcome>& outcomes) {
  for (const mcpm::InvalidEntry& entry : library.invalid) {
    const auto& tags = entry.profile_tags;
    if (std::find(tags.begin(), tags.end(), profile) == tags.end()) continue;
    Outcome outcome;
    outcome.server = entry.name;
    outcome.reason =
        "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")";
    outcome.hint = "mend the entry: MCPM drops it on its next save";
    outcomes.push_back(std::move(outcome));
  }
}

// Whoever looks for the project in Docker looks for its usual name.
std::vector<std::string> notes_on(const ComposeTarget& target, const Project& project,
                                  const std::string& profile) {
  const std::string usual = mapping::project_name(profile);
  const std::string name(project.document.at("name").as_string());
  if (name == usual) return {};
  std::string who = "another file";
  for (const compose::KnownFile& file : target.neighbours) {
    if (file.project == usual) who = file.path;
  }
  std::string note = "the Compose project is called " + name;
  note.append(": ").append(who).append(" is ").append(usual);
  return {note};
}

// `lock`: unless it goes to stdout. `overtaken`: true where the error is that another program wrote
// a file after it was read.
Result<Generated> generate_once(Session& session, const WritingLock& lock,
                                const mcpm::Library& library, const mcpm::Profile* profile,
                                const ComposePlace& place, const GenerateRequest& request,
                                bool& overtaken) {
  overtaken = false;
  MCPMX_TRY(target, load_target(session, place));
  const bool may_replace = request.to_stdout || request.force;
  const Standing standing = standing_of(target, request.profile);
  // Of these no new text can be what is there: nothing needs to be loaded to say so.
  const bool never = standing == Standing::kForeign || standing == Standing::kOtherProfile;
  if (!may_replace && never)
    MCPMX_CHECK(check_file(target, request.profile, standing, std::nullopt));
  const mapping::Relevance relevance = relevance_of(library, *profile, target);
  MCPMX_TRY(claims, session.claims(&relevance));
  if (!may_replace) MCPMX_CHECK(check_mappers(*claims, target));

  Generated result;
  MCPMX_TRY(project, render_profile(*claims, library, *profile, target));
  MCPMX_TRY(text, compose_text(project, request.profile));
  if (!may_replace) {
    MCPMX_CHECK(check_file(target, request.profile, standing, text));
    MCPMX_CHECK(check_faults(target, project, library));
  }
  result.text = std::move(text);
  result.env_name = target.shown_env;
  result.notes = notes_on(target, project, request.profile);
  result.removed = removed_from(target.contents, project);
  result.missing = missing_folders(session.filesystem(), project);
  result.path = request.file;
  result.found_by_compose = is_found_by_compose(session.filesystem(), target.path);
  result.unused = unused_variables(target, project);
  append(target.findings, report_settings(target.settings, project, *claims));
  warn_of_missing_binds(session.filesystem(), project, target.findings);
  warn_of_closed_binds(session.filesystem(), project, target.findings);
  if (!project.env.empty()) result.env_path = target.shown_env;
  if (!request.to_stdout) {
    const bool keep_copy = request.force || holds_a_persons_work(target, standing);
    auto attempt =
        write_project(session, lock, target, request.profile, result.text, project, keep_copy);
    overtaken = !attempt && attempt.error().code == ErrorCode::kNeedsPerson;
    MCPMX_TRY(written, std::move(attempt));
    const auto state = [](bool changed) {
      return changed ? Generated::File::kWritten : Generated::File::kUnchanged;
    };
    result.file = state(written.changed);
    if (!project.env.empty()) result.env_file = state(written.env_changed);
    result.backup = written.backup;
    if (!project.env.empty())
      warn_of_readers(session.filesystem(), target.env_path, target.findings);
  }
  append(result.findings, lock.findings);
  for (const Diagnostic& finding : library.findings) {
    if (!is_told_elsewhere(finding, library)) result.findings.push_back(finding);
  }
  append(result.findings, target.findings);
  add_invalid_entries(library, request.profile, project.outcomes);
  result.project = std::move(project);
  return result;
}

}  // namespace

Result<Generated> generate(Session& session, LockSystem& locks, const GenerateRequest& request) {
  constexpr int kAttempts = 3;  // a program that writes all the time is not waited for
  MCPMX_TRY(library, session.load_library());
  MCPMX_TRY(profile, mcpm::find_profile(library, request.profile));
  MCPMX_TRY(place, locate_target(session, request.file));
  WritingLock lock;
  if (!request.to_stdout) {
    MCPMX_TRY(taken, lock_for_writing(session, locks, place));
    lock = std::move(taken);
  }
  // An interrupted write may have been about MCPM's files as well.
  if (!lock.findings.empty()) {
    MCPMX_TRY(library_now, session.load_library());
    library = std::move(library_now);
    MCPMX_TRY(profile_now, mcpm::find_profile(library, request.profile));
    profile = profile_now;
  }
  bool overtaken = false;
  for (int attempt = 1;; ++attempt) {
    auto result = generate_once(session, lock, library, profile, place, request, overtaken);
    if (result) return result;
    if (!overtaken || attempt == kAttempts) return with_findings(result.error(), lock);
  }
}

}  // namespace mcpmx::app
