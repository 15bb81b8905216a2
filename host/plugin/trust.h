// May code of this file run? Only if nobody but root and the caller could have put it there: the
// file and each folder above it belong to one of them and are not writable by others (plugin-abi.md
// point 14).
//
// The judgement is pure; the walk over the folders reads the file system. Stateless; any thread.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "support/environment.h"
#include "support/result.h"

struct stat;

namespace mcpmx::plugin {

// The group that holds one user alone, as Debian makes one for each: it may have write permission.
// Looked up when a file is met for which it matters, because asking for names (nscd, LDAP) can
// take longer than all other checks. Not for two threads at once.
class PrivateGroup {
 public:
  constexpr PrivateGroup() = default;  // there is none
  constexpr explicit PrivateGroup(unsigned gid) : gid_(gid), known_(true) {}
  // The group `gid` if it has the number and the name of the user `uid`, else none.
  constexpr PrivateGroup(unsigned uid, unsigned gid) {
    if (uid == gid) gid_ = gid;
  }

  bool is(unsigned gid) const;

 private:
  mutable std::optional<unsigned> gid_;
  mutable bool known_ = false;  // that gid_ is one
};

// Whose files are trusted.
struct Caller {
  unsigned uid = 0;
  PrivateGroup private_group;
  // Owner of the running mcpmx: whoever can change the program needs no plugin. Bundled plugins
  // only.
  std::optional<unsigned> program_owner;

  static Caller of(const Environment& environment);
};

struct Ownership {
  unsigned uid = 0;
  unsigned gid = 0;
  unsigned mode = 0;  // permission bits, sticky bit included
  bool folder = false;

  static Ownership of(const struct stat& status);
};

struct Distrust {
  std::string reason;  // "is writable by everybody (mode 0666)"
  std::string cure;    // "chmod o-w": the path follows
};

// Nullopt: trusted.
std::optional<Distrust> judge(const Ownership& ownership, const Caller& caller);

// Checks an open file that was found under `path`: itself, and where `path` is a link, the link and
// the folders of its target. The folder of `path` is trust_folder()'s task.
Result<void> trust_file(int descriptor, const std::string& path, const Caller& caller);

// Checks the folder and all above it, both as written and with links resolved. Folders that also
// lead to `above` are left out (empty: none is): who can change them can replace mcpmx itself.
Result<void> trust_folder(const std::string& path, const Caller& caller,
                          const std::string& above = {});

}  // namespace mcpmx::plugin
