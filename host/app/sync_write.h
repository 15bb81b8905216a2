// Writes what a sync planned: the files of both sides, .env, and what belongs to us beside them.
#pragma once

#include <string>

#include "app/compose_target.h"
#include "app/session.h"
#include "app/sync.h"
#include "app/writing_lock.h"
#include "support/result.h"

namespace mcpmx::app {

struct SyncWrite {
  std::string command;     // as a person would type it, for undo
  std::string base;        // the text of the next sync's base
  bool keep_copy = false;  // of the Compose file, which is written anew
};

// All or none; nothing that has its content already.
// Errors: kNeedsPerson where a file is no longer what it was read as; then nothing is written.
Result<void> write_sync(Session& session, const WritingLock& lock, ComposeTarget& target,
                        const std::string& profile, const SyncWrite& how, Synced& result);

}  // namespace mcpmx::app
