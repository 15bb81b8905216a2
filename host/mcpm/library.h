// What MCPM's folder holds: the servers and the profiles that name them (design facts on MCPM,
// sections 1 to 4). Read once, never written here; plain values, so that any thread may look at a
// Library.
//
// A file that MCPM would read in part is read in part: what MCPM would skip is in `invalid` and
// told in `findings`. Neither findings nor errors hold values (they may be secrets), only names and
// places.
#pragma once

#include <cstddef>
#include <optional>
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

// A file of MCPM's folder, with the very bytes that were read. They are what a write may replace
// (PendingFile::expected).
struct TextFile {
  std::string path;
  std::optional<std::string> text;  // nullopt: there is no such file
};

struct LibraryTexts {
  std::string folder;
  TextFile servers;     // servers.json
  TextFile metadata;    // profiles_metadata.json; read with format 2 alone
  TextFile v1;          // profiles.json; read where there is no servers.json
  bool has_v1 = false;  // it is there, read or not
};

// Reads the folder's files, and does not look into them. Errors: no folder, a file that cannot be
// read.
Result<LibraryTexts> read_texts(const std::string& config_dir);

// What the texts say. It fails where nothing can be said of the servers: no file of MCPM, a file
// that is malformed. Pure.
Result<Library> load_text(const LibraryTexts& texts);

// read_texts() and load_text() in one.
Result<Library> load(const std::string& config_dir);

// The profile of exactly this name, never null; the error names the nearest one and lists them all.
Result<const Profile*> find_profile(const Library& library, std::string_view name);

}  // namespace mcpmx::mcpm
