#include "app/write_project.h"

#include <boost/json/value.hpp>
#include <filesystem>
#include <vector>

#include "app/backup.h"
#include "app/write_with_undo.h"
#include "compose/index.h"
#include "support/atomic_file.h"

namespace mcpmx::app {
namespace {

constexpr unsigned kPrivate = 0600;

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
    MCPMX_TRY(key, compose::StateKey::load_or_prepare(session.filesystem(), session.environment()));
    target.key = std::move(key);
  }
  target.record.set_profile(profile);
  target.record.set_file(text);
  for (const EnvLine& line : project.env) {
    // A value that a person put there stays a person's, so that it is never overwritten.
    if (!line.keep) target.record.set_variable(line.name, line.value, *target.key);
    // Whose it is stays true of a value that was filled in by hand, and keeps it from others.
    if (target.record.has_variable(line.name))
      target.record.set_owners(line.name, {line.servers.begin(), line.servers.end()});
  }
  return {};
}

Result<Written> write_once(Session& session, const WritingLock& lock, ComposeTarget& target,
                           const std::string& profile, const std::string& text,
                           const Project& project, bool keep_copy) {
  MCPMX_TRY(env_text, edited_env(target, project));
  MCPMX_CHECK(remember(target, session, profile, text, project));
  const std::string record_path = compose::Record::path_for(target.path);
  const std::string ignore_path = compose::Record::gitignore_path_for(target.path);
  const std::string record_text = target.record.to_text();
  const std::string index_path = compose::index_entry_path(session.environment(), target.path);
  const std::string index_text =
      compose::index_entry_text({target.path, std::string(project.document.at("name").as_string()),
                                 project.ports, project.subnets, project.container_names});
  Filesystem& filesystem = session.filesystem();
  MCPMX_CHECK(
      make_folders(filesystem, std::filesystem::path(record_path).parent_path().string(), 0777));
  MCPMX_CHECK(make_folders(filesystem, compose::index_folder(session.environment()), 0700));

  Written written;
  std::vector<PendingFile> files;
  if (keep_copy && target.text && target.text != text) {
    written.backup = free_backup_name(filesystem, target.path);
    files.push_back(backup_file(written.backup, *target.text));
  }
  files.push_back(
      {.path = target.path, .content = text, .only_new = !target.text, .expected = target.text});
  if (!project.env.empty()) {
    files.push_back({.path = target.env_path,
                     .content = env_text,
                     .mode = kPrivate,
                     .only_new = !target.env_text,
                     .expected = target.env_text});
  }
  files.push_back({record_path, record_text, kPrivate, false, false});
  files.push_back({ignore_path, compose::Record::kGitignore, 0666, false, false});
  files.push_back({index_path, index_text, kPrivate, false, false});
  written.changed = target.text != text;
  written.env_changed = !project.env.empty() && env_text != target.env.text();
  MCPMX_CHECK(write_with_undo(session, lock, *target.key, "docker generate " + profile, files));
  return written;
}

}  // namespace

Result<Written> write_project(Session& session, const WritingLock& lock, ComposeTarget& target,
                              const std::string& profile, const std::string& text,
                              const Project& project, bool keep_copy) {
  auto written = write_once(session, lock, target, profile, text, project, keep_copy);
  if (written || !target.key || !target.key->unwritten()) return written;
  // Another process may have made the key meanwhile. Then what was hashed with ours means nothing.
  MCPMX_TRY(key, compose::StateKey::load_or_prepare(session.filesystem(), session.environment()));
  if (key.unwritten()) return written;
  target.key = std::move(key);
  return write_once(session, lock, target, profile, text, project, keep_copy);
}

}  // namespace mcpmx::app
