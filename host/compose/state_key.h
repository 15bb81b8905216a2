// The random key of this user's state, with which values are hashed that must not be stored:
// without the key, a hash of a short password could be guessed. 32 bytes in
// $XDG_STATE_HOME/mcpmx/key, 0600.
#pragma once

#include <string>
#include <string_view>

#include "support/environment.h"
#include "support/filesystem.h"
#include "support/result.h"

namespace mcpmx::compose {

// $XDG_STATE_HOME/mcpmx, by default ~/.local/state/mcpmx.
std::string state_folder(const Environment& environment);

class StateKey {
 public:
  // The key of the file, which is made on first use. Processes that start at once agree on one key.
  // Errors: the file cannot be read or written, or does not hold a key.
  static Result<StateKey> load_or_create(Filesystem& filesystem, const Environment& environment);

  explicit StateKey(std::string bytes) : bytes_(std::move(bytes)) {}

  // "hmac-sha256:" and the hash of name and value: equal values of different names differ.
  std::string hash(std::string_view name, std::string_view value) const;

 private:
  std::string bytes_;
};

}  // namespace mcpmx::compose
