// What MCPM's folder holds: the servers and the profiles that name them (design facts on MCPM,
// sections 1 to 4). Read once, never written here; plain values, so that any thread may look at a
// Library.
//
// A file that MCPM would read in part is read in part: what MCPM would skip is in `invalid` and
// told in `findings`. Neither findings nor errors hold values (they may be secrets), only names and
// places.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mcpm {

struct Profile {
  std::string name;
  std::string description;           // of the metadata; v1 has none
  std::vector<std::size_t> servers;  // indices of Library::servers, in file order, each once
  Location where;                    // its metadata; else the first server that names it
};

// An entry that MCPM would skip on load, and so delete on its next save.
struct InvalidEntry {
  std::string name;
  std::string reason;                     // "env \"PORT\" must be a string, found a number"
  std::vector<std::string> profile_tags;  // as far as they can be read
  Location where;
};

struct Library {
  int format = 2;    // 2: servers.json and profiles_metadata.json; 1: profiles.json
  std::string file;  // the file that has the servers
  // v2: in file order. v1: profile by profile, each with its own copies, tagged with the profile.
  std::vector<Server> servers;
  std::vector<InvalidEntry> invalid;
  std::vector<Profile> profiles;  // those with metadata in file order, then those only tagged
  std::vector<Diagnostic> findings;
};

// Reads the folder. It fails where nothing can be said of the servers: no folder, no file of MCPM
// in it, a file that cannot be read or is malformed.
Result<Library> load(const std::string& config_dir);

// The profile of exactly this name, never null; the error names the nearest one and lists them all.
Result<const Profile*> find_profile(const Library& library, std::string_view name);

}  // namespace mcpmx::mcpm
