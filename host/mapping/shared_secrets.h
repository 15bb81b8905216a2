// What one entry of a profile gives as a secret is a secret wherever it stands: as an argument of
// another server, inside a longer text, in an option of docker run that a template copied.
//
// The rules by name and by look see one string at a time; this pass sees that two are the same.
#pragma once

#include <vector>

#include "mapping/reading.h"
#include "mapping/surroundings.h"

namespace mcpmx::mapping {

// Rewrites values and intents. Linear in the texts of the entries.
void share_secrets(std::vector<Reading>& readings);

// What was a secret of a server stays one: a variable that had one in the last sync, and a text
// that is what .env has for a variable of the server. Else a person writes `GH: ${TOKEN}`, GH goes
// to the profile, TOKEN gets another value, and GH has the old one in clear, which no other entry
// gives any more. `servers`: of the readings.
void keep_secrets(std::vector<Reading>& readings, const std::vector<const Server*>& servers,
                  const Surroundings& surroundings);

}  // namespace mcpmx::mapping
