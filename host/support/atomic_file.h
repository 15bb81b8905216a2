// Writes files so that each is old or new at every moment, whatever fails: the new bytes go to a
// sibling temp file and take the target's place in one rename. Where old files are replaced, all is
// flushed to the disk. Where all are new, a power cut in the next seconds may leave a file that is
// missing or empty, never one that is cut off: readers take an empty one for none. Links are
// followed to the file they mean; an existing file keeps its mode and owner (not its hard links and
// extended attributes). Nothing is written where the content is there already. Calls may run on any
// thread and in many processes at once: the last one wins, unless a file says what it is to
// replace.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "support/filesystem.h"
#include "support/journal.h"
#include "support/result.h"

namespace mcpmx {

struct PendingFile {
  std::string path;
  std::string_view content;  // borrowed until write_files() returns
  unsigned mode = 0666;   // of a file that is made new, from its first byte; the umask is applied
  bool only_new = false;  // an existing file is an error and stays as it is
  bool durable = true;    // as above; not needed for what can be made again
  // What the caller read there, also borrowed: only that is replaced. What another program wrote
  // meanwhile stays, and is an error.
  std::optional<std::string_view> expected = std::nullopt;
  // SHA-256 of `content` and of `expected` in hexadecimal, where the caller has them at hand;
  // empty: they are made where they are needed.
  std::string_view content_hash = {};
  std::string_view expected_hash = {};
  bool remove = false;  // the file goes; `content` counts for nothing. No file: nothing to do
};

// All of the files or none: every temp file is complete before the first rename, and a
// rename that fails takes back those before it. (Only a file system without RENAME_EXCHANGE cannot
// take back; then the error is still about the file that failed.) No temp file stays behind.
// Two entries that mean one file are an error. Errors name the file, the system's reason, a next
// step; kNeedsPerson stands for a file that another program made (`only_new`) or changed
// (`expected`), and for nothing else: who reads again may try again. Signals that would end the
// process wait until it is through.
//
// With a journal, a process that is killed between two swaps leaves what finish_journal() needs to
// make the rest true; without one, or where only one file changes, each file is old or new all the
// same.
Result<void> write_files(Filesystem& filesystem, std::span<const PendingFile> files,
                         const JournalPlace* journal = nullptr);

Result<void> write_file(Filesystem& filesystem, const PendingFile& file);

// The folder and its parents, as `mkdir -p`; `mode` is for those that are made.
Result<void> make_folders(Filesystem& filesystem, const std::string& path, unsigned mode);

}  // namespace mcpmx
