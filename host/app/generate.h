// `docker generate`: a profile becomes a Compose file. A file that is there is brought to what the
// profile says now by a sync that goes to Docker alone: edits of a person's stay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/file_contents.h"
#include "app/machine_check.h"
#include "app/session.h"
#include "app/sync.h"
#include "model/project.h"
#include "support/file_lock.h"

namespace mcpmx::app {

struct GenerateRequest {
  std::string profile;
  std::string file;
  std::string bound_conflict = {};  // as in SyncRequest
  bool to_stdout = false;           // write nothing
  bool force = false;  // write the whole file anew, whatever is there, keeping one copy
};

struct Generated {
  enum class File { kWritten, kUnchanged, kNotWritten };
  Project project;
  std::string text;      // the Compose file
  std::string path;      // as the user named it
  std::string env_path;  // as the user would name it; empty: the profile needs no .env
  File file = File::kNotWritten;
  File env_file = File::kNotWritten;
  Removed removed;                     // what stood in the file, and does not now
  std::vector<std::string> missing;    // host paths that have to be made before it starts
  bool found_by_compose = true;        // without -f
  std::string backup;                  // the copy of what was there; empty: none was needed
  std::string env_name;                // the same, whether or not there is one
  std::vector<std::string> notes;      // on the file as a whole
  std::vector<UnusedVariable> unused;  // lines of ours in .env that nothing refers to now
  // What the sync has to say beside: edits that wait for the other way, and what is held. Nothing
  // with to_stdout.
  std::optional<Synced> sync;
  std::vector<Diagnostic> findings;
};

// Errors: no such profile, a file of others' without `force`, anything that cannot be read or
// written, another run that does not end. What other programs write meanwhile is read again.
Result<Generated> generate(Session& session, LockSystem& locks, const GenerateRequest& request);

}  // namespace mcpmx::app
