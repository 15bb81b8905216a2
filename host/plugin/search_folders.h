// Where plugins are looked for, in which order, and what that order is worth. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "support/environment.h"

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

// The folder of the running program, whose own plugins are found from there.
std::string program_folder(const Environment& environment);

std::vector<SearchFolder> search_folders(const SearchOptions& options,
                                         const Environment& environment);

}  // namespace mcpmx::plugin
