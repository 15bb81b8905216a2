// One entry from end to end: what its command line says, who claims it, what the template intends,
// and what its values are made of. The one way down that `detect` and `generate` share.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "mapping/claims.h"
#include "mapping/intent.h"
#include "mapping/surroundings.h"
#include "mapping/value.h"
#include "model/server.h"

namespace mcpmx::mapping {

struct Reading {
  Launch launch;
  Claim claim;                   // no mapper: nobody claims it, or an error
  std::optional<Intent> intent;  // nullopt: it has no container, and `problem` says why
  Error problem;
  EntryValues values;  // also of an entry without a container
  std::vector<Diagnostic> findings;
};

// Calls the mappers that it needs; otherwise pure. May run on any thread.
Reading read_entry(const Server& server, const Claims& claims, const ServiceSettings& settings,
                   const std::string& home);

// All entries that stand together. What one of them gives as a secret is a secret wherever it
// stands, also within a longer text (shared_secrets.h). `settings_for` names each server's
// settings. Linear in the entries.
std::vector<Reading> read_entries(
    const std::vector<const Server*>& servers, const Claims& claims,
    const std::function<const ServiceSettings&(const Server&)>& settings_for,
    const std::string& home);

// The image of the primary service; empty without one.
std::string image_of(const Intent& intent);

}  // namespace mcpmx::mapping
