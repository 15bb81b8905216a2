#include "app/writing_lock.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/own_file.h"
#include "app/sync_hash.h"
#include "compose/index.h"
#include "compose/record.h"
#include "compose/state_key.h"
#include "support/journal_recovery.h"
#include "support/real_path.h"
#include "support/stale_temps.h"
#include "support/write_error.h"

namespace mcpmx::app {
namespace {

constexpr int kMostAttempts = 10;

// The files of a list that a person knows of.
std::string names_of(const Session& session, const std::vector<std::string>& paths) {
  std::string names;
  for (const std::string& path : paths) {
    if (is_own_file(session.environment(), path)) continue;
    names.append(names.empty() ? "" : ", ").append(path);
  }
  return names.empty() ? "notes of its own" : names;
}

Diagnostic finding_of(const Session& session, const Recovered& recovered) {
  Diagnostic finding{Severity::kInfo, "app.interrupted-write",
                     "an earlier run was interrupted while it wrote files", "", ""};
  if (!recovered.taken_back.empty()) {
    finding.message.append("; they are as they were before it: ");
    finding.message.append(names_of(session, recovered.taken_back));
  }
  if (!recovered.written.empty()) {
    finding.message.append("; what it had begun is finished now: ");
    finding.message.append(names_of(session, recovered.written));
  }
  if (!recovered.left_alone.empty()) {
    finding.severity = Severity::kWarning;
    finding.message.append("; changed since by somebody else, and left so: ");
    finding.message.append(names_of(session, recovered.left_alone));
    finding.hint = "look at these files, and run the command again that was interrupted";
  }
  return finding;
}

// Adds the folders that a journal names. False: all of them were there.
bool add_folders_of(const std::optional<Journal>& journal, std::set<std::string>& folders) {
  bool is_more = false;
  if (!journal) return false;
  for (const std::string& folder : journal->locked) {
    std::error_code error;
    // One that has gone is not made again for a lock.
    if (!std::filesystem::is_directory(folder, error)) continue;
    is_more = folders.insert(folder).second || is_more;
  }
  return is_more;
}

// The folders that any run writes to which is about a Compose file.
std::set<std::string> folders_of(Session& session, const ComposePlace& place) {
  std::set<std::string> folders = {folder_of(place.path), real_path(folder_of(place.env_path))};
  const std::string bindings = sync_hash_folder(session);
  if (!bindings.empty()) folders.insert(real_path(bindings));
  return folders;
}

// All runs take them in the same order, so that no two wait for one another: folders by name, then
// the index.
Result<std::vector<FileLock>> take_all(Session& session, LockSystem& system,
                                       const std::set<std::string>& folders) {
  std::vector<FileLock> held;
  held.reserve(folders.size() + 1);
  for (const std::string& folder : folders) {
    MCPMX_TRY(lock, FileLock::take(system, session.filesystem(), folder, 0777));
    held.push_back(std::move(lock));
  }
  MCPMX_TRY(lock, FileLock::take(system, session.filesystem(),
                                 compose::index_folder(session.environment()), 0700));
  held.push_back(std::move(lock));
  return held;
}

void remove_temps(Session& session, const WritingLock& lock) {
  Filesystem& filesystem = session.filesystem();
  for (const FileLock& one : lock.held) {
    if (!one.is_held()) continue;
    remove_stale_temps(filesystem, one.folder());
    // And where else files are written under that lock alone.
    const bool is_index = &one == &lock.held.back();
    remove_stale_temps(
        filesystem,
        is_index ? compose::state_folder(session.environment())
                 : folder_of(compose::Record::path_for(std::string(one.folder()).append("/x"))));
  }
}

std::string journal_path(const Session& session) {
  return compose::state_folder(session.environment()) + "/journal";
}

}  // namespace

bool is_write_open(const Session& session) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(journal_path(session), error));
}

Result<WritingLock> lock_folders(Session& session, LockSystem& system,
                                 std::set<std::string> folders) {
  const std::string path = journal_path(session);
  WritingLock lock;
  for (int attempt = 1;; ++attempt) {
    MCPMX_TRY(seen, read_journal(path));
    add_folders_of(seen, folders);
    MCPMX_TRY(held, take_all(session, system, folders));
    MCPMX_TRY(found, read_journal(path));
    // A run that began meanwhile, and was killed, may have been at work in other folders.
    if (add_folders_of(found, folders) && attempt < kMostAttempts) continue;
    lock.held = std::move(held);
    break;
  }
  if (lock.held.back().is_held()) {
    MCPMX_TRY(recovered, finish_journal(session.filesystem(), path));
    if (recovered && !recovered->is_nothing()) {
      lock.findings.push_back(finding_of(session, *recovered));
      lock.has_finished = !recovered->written.empty();
    }
    lock.journal = JournalPlace{path, {}};
    for (auto one = lock.held.begin(); one + 1 != lock.held.end(); ++one) {
      if (one->is_held()) lock.journal->locked.push_back(one->folder());
    }
  }
  remove_temps(session, lock);
  return lock;
}

Result<WritingLock> lock_for_writing(Session& session, LockSystem& system,
                                     const ComposePlace& place) {
  return lock_folders(session, system, folders_of(session, place));
}

Result<WritingLock> lock_for_sync(Session& session, LockSystem& system, const ComposePlace& place) {
  std::set<std::string> folders = folders_of(session, place);
  folders.insert(folder_of(
      real_path(session.config_dir() + "/servers.json", session.environment().working_directory)));
  return lock_folders(session, system, std::move(folders));
}

Error with_findings(Error error, const WritingLock& lock) {
  for (const Diagnostic& finding : lock.findings) {
    if (!error.hint.empty()) error.hint.append("; ");
    error.hint.append("besides, ").append(finding.message);
  }
  return error;
}

}  // namespace mcpmx::app
