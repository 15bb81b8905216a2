// All of some files or none, in two steps: stage() writes each beside its target, commit() flushes
// them and swaps them in. What was not committed is taken back when the transaction ends, temp
// files included. One use, one thread; write_files() is how the rest of the program calls it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/atomic_file.h"

namespace mcpmx {

class FileTransaction {
 public:
  explicit FileTransaction(Filesystem& filesystem) : filesystem_(filesystem) {}
  FileTransaction(const FileTransaction&) = delete;
  FileTransaction& operator=(const FileTransaction&) = delete;
  ~FileTransaction();

  Result<void> stage(const PendingFile& file);
  Result<void> commit();

 private:
  // One file on its way: the temp file beside the target, then the swap.
  struct Staged {
    std::string target;   // links followed
    std::string temp;     // exists while not empty
    int descriptor = -1;  // of `temp`, until it is flushed
    bool existed = false;
    bool swapped = false;  // the target is new, and `temp` (if it existed) holds the old content
    bool reversible = true;
    std::optional<std::string_view> expected;  // of the old content
  };

  struct Folder {
    std::string path;
    int descriptor;
    bool durable = true;
  };

  Result<std::string> follow_links(const std::string& path);
  Result<void> check_target(const std::string& path, const FileStatus& status);
  Result<void> make_temp(Staged& staged, const PendingFile& file, const FileStatus& status);
  int fill(int descriptor, const PendingFile& file, const FileStatus* old);
  int close(Staged& staged);
  Result<void> flush_files();
  Result<void> flush_folders();
  Result<void> open_folder(const std::string& target, bool durable);
  Result<void> check_expected(const Staged& staged, const std::string& path);
  Result<void> check_before_replacing(const Staged& staged);
  Result<void> swap(Staged& staged);
  void undo();

  Filesystem& filesystem_;
  std::vector<Staged> files_;
  std::vector<Folder> folders_;
  bool done_ = false;
};

}  // namespace mcpmx
