// What a run holds from before it reads a Compose file until it has written it: the folders of the
// file and of its .env, which other Compose files may share, and the index of known files, so that
// no two runs choose the same port, subnet or name.
#pragma once

#include <vector>

#include "app/compose_target.h"
#include "app/session.h"
#include "support/file_lock.h"

namespace mcpmx::app {

// Waits for other runs. Under the locks, temp files that killed runs left there are removed: they
// may hold secrets. Errors: as FileLock::take().
Result<std::vector<FileLock>> lock_for_writing(Session& session, LockSystem& system,
                                               const ComposePlace& place);

}  // namespace mcpmx::app
