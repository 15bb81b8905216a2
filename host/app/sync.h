// `docker sync`: a profile and a Compose file become one again, each change flowing where it has to
// (design: sync.md). Reads both sides, .env and the base of the last sync; decides everything; then
// writes all files or none.
//
//   Library ──┐                      ┌─▶ servers.json (spliced)
//   Compose ──┼─▶ make_plan ─▶ ends ─┼─▶ Compose files (spliced), .env
//   base    ──┘                      └─▶ base, record, index
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/compose_target.h"
#include "app/machine_check.h"
#include "app/session.h"
#include "model/project.h"
#include "support/atomic_file.h"
#include "support/file_lock.h"
#include "sync/plan.h"
#include "sync/project_changes.h"

namespace mcpmx::app {

struct SyncRequest {
  std::string profile;
  std::string file;                          // as given after -f
  std::optional<sync::Direction> direction;  // default: to Docker first, both once there is a base
  std::string conflict;                      // name of the strategy as typed; empty: not typed
  std::string bound_conflict;                // what the profile is set to; empty: nothing
  std::string adopt;  // a service of the file that is nobody's: it becomes a server of the profile
  bool dry_run = false;
  bool closely = false;       // all is compared, also where nothing changed since the last sync
  bool apply_shared = false;  // --shared
  bool create = false;        // the profile may be new
  bool may_join = false;      // --yes: a file that is not ours may become one
  bool with_masked_texts = false;
  bool anew = false;  // the Compose file is written anew, whatever stands there
};

// A file of a person, before and after.
struct FileChange {
  std::string path;   // as it is written to
  std::string shown;  // as the user named it
  std::optional<std::string> before;
  std::string after;
  // With with_masked_texts: the same with handles for secrets, to be shown.
  std::string masked_before, masked_after;
  // A file that the sync did not come to look at has no path.
  bool is_changed() const { return !path.empty() && before != after; }
};

struct HeldEdit {
  std::string server;  // may be empty
  std::string what;    // "services.web.image", "args"
  std::string where;   // "file:line"; may be empty
  std::string why;
};

struct Synced {
  Project project;  // as the file stands for it in the end
  std::vector<sync::ServerPlan> plans;
  // What is written besides what flows: an entry that is switched off, a line of .env that was
  // gone.
  // What is changed of the Compose file, but for x-mcpmx: "services.web.image".
  struct ChangedPlace {
    std::string server;  // empty: of none
    std::string what;
  };
  std::vector<ChangedPlace> places;
  std::vector<std::string> variables;  // of .env
  std::vector<std::string> new_services, removed_services, unused_volumes, unmanaged;
  std::vector<HeldEdit> held;
  std::vector<UnusedVariable> unused;  // lines of ours in .env that nothing refers to now
  FileChange servers;                  // servers.json
  FileChange metadata;                 // profiles_metadata.json
  FileChange env;                      // .env
  std::vector<FileChange> compose;     // the main file first
  sync::Direction direction = sync::Direction::kBoth;
  bool had_base = false;
  bool wrote = false;          // something that a person sees
  bool nothing_to_do = false;  // seen without looking closer
  std::string strategy;
  std::string backup;        // the copy of what was there; empty: none was needed
  compose::KnownFile known;  // what the file takes of this machine in the end
  std::vector<Diagnostic> findings;
  // A conflict or a held edit is left for a person.
  bool needs_person() const { return !held.empty(); }
  // Of a Compose file, by FileChange::path; null: it stays as it is.
  const FileChange* change_of(std::string_view path) const;
  // Of a Compose file, as it is in the end; `before`: as it was read. A view of one of the two.
  std::string_view text_after(std::string_view path, std::string_view before) const;
};

// The profile whose file it is; empty: it is nobody's. Error: there is no such file.
Result<std::string> profile_of_file(Session& session, const std::string& file);

// Errors: those of reading either side; a file of another profile; a file that is not ours without
// may_join; what cannot be written. With dry_run nothing is written and no lock is taken.
Result<Synced> sync_profile(Session& session, LockSystem& locks, const SyncRequest& request);

}  // namespace mcpmx::app
