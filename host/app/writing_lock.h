// What a run holds from before it reads a Compose file until it has written it: the folders of the
// file and of its .env, which other Compose files may share, that of the profiles' bindings, and
// the index of known files, so that no two runs choose the same port, subnet or name. Who holds it
// also keeps the one journal of this user's state.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/compose_target.h"
#include "app/session.h"
#include "model/diagnostic.h"
#include "support/file_lock.h"
#include "support/journal.h"

namespace mcpmx::app {

struct WritingLock {
  std::vector<FileLock> held;  // given up at its end
  // For write_files(); nullopt where the index cannot be locked, as nobody could say then whether a
  // journal's writer is still at work.
  std::optional<JournalPlace> journal;
  // At most one: that a write which was interrupted has been finished or taken back now. What was
  // read before the lock was taken may have changed then.
  std::vector<Diagnostic> findings;
  bool has_finished = false;  // that write: its files are there now

  const JournalPlace* journal_place() const { return journal ? &*journal : nullptr; }
};

// Waits for other runs. Under the locks, what killed runs left is put right: an interrupted write
// is finished or taken back, and temp files, which may hold secrets, are removed. Errors: as
// FileLock::take() and finish_journal().
Result<WritingLock> lock_for_writing(Session& session, LockSystem& system,
                                     const ComposePlace& place);

// MCPM's folder besides, whose servers.json is going to be written.
Result<WritingLock> lock_for_sync(Session& session, LockSystem& system, const ComposePlace& place);

// A run of this user is writing files now, or was interrupted in it: its journal lies there.
bool is_write_open(const Session& session);

// The same for any folders: absolute, links resolved. Those of an interrupted write are locked too.
Result<WritingLock> lock_folders(Session& session, LockSystem& system,
                                 std::set<std::string> folders);

// The error of a run that found an interrupted write and then failed itself: it has to tell of
// both.
Error with_findings(Error error, const WritingLock& lock);

}  // namespace mcpmx::app
