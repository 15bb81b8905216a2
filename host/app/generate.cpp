#include "app/generate.h"

#include <sys/stat.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <filesystem>

#include "app/compose_target.h"
#include "app/git_ignore.h"
#include "compose/index.h"
#include "compose/key_order.h"
#include "compose/writer.h"
#include "mapping/project_builder.h"
#include "mapping/reading.h"
#include "support/atomic_file.h"

namespace mcpmx::app {
namespace {

constexpr unsigned kPrivate = 0600;

// An entry that MCPM cannot read is an outcome where it is of this profile, and nobody's business
// where it is of another. One whose profiles are not known stays a finding.
bool is_told_elsewhere(const Diagnostic& finding, const mcpm::Library& library) {
  return std::any_of(library.invalid.begin(), library.invalid.end(),
                     [&](const mcpm::InvalidEntry& entry) {
                       return finding.code == "mcpm.invalid-entry" && !entry.profile_tags.empty() &&
                              finding.where == entry.where.text();
                     });
}

bool is_of_other_profile(const ComposeTarget& target, const std::string& profile) {
  return target.text && !target.record.profile().empty() && target.record.profile() != profile;
}

// Each copy is of something else that a person made: none replaces another.
std::string free_backup_name(const std::string& path) {
  std::error_code ignored;
  std::string name = path + ".mcpmx-bak";
  for (int number = 2; std::filesystem::exists(name, ignored); ++number) {
    name = path + ".mcpmx-bak." + std::to_string(number);
  }
  return name;
}

// docker compose without -f takes the first of these that is there (compose-go, cli/options.go).
bool is_found_by_compose(const std::string& path) {
  const std::filesystem::path file(path);
  std::error_code ignored;
  for (const char* name : {"compose.yaml", "compose.yml", "docker-compose.yml"}) {
    if (file.filename() == name) return true;
    if (std::filesystem::exists(file.parent_path() / name, ignored)) return false;
  }
  return false;
}

// Rendering looks at no file; here is the place to say what `up` will not find.
void warn_of_missing_binds(const Project& project, std::vector<Diagnostic>& findings) {
  for (const auto& service : project.document.at("services").as_object()) {
    const auto* volumes = service.value().as_object().if_contains("volumes");
    if (volumes == nullptr || !volumes->is_array()) continue;
    for (const auto& volume : volumes->get_array()) {
      const auto* source = volume.is_object() ? volume.get_object().if_contains("source") : nullptr;
      if (source == nullptr || !source->is_string()) continue;
      if (const auto* type = volume.get_object().if_contains("type"); !type || *type != "bind")
        continue;
      const std::string path(source->get_string());
      std::error_code error;
      if (std::filesystem::exists(path, error) || error) continue;
      findings.push_back({Severity::kWarning, "bind.missing",
                          path + " is not on this machine, and docker compose up will fail",
                          std::string(service.key()), "make it, or mend the profile"});
    }
  }
}

mapping::Relevance relevance_of(const mcpm::Library& library, const mcpm::Profile& profile,
                                const ComposeTarget& target) {
  mapping::Relevance relevance;
  for (const std::size_t index : profile.servers) relevance.add(library.servers[index]);
  for (const std::string& id : target.generated_by) relevance.add_id(id);
  for (const auto& [service, settings] : target.surroundings.settings) {
    relevance.add_id(settings.mapping);
  }
  return relevance;
}

// A plugin that does not load today must not empty the file that it helped to make.
Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target) {
  for (const std::string& id : target.generated_by) {
    const auto& all = claims.mappers();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Mapper* m) { return m->id() == id; });
    if (known) continue;
    return Error{ErrorCode::kNeedsPerson,
                 "the mapping \"" + id +
                     "\" made services of this file and is not there now, so they would go",
                 target.shown,
                 "mcpmx plugin list says why; --force generates without it (a copy is kept)"};
  }
  return {};
}

Error not_ours(const ComposeTarget& target, const std::string& profile) {
  const std::string& owner = target.record.profile();
  if (!owner.empty() && owner != profile) {
    return {ErrorCode::kNeedsPerson,
            "the file belongs to the profile \"" + owner + "\", and one file holds one profile",
            target.shown,
            "name another file with -f, or replace this one with --force (a copy is kept)"};
  }
  const char* why = owner.empty()
                        ? "the file was not written by mcpmx, and would be replaced"
                        : "the file was edited since mcpmx wrote it, and the edits would be lost";
  return {ErrorCode::kNeedsPerson, why, target.shown,
          "see the new one with --stdout, name another with -f, or replace it with --force (a copy "
          "is kept)"};
}

// The text of .env after the project's lines are in; equal to the old text if there is nothing to
// change.
Result<std::string> edited_env(const ComposeTarget& target, const Project& project) {
  compose::Dotenv env = target.env;
  std::vector<Pair> values;
  for (const EnvLine& line : project.env) {
    if (!line.keep) values.push_back({line.name, line.value});
  }
  MCPMX_CHECK(env.set_all(values));
  return env.text();
}

Result<void> remember(ComposeTarget& target, Session& session, const std::string& profile,
                      const std::string& text, const Project& project) {
  if (!target.key) {
    MCPMX_TRY(key, compose::StateKey::load_or_make(session.filesystem(), session.environment()));
    target.key = std::move(key);
  }
  target.record.set_profile(profile);
  target.record.set_file(text);
  for (const EnvLine& line : project.env) {
    // A value that a person put there stays a person's, so that it is never overwritten.
    if (!line.keep) target.record.set_variable(line.name, line.value, *target.key);
  }
  return {};
}

void warn_of_readers(const ComposeTarget& target, std::vector<Diagnostic>& findings) {
  struct stat status = {};
  if (::stat(target.env_path.c_str(), &status) == 0 && (status.st_mode & 0077u) != 0) {
    findings.push_back({Severity::kWarning, "env.mode",
                        "other users of this machine can read the secrets in it", target.env_path,
                        "chmod 600 " + target.env_path});
  }
  if (is_committable(target.env_path)) {
    findings.push_back({Severity::kWarning, "env.git",
                        "it holds secrets and lies in a git work tree that does not ignore it",
                        target.env_path, "add the line .env to .gitignore"});
  }
}

Result<void> write_once(Session& session, ComposeTarget& target, const GenerateRequest& request,
                        bool was_ours, Generated& result) {
  MCPMX_TRY(env_text, edited_env(target, result.project));
  MCPMX_CHECK(remember(target, session, request.profile, result.text, result.project));
  const std::string record_path = compose::Record::path_for(target.path);
  const std::string ignore_path = compose::Record::gitignore_path_for(target.path);
  const std::string record_text = target.record.to_text();
  const std::string index_path = compose::index_entry_path(session.environment(), target.path);
  const std::string index_text = compose::index_entry_text(
      {target.path, std::string(result.project.document.at("name").as_string()),
       result.project.ports, result.project.subnets, result.project.container_names});
  Filesystem& filesystem = session.filesystem();
  MCPMX_CHECK(
      make_folders(filesystem, std::filesystem::path(record_path).parent_path().string(), 0777));
  MCPMX_CHECK(make_folders(filesystem, compose::index_folder(session.environment()), 0700));

  std::vector<PendingFile> files;
  // First: nothing may stand on the disk that is hashed with a key that does not.
  if (const auto key = target.key->unwritten()) files.push_back(*key);
  if (!was_ours && target.text && target.text != result.text) {
    result.backup = free_backup_name(target.path);
    files.push_back({result.backup, *target.text, kPrivate, true});
  }
  files.push_back({target.path, result.text});
  if (!result.project.env.empty()) files.push_back({target.env_path, env_text, kPrivate});
  files.push_back({record_path, record_text, kPrivate, false, false});
  files.push_back({ignore_path, compose::Record::kGitignore, 0666, false, false});
  files.push_back({index_path, index_text, kPrivate, false, false});
  result.file =
      target.text == result.text ? Generated::File::kUnchanged : Generated::File::kWritten;
  return write_files(filesystem, files);
}

Result<void> write_all(Session& session, ComposeTarget& target, const GenerateRequest& request,
                       Generated& result) {
  // Asked before the record learns of the new text, which the old one cannot equal.
  const bool was_ours =
      target.is_ours() && !is_of_other_profile(target, request.profile) && !request.force;
  auto written = write_once(session, target, request, was_ours, result);
  if (written || !target.key || !target.key->unwritten()) return written;
  // Another process may have made the key meanwhile. Then what was hashed with ours means nothing.
  MCPMX_TRY(key, compose::StateKey::load_or_make(session.filesystem(), session.environment()));
  if (key.unwritten()) return written;
  target.key = std::move(key);
  return write_once(session, target, request, was_ours, result);
}

Result<Project> render_profile(const mapping::Claims& claims, const mcpm::Library& library,
                               const mcpm::Profile& profile, const ComposeTarget& target) {
  mapping::ProjectBuilder builder(profile.name, target.surroundings);
  std::vector<const Server*> servers;
  servers.reserve(profile.servers.size());
  for (const std::size_t index : profile.servers) servers.push_back(&library.servers[index]);
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  auto readings = mapping::read_entries(servers, claims, settings_for, target.surroundings.home);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const Server& server = *servers[i];
    mapping::Reading& reading = readings[i];
    if (reading.intent) {
      builder.add(server, reading.claim, *reading.intent, reading.values,
                  std::move(reading.findings));
    } else {
      builder.add_without_service(server, reading.claim, reading.problem,
                                  std::move(reading.findings));
    }
  }
  return builder.finish();
}

}  // namespace

Result<Generated> generate(Session& session, const GenerateRequest& request) {
  MCPMX_TRY(library, session.load_library());
  MCPMX_TRY(profile, mcpm::find_profile(library, request.profile));
  MCPMX_TRY(target, load_target(session, request.file));
  const bool other_profile = is_of_other_profile(target, request.profile);
  if (!request.to_stdout && !request.force && target.text && (!target.is_ours() || other_profile)) {
    return not_ours(target, request.profile);
  }
  const mapping::Relevance relevance = relevance_of(library, *profile, target);
  MCPMX_TRY(claims, session.claims(&relevance));
  if (!request.to_stdout && !request.force) MCPMX_CHECK(check_mappers(*claims, target));
  Generated result;
  MCPMX_TRY(project, render_profile(*claims, library, *profile, target));
  result.project = std::move(project);
  compose::canonical_order(result.project.document);
  std::string comment =
      "MCP servers of the MCPM profile " + request.profile + ", written by mcpmx.";
  if (!result.project.env.empty()) comment += "\nValues of ${...} stand in .env beside this file.";
  MCPMX_TRY(text, compose::write_yaml(result.project.document, {comment}));
  result.text = std::move(text);
  result.path = request.file;
  result.found_by_compose = is_found_by_compose(target.path);
  warn_of_missing_binds(result.project, target.findings);
  if (!result.project.env.empty()) {
    result.env_path = (std::filesystem::path(request.file).parent_path() / ".env").string();
  }
  if (!request.to_stdout) {
    MCPMX_CHECK(write_all(session, target, request, result));
    if (!result.env_path.empty()) warn_of_readers(target, target.findings);
  }
  for (const Diagnostic& finding : library.findings) {
    if (!is_told_elsewhere(finding, library)) result.findings.push_back(finding);
  }
  result.findings.insert(result.findings.end(), target.findings.begin(), target.findings.end());
  for (const mcpm::InvalidEntry& entry : library.invalid) {
    const auto& tags = entry.profile_tags;
    if (std::find(tags.begin(), tags.end(), request.profile) == tags.end()) continue;
    Outcome outcome;
    outcome.server = entry.name;
    outcome.reason =
        "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")";
    outcome.hint = "mend the entry: MCPM drops it on its next save";
    result.project.outcomes.push_back(std::move(outcome));
  }
  return result;
}

}  // namespace mcpmx::app
