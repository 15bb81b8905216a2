// The RFC's last_sync_hash: the SHA-256 of a profile's Compose file as the last sync left it, as
// "sha256:" and what sha256sum prints. It stands with the profile's binding, so that anybody can
// tell, without mcpmx, whether the file was edited since. A sync itself asks its base, which knows
// more.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/compose_target.h"
#include "app/session.h"
#include "app/sync.h"
#include "support/result.h"

namespace mcpmx::app {

// `text`: of the Compose file in the end; `metadata`: MCPM's, as read. Nullopt: nothing is to be
// written, as the hash stands there, the profile is bound to another file, something stands in its
// place that is no binding, or the folder is read-only. Errors: the bindings cannot be read.
Result<std::optional<FileChange>> with_sync_hash(Session& session, const ComposePlace& place,
                                                 const std::string& profile, std::string_view text,
                                                 const mcpm::TextFile& metadata);

// The folder that the hash is written into, to be locked; empty: it can be neither written nor
// made, and a sync does not fail for a note.
std::string sync_hash_folder(Session& session);

}  // namespace mcpmx::app
