#include "support/journal_recovery.h"

#include <algorithm>
#include <cerrno>

#include "support/file.h"
#include "support/sha256.h"
#include "support/signal_hold.h"
#include "support/write_error.h"

namespace mcpmx {
namespace {

using Rename = Filesystem::Rename;

bool knows_one_rename_alone(int failure) {
  return failure == -EINVAL || failure == -ENOSYS || failure == -EOPNOTSUPP;
}

// One line of the journal, and what is there now. Hashes are empty where there is no file.
struct Found {
  const JournalEntry& entry;
  std::string target;
  std::string temp;

  bool is_old() const { return target == entry.old_hash; }
  bool is_new() const { return target == entry.new_hash; }
  bool has_new_content() const { return !entry.new_hash.empty() && temp == entry.new_hash; }
  // After the swap the temp file's name holds what was there before, or nothing.
  bool is_swapped() const { return is_new() && !has_new_content(); }
  // What came out of the swap is not what the writer had read there.
  bool is_of_somebody_else() const {
    return is_swapped() && !temp.empty() && temp != entry.old_hash;
  }
};

class Recovery {
 public:
  Recovery(Filesystem& filesystem, const std::string& journal)
      : filesystem_(filesystem), journal_(journal) {}

  Result<void> finish(const std::vector<JournalEntry>& entries) {
    std::vector<Found> files;
    files.reserve(entries.size());
    for (const JournalEntry& entry : entries) {
      MCPMX_TRY(target, hash_of_file(entry.target));
      MCPMX_TRY(temp, hash_of_file(entry.temp));
      files.push_back({entry, std::move(target), std::move(temp)});
    }
    const bool has_begun = std::any_of(files.begin(), files.end(),
                                       [](const Found& file) { return file.is_swapped(); });
    for (const Found& file : files) {
      if (!has_begun) {
        MCPMX_CHECK(take_back(file));
      } else if (file.is_of_somebody_else()) {
        MCPMX_CHECK(put_theirs_back(file));
      } else if (file.is_swapped()) {
        result.written.push_back(file.entry.target);
      } else {
        MCPMX_CHECK(go_on(file));
      }
    }
    // Only now: as long as the temp files are there, the next run sees how far this one came.
    for (const Found& file : files) MCPMX_CHECK(remove(file.entry.temp));
    return {};
  }

  Recovered result;

 private:
  Error advise(Error error) const {
    if (!error.hint.empty()) error.hint.append("; ");
    error.hint.append("or give up what the interrupted run wrote: rm '");
    error.hint.append(journal_).append("'");
    return error;
  }

  Result<std::string> hash_of_file(const std::string& path) const {
    FileStatus status;
    const int found = filesystem_.status(path, status);
    if (found == -ENOENT || found == -ENOTDIR) return std::string();
    auto text = read_file(path);
    if (!text) return advise(std::move(text).error());
    return sha256_hex(*text);
  }

  Result<void> remove(const std::string& path) const {
    const int failure = filesystem_.remove(path);
    if (failure == 0 || failure == -ENOENT || failure == -ENOTDIR) return {};
    return advise(cannot_write(path, failure));
  }

  Result<void> take_back(const Found& file) {
    (file.is_old() ? result.taken_back : result.left_alone).push_back(file.entry.target);
    return {};
  }

  // Another program wrote just before the swap, and its writer was ended before it saw that.
  Result<void> put_theirs_back(const Found& file) {
    const JournalEntry& entry = file.entry;
    int failure = 0;
    if (entry.new_hash.empty()) {
      failure = filesystem_.rename(entry.temp, entry.target, Rename::kNew);
    } else {
      failure = filesystem_.rename(entry.temp, entry.target, Rename::kExchange);
    }
    if (knows_one_rename_alone(failure)) {
      failure = filesystem_.rename(entry.temp, entry.target, Rename::kReplace);
    }
    if (failure < 0) return advise(cannot_write(entry.target, failure));
    result.left_alone.push_back(entry.target);
    return {};
  }

  // Not swapped yet, or somebody has changed it since.
  Result<void> go_on(const Found& file) {
    const JournalEntry& entry = file.entry;
    const bool removes = entry.new_hash.empty();
    if (!file.is_old() || (!removes && !file.has_new_content())) {
      result.left_alone.push_back(entry.target);
      return {};
    }
    int failure = 0;
    if (removes) {
      failure = filesystem_.rename(entry.target, entry.temp, Rename::kReplace);
    } else {
      failure = filesystem_.rename(entry.temp, entry.target,
                                   entry.old_hash.empty() ? Rename::kNew : Rename::kExchange);
      if (knows_one_rename_alone(failure)) {
        failure = filesystem_.rename(entry.temp, entry.target, Rename::kReplace);
      }
    }
    if (failure == -ENOENT || failure == -EEXIST) {
      result.left_alone.push_back(entry.target);
      return {};
    }
    if (failure < 0) return advise(cannot_write(entry.target, failure));
    // It was as it was before a moment ago; what came out now tells whether it still was.
    MCPMX_TRY(out, hash_of_file(entry.temp));
    const Found now{entry, entry.new_hash, std::move(out)};
    if (now.is_of_somebody_else()) return put_theirs_back(now);
    result.written.push_back(entry.target);
    return {};
  }

  Filesystem& filesystem_;
  const std::string& journal_;
};

}  // namespace

Result<std::optional<Recovered>> finish_journal(Filesystem& filesystem, const std::string& path) {
  MCPMX_TRY(journal, read_journal(path));
  if (!journal) return std::optional<Recovered>();
  const SignalHold hold;
  Recovery recovery(filesystem, path);
  if (journal->is_complete) {
    MCPMX_CHECK(recovery.finish(journal->entries));
  } else {
    // Its writer never came to a swap: the temp files are all there is of it.
    for (const JournalEntry& entry : journal->entries) (void)filesystem.remove(entry.temp);
  }
  if (const int failure = filesystem.remove(path); failure < 0 && failure != -ENOENT) {
    return cannot_write(path, failure);
  }
  return std::optional<Recovered>(std::move(recovery.result));
}

}  // namespace mcpmx
