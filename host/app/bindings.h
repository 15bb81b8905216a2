// What binds a profile to its Compose file: the RFC's DockerMetadata, in mcpmx's own file
// $XDG_CONFIG_HOME/mcpmx/profiles.json, because MCPM drops what it does not know from its files on
// its next save. A `docker_metadata` that stands in MCPM's profiles_metadata.json all the same is
// read, counts where our own file says nothing, and is never written.
//
// Plain values. Who writes the file holds the FileLock of its folder (bindings_folder(), mode
// 0700), from before it reads until it has written.
#pragma once

#include <array>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mcpm/library.h"
#include "model/diagnostic.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx::app {

// The fields, in the order in which they are written and shown.
inline constexpr std::string_view kComposeFile = "compose_file";
inline constexpr std::string_view kAutoDeploy = "auto_deploy";
inline constexpr std::string_view kConflictResolution = "conflict_resolution";
inline constexpr std::string_view kLastSyncHash = "last_sync_hash";
inline constexpr std::array kBindingFields = {kComposeFile, kAutoDeploy, kConflictResolution,
                                              kLastSyncHash};

struct Binding {
  // Absolute as `profile set` writes it. A relative path is against the working directory, as -f.
  std::string compose_file = "docker-compose.yml";
  bool auto_deploy = false;  // deploy after a sync that changed the Docker side
  std::string conflict_resolution = "profile_wins";  // a strategy's id; whether there is one: ask
  std::string last_sync_hash;                        // empty: never synced

  // "file:line" of the fields that somebody set; the others are the defaults.
  std::map<std::string, std::string, std::less<>> where;
  std::vector<Diagnostic> findings;  // what of it is not used, and why
  bool is_set(std::string_view field) const { return where.contains(field); }
};

struct Bindings {
  mcpm::TextFile file;  // our own, as it was read
  std::string folder;   // MCPM's, absolute, links resolved; empty: $HOME/.config/mcpm
  // By key_of(): those that either file has, and those of our own file.
  std::map<std::string, Binding, std::less<>> profiles;
  std::vector<std::string> own;
  std::vector<Diagnostic> findings;  // on our own file as a whole

  // The defaults for a profile that nobody bound.
  Binding of(std::string_view profile) const;
  // As our own file has the profile: NAME, and FOLDER/NAME for those of another folder of MCPM.
  std::string key_of(std::string_view profile) const;
};

std::string bindings_folder(const Environment& environment);
std::string bindings_path(const Environment& environment);  // of our own file

// Reads our own file; `metadata` is MCPM's, as read. A value of a wrong type is a finding and the
// default. Errors: our own file cannot be read or is malformed.
Result<Bindings> load_bindings(const Environment& environment, const mcpm::TextFile& metadata);

struct BindingChange {
  std::string profile;                      // its key
  std::string_view field;                   // of kBindingFields
  std::optional<boost::json::value> value;  // nullopt: back to the default
};

// The text of our own file with the changes made, in place: unknown keys stay. The text as it was
// where nothing differs. Errors: something stands there that cannot be edited, with file:line.
Result<std::string> edit_bindings(const mcpm::TextFile& file,
                                  std::span<const BindingChange> changes);

}  // namespace mcpmx::app
