// The random key of this user's state, with which values are hashed that must not be stored:
// without the key, a hash of a short password could be guessed. 32 bytes in
// $XDG_STATE_HOME/mcpmx/key, 0600.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/atomic_file.h"
#include "support/environment.h"
#include "support/filesystem.h"
#include "support/result.h"

namespace mcpmx::compose {

// $XDG_STATE_HOME/mcpmx, by default ~/.local/state/mcpmx.
std::string state_folder(const Environment& environment);

class StateKey {
 public:
  // The key of the file, and nothing where there is none yet; writes nothing. Errors as below.
  static Result<std::optional<StateKey>> load(const Environment& environment);

  // The key of the file, or a new one where there is none. A new key is left to the caller to
  // write: in one write_files() with what is hashed with it, as each flush of the disk takes longer
  // than all that is computed. Where that call fails because another process has made a key
  // meanwhile, ours counts for nothing: load again. Errors: the file cannot be read, or does not
  // hold a key. The key is not flushed, as what is hashed with it is not either; an empty file,
  // which a power cut may leave, counts as none.
  static Result<StateKey> load_or_prepare(Filesystem& filesystem, const Environment& environment);

  explicit StateKey(std::string bytes) : bytes_(std::move(bytes)) {}

  // Nullopt: the key is in its file. Valid as long as the key; the folder must be there.
  std::optional<PendingFile> unwritten() const;

  // "hmac-sha256:" and the hash of name and value: equal values of different names differ.
  std::string hash(std::string_view name, std::string_view value) const;

  // A key of its own for another purpose, 32 bytes: one block of HKDF-Expand (RFC 5869). Labels of
  // no two purposes are the same.
  std::string derived(std::string_view label) const;

 private:
  std::string bytes_;
  std::string new_path_;      // empty: the key is in its file
  bool fills_empty_ = false;  // that file is there, without a byte
};

}  // namespace mcpmx::compose
