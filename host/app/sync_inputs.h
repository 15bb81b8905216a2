// Everything that a sync looks at, as one hash: where it is what it was after the last sync, and
// that one left nothing open, there is nothing to do, and nothing needs to be parsed to say so.
#pragma once

#include <optional>
#include <string>

#include "app/compose_target.h"
#include "app/session.h"
#include "support/result.h"

namespace mcpmx::app {

// The texts of a person's files; nullopt: there is no such file.
struct SyncTexts {
  std::optional<std::string> servers, v1, compose, env, overriding;
};

// As they stand on the disk. Errors: read_file()'s.
Result<SyncTexts> read_sync_texts(const Session& session, const ComposePlace& place);

// Of the texts, the profile, the program, and every mapping and plugin by its path, size and time.
// Keyed, as secrets are among them.
std::string inputs_hash(const Session& session, const compose::StateKey& key,
                        const std::string& profile, const SyncTexts& texts);

// Whether the last sync of this file left exactly these inputs.
bool is_as_left(const ComposePlace& place, const std::string& hash);

}  // namespace mcpmx::app
