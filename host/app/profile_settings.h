// `profile set`: a profile's binding to its Compose file is changed, in mcpmx's own file.
#pragma once

#include <string>
#include <vector>

#include "app/bindings.h"
#include "app/session.h"
#include "model/diagnostic.h"
#include "support/file_lock.h"
#include "support/result.h"

namespace mcpmx::app {

struct ProfileSettingsRequest {
  std::string profile;
  std::vector<std::string> assignments;  // KEY=VALUE; KEY= for the default
};

struct ProfileSettings {
  Binding binding;   // as it stands now
  std::string path;  // of the file that holds it
  bool changed = false;
  std::vector<Diagnostic> findings;  // on the file as a whole; the binding has its own
};

// Errors: no such profile, a key or value that is none, a Compose file that another profile is
// bound to, a file that cannot be read or written, another run that does not end. A profile that
// MCPM no longer has can be reset. What other programs write meanwhile is read again.
Result<ProfileSettings> set_profile(Session& session, LockSystem& locks,
                                    const ProfileSettingsRequest& request);

// Whether a plugin has this conflict strategy; the error names the nearest one and lists them all.
Result<void> check_strategy(Session& session, const std::string& name);

}  // namespace mcpmx::app
