#include "app/sync_write.h"

#include <filesystem>
#include <vector>

#include "app/backup.h"
#include "app/bindings.h"
#include "app/sync_hash.h"
#include "app/write_with_undo.h"
#include "compose/index.h"
#include "support/atomic_file.h"
#include "sync/base.h"

namespace mcpmx::app {
namespace {

constexpr unsigned kPrivate = 0600;

PendingFile pending(const FileChange& change, unsigned mode) {
  PendingFile file;
  file.path = change.path;
  file.content = change.after;
  file.mode = mode;
  file.only_new = !change.before;
  if (change.before) file.expected = *change.before;
  return file;
}

PendingFile note(const std::string& path, std::string_view text, unsigned mode) {
  PendingFile file;
  file.path = path;
  file.content = text;
  file.mode = mode;
  file.durable = false;
  return file;
}

// Of the Compose file, in the end.
std::string text_of(const ComposeTarget& target, const Synced& result) {
  const std::string_view before = target.text ? std::string_view(*target.text) : "";
  return std::string(result.text_after(target.path, before));
}

void remember(ComposeTarget& target, const std::string& profile, const std::string& text,
              const Synced& result) {
  target.record.set_profile(profile);
  target.record.set_file(text);
  for (const EnvLine& line : result.project.env) {
    if (!line.keep) target.record.set_variable(line.name, line.value, *target.key);
    target.record.set_owners(line.name, {line.servers.begin(), line.servers.end()});
  }
}

}  // namespace

Result<void> write_sync(Session& session, const WritingLock& lock, ComposeTarget& target,
                        const std::string& profile, const SyncWrite& how, Synced& result) {
  const bool was_ours = !target.record.is_empty();
  const std::string compose_text = text_of(target, result);
  remember(target, profile, compose_text, result);
  Filesystem& filesystem = session.filesystem();
  const std::string record_path = compose::Record::path_for(target.path);
  const std::string record_text = target.record.to_text();
  const std::string index_path = compose::index_entry_path(session.environment(), target.path);
  compose::KnownFile known = result.known;
  known.library = target.library;
  const std::string index_text = compose::index_entry_text(known);
  MCPMX_CHECK(
      make_folders(filesystem, std::filesystem::path(record_path).parent_path().string(), 0777));
  MCPMX_CHECK(make_folders(filesystem, compose::index_folder(session.environment()), 0700));
  const mcpm::TextFile metadata{result.metadata.path, result.metadata.before};
  MCPMX_TRY(bindings, with_sync_hash(session, target, profile, compose_text, metadata));
  if (bindings) MCPMX_CHECK(make_folders(filesystem, bindings_folder(session.environment()), 0700));

  std::vector<PendingFile> files;
  std::vector<const FileChange*> changes = {&result.servers, &result.metadata, &result.env};
  for (const FileChange& file : result.compose) changes.push_back(&file);
  for (const FileChange* change : changes) {
    if (!change->before || !change->is_changed()) continue;
    std::optional<std::string> copy;
    if (how.keep_copy && change->path == target.path) {
      copy = free_backup_name(filesystem, change->path);
    } else if (!was_ours || change == &result.servers || change == &result.metadata ||
               change->path == target.override_path) {
      copy = first_backup_name(filesystem, change->path);
    }
    if (!copy) continue;
    files.push_back(backup_file(*copy, *change->before));
    if (change->path == target.path) result.backup = *copy;
  }
  for (const FileChange* change : changes) {
    if (!change->is_changed()) continue;
    files.push_back(pending(*change, change == &result.env ? kPrivate : 0666));
    result.wrote = true;
  }
  if (bindings) {
    files.push_back(pending(*bindings, kPrivate));
    files.back().durable = bindings->before.has_value();
  }
  files.push_back(note(record_path, record_text, kPrivate));
  files.push_back(
      note(compose::Record::gitignore_path_for(target.path), compose::Record::kGitignore, 0666));
  files.push_back(note(index_path, index_text, kPrivate));
  files.push_back(note(sync::base_path_for(target.path), how.base, kPrivate));
  if (result.wrote) return write_with_undo(session, lock, *target.key, how.command, files);
  // Notes of ours alone: nothing that anybody would take back.
  if (const auto key = target.key->unwritten()) files.insert(files.begin(), *key);
  return write_files(filesystem, files, lock.journal_place());
}

}  // namespace mcpmx::app
