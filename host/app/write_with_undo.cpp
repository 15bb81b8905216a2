#include "app/write_with_undo.h"

#include <optional>
#include <string_view>
#include <utility>

#include "app/backup.h"
#include "app/undo_entry.h"
#include "support/file.h"
#include "support/sealed.h"
#include "support/write_error.h"

namespace mcpmx::app {
namespace {

// Nullopt: the file stays as it is.
Result<std::optional<UndoFile>> note_on(Session& session, const PendingFile& file) {
  std::optional<std::string> read;
  std::optional<std::string_view> before = file.expected;
  if (!before) {
    MCPMX_TRY(text, read_file_if_present(file.path));
    read = std::move(text);
    if (read) before = *read;
  }
  std::optional<std::string_view> now;
  if (!file.remove) now = file.content;
  if (before == now) return std::optional<UndoFile>();
  UndoFile note = undo_file(file.path, before, now);
  FileStatus status;
  if (file.remove && session.filesystem().status(file.path, status) == 0) note.mode = status.mode;
  return std::optional<UndoFile>(std::move(note));
}

}  // namespace

Result<void> write_with_undo(Session& session, const WritingLock& lock,
                             const compose::StateKey& key, std::string command,
                             std::vector<PendingFile>& files, bool is_undo) {
  UndoEntry entry;
  entry.is_of_undo = is_undo;
  entry.command = std::move(command);
  if (lock.journal) entry.folders = lock.journal->locked;
  entry.files.reserve(files.size());  // whose hashes are borrowed from then on
  for (PendingFile& file : files) {
    if (is_backup_name(file.path)) continue;
    MCPMX_TRY(note, note_on(session, file));
    if (!note) continue;
    entry.files.push_back(std::move(*note));
    file.content_hash = entry.files.back().new_hash;
    if (file.expected) file.expected_hash = entry.files.back().old_hash;
  }
  std::string path;
  std::string sealed;
  if (!entry.files.empty()) {
    path = undo_path(session.environment());
    std::string nonce(kSealNonceBytes, '\0');
    const int failure = session.filesystem().random(nonce.data(), nonce.size());
    if (failure < 0) return cannot_write(path, failure, "no random numbers");
    sealed = sealed_undo(entry, key, nonce);
    files.push_back({.path = path, .content = sealed, .mode = 0600, .durable = false});
  }
  if (auto unwritten = key.unwritten()) files.insert(files.begin(), std::move(*unwritten));
  return write_files(session.filesystem(), files, lock.journal_place());
}

}  // namespace mcpmx::app
