// All of some files or none, in two steps: stage() writes each beside its target, commit() flushes
// them and swaps them in. What was not committed is taken back when the transaction ends, temp
// files included. Where a journal is kept, it is written before the first swap and goes after the
// last temp file. One use, one thread; write_files() is how the rest of the program calls it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/atomic_file.h"

namespace mcpmx {

class FileTransaction {
 public:
  // `journal`: borrowed; nullptr: none is kept.
  FileTransaction(Filesystem& filesystem, const JournalPlace* journal)
      : filesystem_(filesystem), journal_(journal) {}
  FileTransaction(const FileTransaction&) = delete;
  FileTransaction& operator=(const FileTransaction&) = delete;
  ~FileTransaction();

  Result<void> stage(const PendingFile& file);
  Result<void> commit();

 private:
  // One file on its way: the temp file beside the target, then the swap. A file that is to go has
  // no temp file until its swap, which gives it that name.
  struct Staged {
    std::string target;   // links followed
    std::string temp;     // exists while not empty (`removes`: once swapped)
    int descriptor = -1;  // of `temp`, until it is flushed
    bool existed = false;
    bool removes = false;
    bool durable = true;
    bool swapped = false;  // the target is new, and `temp` (if it existed) holds the old content
    bool reversible = true;
    std::string_view content;
    std::optional<std::string_view> expected;  // of the old content
    std::string_view content_hash;             // empty: not known
    std::string_view expected_hash;
  };

  struct Folder {
    std::string path;
    int descriptor;
    bool flushed;  // in the end
  };

  Result<std::string> follow_links(const std::string& path);
  Result<void> check_target(const std::string& path, const FileStatus& status);
  Result<void> name_temp(Staged& staged);
  Result<void> make_temp(Staged& staged, const PendingFile& file, const FileStatus& status);
  int fill(int descriptor, std::string_view content, const FileStatus* old);
  bool needs_journal() const;
  bool journal_outlives_power() const;
  Result<JournalEntry> journal_entry(const Staged& staged) const;
  Result<void> write_journal();
  int close(Staged& staged);
  Result<void> flush_files();
  bool replaces_old() const;
  // By a power cut: a disk writes a sector as a whole, or none of it.
  static bool can_be_cut(std::string_view content) { return content.size() > 512; }
  Result<void> flush_folders();
  Result<void> open_folder(const std::string& target, bool replaces);
  Result<void> check_expected(const Staged& staged, const std::string& path);
  Result<void> check_before_replacing(const Staged& staged);
  Result<void> swap(Staged& staged);
  Result<void> take_away(Staged& staged);
  Result<void> remove_temps();
  int put_back(Staged& staged);
  void undo();

  Filesystem& filesystem_;
  const JournalPlace* journal_;
  std::vector<Staged> files_;
  std::vector<Folder> folders_;
  int journal_descriptor_ = -1;  // until it is flushed
  bool journal_is_there_ = false;
  bool done_ = false;
};

}  // namespace mcpmx
