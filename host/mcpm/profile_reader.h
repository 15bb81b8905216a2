// The profiles of a library: metadata and tags in v2, the file itself in v1. Pure; findings aside.
#pragma once

#include "document/element.h"
#include "mcpm/findings.h"
#include "mcpm/library.h"

namespace mcpmx::mcpm {

// Appends the servers of servers.json (`root` is its object) to the library.
void read_servers(const document::Element& root, Library& library, Findings& findings);

// Appends the profiles that profiles_metadata.json describes.
void read_metadata(const document::Element& root, Library& library, Findings& findings);

// Fills the profiles with the servers that are tagged with them; adds those that only tags name.
void join_tags(Library& library);

// Appends profiles and servers of v1's profiles.json.
void read_v1_profiles(const document::Element& root, Library& library, Findings& findings);

}  // namespace mcpmx::mcpm
