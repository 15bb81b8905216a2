// How a command writes the files that it changes: all of them or none, over a kill -9 too, and so
// that `mcpmx undo` can take it back.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "app/writing_lock.h"
#include "compose/state_key.h"
#include "support/atomic_file.h"
#include "support/result.h"

namespace mcpmx::app {

// `command`: what is taken back, as a person would type it, without secrets. `files`: paths
// absolute; what is noted beside them is added at the end, a key that is not in its file yet at the
// front (the first of them, as nothing may stand on the disk that is hashed with a key that does
// not). Copies (backup.h) are written and not noted: they stay. Where nothing changes the note of
// the last command stays too. `is_undo`: the command is undo itself. Errors: as write_files(); then
// nothing is written.
Result<void> write_with_undo(Session& session, const WritingLock& lock,
                             const compose::StateKey& key, std::string command,
                             std::vector<PendingFile>& files, bool is_undo = false);

}  // namespace mcpmx::app
