#include "app/undo.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "app/bindings.h"
#include "app/own_file.h"
#include "app/undo_entry.h"
#include "app/write_with_undo.h"
#include "app/writing_lock.h"
#include "support/file.h"
#include "support/sha256.h"
#include "support/write_error.h"
#include "sync/base.h"

namespace mcpmx::app {
namespace {

constexpr std::string_view kUndoOf = "undo of ";

// One file as it is now and as it was before the command.
struct Planned {
  const UndoFile* note = nullptr;
  std::optional<std::string> now;
  std::optional<std::string> before;
};

// Of one entry, which it borrows.
struct Plan {
  std::vector<Planned> files;
  std::vector<std::string> changed;  // not as the command left them
};

Result<UndoEntry> last_command(const Session& session) {
  MCPMX_TRY(entry, read_undo(session.environment()));
  if (entry) return std::move(*entry);
  return failed("there is nothing to undo: no command has changed a file yet",
                undo_path(session.environment()), "mcpmx --help lists the commands");
}

Result<Plan> plan_of(const Session& session, const UndoEntry& entry) {
  Plan plan;
  plan.files.reserve(entry.files.size());
  for (const UndoFile& note : entry.files) {
    Planned file;
    file.note = &note;
    MCPMX_TRY(text, read_file_if_present(note.path));
    file.now = std::move(text);
    const std::string hash = file.now ? sha256_hex(*file.now) : std::string();
    std::optional<std::string> before;
    if (hash == note.new_hash) before = old_content_of(note, file.now.value_or(std::string()));
    if (!before) {
      // What was set for profiles since then stays: of the command's it has but a hash.
      if (note.path == bindings_path(session.environment())) continue;
      if (sync::is_base_path(note.path)) {
        // A sync that found nothing to do writes it too. Without one the next sync is a first one.
        plan.files.push_back(std::move(file));
        continue;
      }
      plan.changed.push_back(note.path);
    }
    if (!note.old_hash.empty()) file.before = std::move(before);
    plan.files.push_back(std::move(file));
  }
  return plan;
}

Error changed_since(const UndoEntry& entry, const std::vector<std::string>& paths) {
  std::string names;
  for (const std::string& path : paths) names.append(names.empty() ? "" : ", ").append(path);
  std::string message = "cannot undo " + entry.command;
  message.append(": since then somebody else has changed ").append(names);
  return {
      ErrorCode::kNeedsPerson, std::move(message), paths.front(),
      "nothing was written; edit by hand what is to go, or run the command that makes the files"};
}

// What an undo did is what the command did, once it is taken back in turn.
std::string inverse_of(const std::string& command) {
  if (command.starts_with(kUndoOf)) return command.substr(kUndoOf.size());
  return std::string(kUndoOf).append(command);
}

Undone report_on(const Session& session, const UndoEntry& entry) {
  Undone undone;
  undone.command = entry.command;
  undone.files.reserve(entry.files.size());
  for (const UndoFile& note : entry.files) {
    UndoneFile file;
    file.path = note.path;
    file.is_own = is_own_file(session.environment(), note.path);
    if (note.old_hash.empty()) file.change = UndoneFile::Change::kRemoved;
    if (note.new_hash.empty()) file.change = UndoneFile::Change::kMade;
    undone.files.push_back(std::move(file));
  }
  return undone;
}

// An undo that was killed, and has been finished before this one came to anything: to take that
// back is not what somebody wants who calls undo again.
Undone report_on_finished(const Session& session, UndoEntry entry) {
  entry.command = inverse_of(entry.command);
  for (UndoFile& note : entry.files) std::swap(note.old_hash, note.new_hash);
  return report_on(session, entry);
}

Result<compose::StateKey> key_of(const Session& session) {
  MCPMX_TRY(key, compose::StateKey::load(session.environment()));
  if (key) return std::move(*key);
  return failed("the key that the last command was noted under is gone",
                undo_path(session.environment()), "run the command that makes the files");
}

Result<void> write_back(Session& session, const WritingLock& lock, const UndoEntry& entry,
                        const Plan& plan) {
  MCPMX_TRY(key, key_of(session));
  std::vector<PendingFile> files;
  files.reserve(plan.files.size() + 1);
  for (const Planned& planned : plan.files) {
    PendingFile file;
    file.path = planned.note->path;
    file.expected = planned.now;
    file.durable = !is_own_file(session.environment(), file.path);
    file.remove = !planned.before;
    if (planned.before) file.content = *planned.before;
    if (planned.before && !planned.now) {
      file.only_new = true;
      file.mode = planned.note->mode;
      MCPMX_CHECK(make_folders(session.filesystem(), folder_of(file.path), 0777));
    }
    files.push_back(std::move(file));
  }
  MCPMX_CHECK(write_with_undo(session, lock, key, inverse_of(entry.command), files, true));
  for (const Planned& planned : plan.files) {
    const std::string folder = folder_of(planned.note->path);
    std::error_code in_use;
    // Ours beside the Compose file, which is never there without a file.
    if (!planned.before && folder.ends_with("/.mcpmx")) std::filesystem::remove(folder, in_use);
  }
  return {};
}

Result<Undone> take_back(Session& session, const WritingLock& lock, const UndoEntry& entry,
                         bool dry_run) {
  MCPMX_TRY(plan, plan_of(session, entry));
  if (!plan.changed.empty()) return changed_since(entry, plan.changed);
  if (!dry_run) MCPMX_CHECK(write_back(session, lock, entry, plan));
  return report_on(session, entry);
}

// Under the locks of the folders that the entry names, which only the entry itself can tell.
Result<WritingLock> lock_for(Session& session, LockSystem& locks, UndoEntry& entry) {
  constexpr int kAttempts = 10;  // so many commands may get in between
  std::set<std::string> folders;
  for (int attempt = 1;; ++attempt) {
    for (const std::string& folder : entry.folders) {
      std::error_code error;
      if (std::filesystem::is_directory(folder, error)) folders.insert(folder);
    }
    MCPMX_TRY(lock, lock_folders(session, locks, folders));
    MCPMX_TRY(now, last_command(session));
    entry = std::move(now);
    const bool holds_all =
        std::all_of(entry.folders.begin(), entry.folders.end(), [&](const std::string& folder) {
          std::error_code error;
          return folders.contains(folder) || !std::filesystem::is_directory(folder, error);
        });
    if (holds_all || attempt == kAttempts) return lock;
  }
}

}  // namespace

Result<Undone> undo(Session& session, LockSystem& locks, bool dry_run) {
  MCPMX_TRY(entry, last_command(session));
  WritingLock lock;
  if (!dry_run) {
    MCPMX_TRY(taken, lock_for(session, locks, entry));
    lock = std::move(taken);
  }
  if (lock.has_finished && entry.is_of_undo) {
    Undone undone = report_on_finished(session, std::move(entry));
    undone.findings = lock.findings;
    return undone;
  }
  auto undone = take_back(session, lock, entry, dry_run);
  if (!undone) return with_findings(undone.error(), lock);
  undone->findings = lock.findings;
  return undone;
}

}  // namespace mcpmx::app
