// Writes a rendered project with everything that belongs to it: the Compose file, .env, the record
// of both, the index of known files, and what `undo` needs. All of them or none; what a person made
// is copied first.
#pragma once

#include <string>

#include "app/compose_target.h"
#include "app/session.h"
#include "app/writing_lock.h"
#include "model/project.h"
#include "support/result.h"

namespace mcpmx::app {

struct Written {
  bool changed = false;      // the Compose file is another one now
  bool env_changed = false;  // so is .env
  std::string backup;        // the copy of what was there; empty: none was needed
};

// `text`: of the Compose file. `keep_copy`: of the file that is there, if it becomes another one.
// The target's record is the new one afterwards. Errors: kNeedsPerson where the Compose file or
// .env is no longer what the target was read from; then nothing is written.
Result<Written> write_project(Session& session, const WritingLock& lock, ComposeTarget& target,
                              const std::string& profile, const std::string& text,
                              const Project& project, bool keep_copy);

}  // namespace mcpmx::app
