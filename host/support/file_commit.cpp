#include <algorithm>
#include <cerrno>
#include <utility>

#include "support/file.h"
#include "support/file_transaction.h"
#include "support/sha256.h"
#include "support/write_error.h"

// The second half of file_transaction.h: the journal, the swaps, and the way back.
namespace mcpmx {
namespace {

std::string hash_of(std::string_view content, std::string_view known) {
  return known.empty() ? sha256_hex(content) : std::string(known);
}

}  // namespace

// All of it was started long ago (make_temp()), so that one waits for the disk once, not once a
// file. Where nothing old gives way, a file that a power cut loses is made again by the next run;
// one that it cut off would look as if a person had taken the rest away.
Result<void> FileTransaction::flush_files() {
  const bool replaces = replaces_old();
  if (journal_descriptor_ >= 0) {
    const int failure = journal_outlives_power() ? filesystem_.sync(journal_descriptor_) : 0;
    const int closed = filesystem_.close(std::exchange(journal_descriptor_, -1));
    if (failure < 0) return cannot_write(journal_->path, failure);
    if (closed < 0) return cannot_write(journal_->path, closed);
  }
  for (Staged& staged : files_) {
    if (staged.descriptor < 0) continue;
    int failure = 0;
    if (replaces) {
      failure = filesystem_.sync(staged.descriptor);
    } else if (can_be_cut(staged.content)) {
      failure = filesystem_.sync_bytes(staged.descriptor);
    }
    const int closed = close(staged);
    if (failure < 0) return cannot_write(staged.target, failure);
    if (closed < 0) return cannot_write(staged.target, closed);
  }
  return {};
}

Result<void> FileTransaction::flush_folders() {
  for (const Folder& folder : folders_) {
    const int failure = folder.flushed ? filesystem_.sync(folder.descriptor) : 0;
    // Some network file systems cannot flush a folder; they are no worse than without us asking.
    if (failure < 0 && failure != -EINVAL) return cannot_write(folder.path, failure);
  }
  return {};
}

// `path`: where the old content is now.
Result<void> FileTransaction::check_expected(const Staged& staged, const std::string& path) {
  if (!staged.expected) return {};
  FileStatus status;
  const int failure = filesystem_.status(path, status);
  if (failure == -ENOENT) return changed_meanwhile(staged.target);
  if (failure < 0) return cannot_write(staged.target, failure);
  if (status.size != staged.expected->size()) return changed_meanwhile(staged.target);
  auto text = read_file(path);
  // The temp file, whose name nobody knows, is the target as it was.
  if (!text) text.error().where = staged.target;
  if (!text) return std::move(text).error();
  if (*text != *staged.expected) return changed_meanwhile(staged.target);
  return {};
}

// Where a plain rename is all there is, nothing can be taken back: so it is asked as late as can
// be.
Result<void> FileTransaction::check_before_replacing(const Staged& staged) {
  if (staged.existed) return check_expected(staged, staged.target);
  FileStatus status;
  const int found = filesystem_.status(staged.target, status);
  if (found == -ENOENT) return {};
  return cannot_write(staged.target, found < 0 ? found : -EEXIST);
}

// Why an exchange, where a plain rename would do: until every file and folder is through, the old
// content must still be there to be put back.
Result<void> FileTransaction::swap(Staged& staged) {
  using Rename = Filesystem::Rename;
  if (staged.removes) return take_away(staged);
  int failure = filesystem_.rename(staged.temp, staged.target,
                                   staged.existed ? Rename::kExchange : Rename::kNew);
  if (failure == -EINVAL || failure == -ENOSYS || failure == -EOPNOTSUPP) {
    MCPMX_CHECK(check_before_replacing(staged));
    failure = filesystem_.rename(staged.temp, staged.target, Rename::kReplace);
    if (failure == 0) staged.reversible = !staged.existed;
    if (failure == 0) staged.temp.clear();
  } else if (failure == 0 && !staged.existed) {
    staged.temp.clear();
  }
  if (failure == -ENOENT && staged.expected) return changed_meanwhile(staged.target);
  if (failure < 0) return cannot_write(staged.target, failure);
  staged.swapped = true;
  return {};
}

// Nobody has the temp file's name, so that a plain rename replaces nothing.
Result<void> FileTransaction::take_away(Staged& staged) {
  const int failure = filesystem_.rename(staged.target, staged.temp, Filesystem::Rename::kReplace);
  if (failure == -ENOENT) return changed_meanwhile(staged.target);
  if (failure < 0) return cannot_write(staged.target, failure);
  staged.swapped = true;
  return {};
}

// A killed process leaves its journal to the next one, flushed or not; the disk matters after a
// power cut alone. And there it matters where several files have to agree that somebody had: what
// is made new is made again by the next run. Flushing one file more costs a round of the disk's own
// journal, a quarter of what a small run takes.
bool FileTransaction::journal_outlives_power() const {
  const auto durable = [](const Staged& staged) { return staged.durable; };
  return std::count_if(files_.begin(), files_.end(), durable) > 1 && replaces_old();
}

bool FileTransaction::replaces_old() const {
  return std::any_of(files_.begin(), files_.end(),
                     [](const Staged& staged) { return staged.durable && staged.existed; });
}

bool FileTransaction::needs_journal() const { return journal_ != nullptr && files_.size() > 1; }

Result<JournalEntry> FileTransaction::journal_entry(const Staged& staged) const {
  JournalEntry entry;
  entry.target = staged.target;
  entry.temp = staged.temp;
  if (!staged.removes) entry.new_hash = hash_of(staged.content, staged.content_hash);
  if (staged.existed && staged.expected) {
    entry.old_hash = hash_of(*staged.expected, staged.expected_hash);
  } else if (staged.existed) {
    MCPMX_TRY(old, read_file(staged.target));
    entry.old_hash = sha256_hex(old);
  }
  return entry;
}

// Where it is flushed, then with the temp files: all of it must be on the disk before the first
// swap, nothing else before the journal.
Result<void> FileTransaction::write_journal() {
  if (!needs_journal()) return {};
  Journal journal;
  journal.locked = journal_->locked;
  journal.entries.reserve(files_.size());
  for (const Staged& staged : files_) {
    MCPMX_TRY(entry, journal_entry(staged));
    journal.entries.push_back(std::move(entry));
  }
  journal_descriptor_ = filesystem_.create(journal_->path, 0600);
  if (journal_descriptor_ < 0) return cannot_write(journal_->path, journal_descriptor_);
  journal_is_there_ = true;
  const int failure = fill(journal_descriptor_, journal_text(journal), nullptr);
  if (failure < 0) return cannot_write(journal_->path, failure);
  if (journal_outlives_power()) filesystem_.start_sync(journal_descriptor_);
  return {};
}

Result<void> FileTransaction::commit() {
  MCPMX_CHECK(write_journal());
  MCPMX_CHECK(flush_files());
  for (Staged& staged : files_) MCPMX_CHECK(swap(staged));
  MCPMX_CHECK(flush_folders());
  // Only now: a program that had the old file open may have written to it until now.
  for (const Staged& staged : files_) {
    if (!staged.temp.empty()) MCPMX_CHECK(check_expected(staged, staged.temp));
  }
  MCPMX_CHECK(remove_temps());
  // One that stays tells the next run of a write that is through, which costs nothing.
  if (journal_is_there_) filesystem_.remove(journal_->path);
  done_ = true;
  return {};
}

Result<void> FileTransaction::remove_temps() {
  bool removed_one = false;
  for (Staged& staged : files_) {
    if (staged.temp.empty()) continue;
    int failure = filesystem_.remove(staged.temp);
    if (failure < 0 && !removed_one) return cannot_write(staged.target, failure);
    // From the first removal on there is no way back, so the new contents stand.
    done_ = true;
    if (failure < 0) failure = filesystem_.remove(staged.temp);
    if (failure < 0) {
      return failed(staged.target + " is written, but its old content stays in " + staged.temp,
                    staged.temp, "rm '" + staged.temp + "'");
    }
    removed_one = true;
  }
  return {};
}

int FileTransaction::put_back(Staged& staged) {
  using Rename = Filesystem::Rename;
  if (!staged.existed) return filesystem_.remove(staged.target);
  if (!staged.removes) return filesystem_.rename(staged.temp, staged.target, Rename::kExchange);
  int failure = filesystem_.rename(staged.temp, staged.target, Rename::kNew);
  if (failure != -EINVAL && failure != -ENOSYS && failure != -EOPNOTSUPP) return failure;
  FileStatus status;
  const int found = filesystem_.status(staged.target, status);
  if (found != -ENOENT) return found == 0 ? -EEXIST : found;
  return filesystem_.rename(staged.temp, staged.target, Rename::kReplace);
}

// First all the swaps, then the temp files: who finds the journal in between sees that nothing is
// swapped, or finishes what still is. A temp file whose old content could not be put back stays,
// as nothing else holds that, and so does the journal, which names it.
void FileTransaction::undo() {
  bool all_back = true;
  for (auto staged = files_.rbegin(); staged != files_.rend(); ++staged) {
    if (!staged->swapped) {
      // It has no temp file.
      if (staged->removes) staged->temp.clear();
      continue;
    }
    if (!staged->reversible) continue;
    const int failure = put_back(*staged);
    if (failure < 0 && staged->existed) {
      all_back = false;
      staged->temp.clear();
    } else if (staged->removes) {
      staged->temp.clear();
    }
  }
  for (const Staged& staged : files_) {
    if (!staged.temp.empty()) filesystem_.remove(staged.temp);
  }
  if (journal_is_there_ && all_back) filesystem_.remove(journal_->path);
  (void)flush_folders();
}

}  // namespace mcpmx
