// `undo`: the files that the last command changed become what they were before it. Its own change
// is noted in turn, so that a second undo takes back the first.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "model/diagnostic.h"
#include "support/file_lock.h"
#include "support/result.h"

namespace mcpmx::app {

struct UndoneFile {
  enum class Change {
    kRestored,  // has its old content
    kRemoved,   // the command had made it
    kMade,      // the command had removed it
  };
  std::string path;  // absolute
  Change change = Change::kRestored;
  bool is_own = false;  // a note of mcpmx, which a person need not know of
};

struct Undone {
  std::string command;            // that was taken back: "docker generate work"
  std::vector<UndoneFile> files;  // in the order in which it wrote them
  std::vector<Diagnostic> findings;
};

// `dry_run`: says what would happen, writes nothing and waits for nobody. Errors: there is nothing
// to undo; a file is not as the command left it (kNeedsPerson, with all of them named); a file
// cannot be read or written. Then all files stay as they are.
Result<Undone> undo(Session& session, LockSystem& locks, bool dry_run);

}  // namespace mcpmx::app
