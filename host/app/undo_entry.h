// What `undo` has to know of the last command that changed files: which, what they were and are,
// and enough to make the old content of the new one. One entry, in $XDG_STATE_HOME/mcpmx/undo,
// 0600, sealed as a whole under a key derived from the state's: contents of .env are in it, and
// even a hash of one could be guessed. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compose/state_key.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx::app {

struct UndoFile {
  std::string path;      // absolute, as it was written
  std::string old_hash;  // SHA-256; empty: there was no file before
  std::string new_hash;  // or is none after
  unsigned mode = 0;     // of a file that the command removed
  // The old content: so many first bytes of the new one, this, so many of its last bytes. Most
  // edits change a few lines of a large file.
  std::size_t prefix = 0;
  std::string middle;
  std::size_t suffix = 0;
  bool operator==(const UndoFile&) const = default;
};

struct UndoEntry {
  bool is_of_undo = false;           // `undo` wrote it
  std::string command;               // "docker generate work"
  std::vector<std::string> folders;  // whose locks its writer held, but for the index's
  std::vector<UndoFile> files;
  bool operator==(const UndoEntry&) const = default;
};

// nullopt stands for no file. The mode is set by the caller.
UndoFile undo_file(std::string path, std::optional<std::string_view> old_content,
                   std::optional<std::string_view> new_content);

// The old content; nullopt where `new_content` is not what the entry was made of. Of a file that
// did not exist before: an empty text.
std::optional<std::string> old_content_of(const UndoFile& file, std::string_view new_content);

std::string undo_path(const Environment& environment);

// `nonce`: random, kSealNonceBytes long.
std::string sealed_undo(const UndoEntry& entry, const compose::StateKey& key,
                        std::string_view nonce);

// Nullopt: there is nothing to undo. Errors: the file cannot be read, or was not sealed with the
// key that is there.
Result<std::optional<UndoEntry>> read_undo(const Environment& environment);

}  // namespace mcpmx::app
