// What one entry of a profile gives as a secret is a secret wherever it stands: as an argument of
// another server, inside a longer text, in an option of docker run that a template copied.
//
// The rules by name and by look see one string at a time; this pass sees that two are the same.
#pragma once

#include <vector>

#include "mapping/reading.h"

namespace mcpmx::mapping {

// Rewrites values and intents. Linear in the texts of the entries.
void share_secrets(std::vector<Reading>& readings);

}  // namespace mcpmx::mapping
