// Which plugins are there? A scan opens files and reads their manifests; it runs no code of theirs.
//
// Folders are searched in the order --plugin-dir, MCPMX_PLUGIN_PATH, the user's, the installed one.
// Of plugins with the same id the first that is not refused is used, the others are listed as
// shadowed. The result owns the open files: what was examined is what is loaded later. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "plugin/descriptor.h"
#include "plugin/manifest.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx::plugin {

enum class Origin { kOption, kEnvironment, kUser, kBundled };

const char* origin_name(Origin origin);  // "--plugin-dir", "MCPMX_PLUGIN_PATH", "user", "bundled"

// The smaller rank wins (Precedence::rank). A search that is ranked beside this one, as that for
// YAML mappings, uses the same bases plus the position of the folder among those of its kind.
inline constexpr int kOptionRank = 0;
inline constexpr int kEnvironmentRank = 1000;
inline constexpr int kUserRank = 2000;
inline constexpr int kBundledRank = 3000;

struct SearchOptions {
  std::vector<std::string> plugin_dirs;  // --plugin-dir, in order; each must exist
  bool no_plugins = false;               // --no-plugins
  bool only_bundled = false;             // --only-bundled-plugins
};

struct SearchFolder {
  std::string path;  // absolute
  Origin origin = Origin::kOption;
  int rank = 0;
};

struct FoundPlugin {
  std::string file;
  Origin origin = Origin::kOption;
  int rank = 0;
  Manifest manifest;        // empty id: it could not be read
  Descriptor descriptor;    // open if the plugin may be loaded
  std::string sha256;       // that the file must have when it is loaded; empty: there is no lock
  std::string shadowed_by;  // the file that is used instead; empty if this one is
  std::optional<Error> refused;  // why it may not be loaded
};

struct Discovery {
  std::vector<FoundPlugin> plugins;  // in search order, by name within a folder
  std::vector<Diagnostic> findings;  // folders that could not be read
};

std::vector<SearchFolder> search_folders(const SearchOptions& options,
                                         const Environment& environment);

// Error: a --plugin-dir that cannot be read. What is wrong with one plugin is in
// FoundPlugin::refused.
Result<Discovery> discover(const SearchOptions& options, const Environment& environment);

}  // namespace mcpmx::plugin
