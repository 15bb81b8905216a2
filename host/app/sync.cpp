#include "app/sync.h"

#include <algorithm>
#include <filesystem>

#include "app/attempts.h"
#include "app/machine_check.h"
#include "app/replacing.h"
#include "app/sync_inputs.h"
#include "app/sync_run.h"
#include "app/sync_write.h"
#include "app/writing_lock.h"

namespace mcpmx::app {
namespace {

// `overtaken`: true where the error is that another program wrote a file after it was read.
Result<Synced> sync_once(Session& session, const WritingLock& lock, const SyncRequest& request,
                         const ComposePlace& place, bool& overtaken) {
  SyncRun run(session, request, place);
  MCPMX_CHECK(run.read());
  MCPMX_CHECK(run.check_owner());
  MCPMX_TRY(result, run.plan());
  if (request.dry_run) return result;
  const SyncWrite how{"docker sync " + request.profile, run.base_text()};
  auto written = write_sync(session, lock, run.target(), request.profile, how, result);
  overtaken = !written && written.error().code == ErrorCode::kNeedsPerson;
  if (!written) return std::move(written).error();
  if (result.env.is_changed())
    warn_of_readers(session.filesystem(), run.target().env_path, result.findings);
  return result;
}

}  // namespace

const FileChange* Synced::change_of(std::string_view path) const {
  const auto found = std::find_if(compose.begin(), compose.end(),
                                  [&](const FileChange& file) { return file.path == path; });
  return found == compose.end() ? nullptr : &*found;
}

std::string_view Synced::text_after(std::string_view path, std::string_view before) const {
  const FileChange* file = change_of(path);
  return file == nullptr ? before : std::string_view(file->after);
}

Result<std::string> profile_of_file(Session& session, const std::string& file) {
  MCPMX_TRY(place, locate_target(session, file));
  MCPMX_TRY(target, load_target(session, place));
  if (!target.text) {
    return failed(
        "there is no such file", target.shown,
        "name its PROFILE, or another file with -f; mcpmx docker generate PROFILE makes one");
  }
  return owner_of(target);
}

Result<Synced> sync_profile(Session& session, LockSystem& locks, const SyncRequest& request) {
  MCPMX_TRY(place, locate_target(session, request.file));
  MCPMX_TRY(texts, read_sync_texts(session, place));
  // What was typed is looked at even where nothing changed, and an interrupted write is finished.
  const bool is_plain = !request.closely && request.conflict.empty() && request.adopt.empty() &&
                        !request.create && !is_write_open(session);
  if (is_plain) {
    MCPMX_TRY(key, compose::StateKey::load(session.environment()));
    if (key && is_as_left(place, inputs_hash(session, *key, request.profile, texts))) {
      Synced result;
      result.had_base = result.nothing_to_do = true;
      return result;
    }
  }
  WritingLock lock;
  if (!request.dry_run) {
    MCPMX_TRY(taken, lock_for_sync(session, locks, place));
    lock = std::move(taken);
  }
  return attempt(
      lock, [&](bool& overtaken) { return sync_once(session, lock, request, place, overtaken); });
}

}  // namespace mcpmx::app
