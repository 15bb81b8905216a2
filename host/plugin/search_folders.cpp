#include "plugin/search_folders.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

// The installed plugins' place, seen from the program's folder; host/CMakeLists.txt sets it from
// GNUInstallDirs. The build tree has the same shape.
#ifndef MCPMX_PLUGINS_FROM_BIN
#define MCPMX_PLUGINS_FROM_BIN "../lib/mcpmx/plugins"
#endif

namespace mcpmx::plugin {
namespace {

std::string absolute(std::string_view path, const Environment& environment) {
  return path.starts_with('/') ? std::string(path)
                               : environment.working_directory + "/" + std::string(path);
}

std::string bundled_folder(const Environment& environment) {
  const std::filesystem::path base = program_folder(environment);
  return (base / MCPMX_PLUGINS_FROM_BIN).lexically_normal().string();
}

}  // namespace

std::string program_folder(const Environment& environment) {
  return std::filesystem::path(environment.executable).parent_path().string();
}

const char* origin_name(Origin origin) {
  switch (origin) {
    case Origin::kOption:
      return "--plugin-dir";
    case Origin::kEnvironment:
      return "MCPMX_PLUGIN_PATH";
    case Origin::kUser:
      return "user";
    case Origin::kBundled:
      return "bundled";
  }
  return "bundled";
}

std::vector<SearchFolder> search_folders(const SearchOptions& options,
                                         const Environment& environment) {
  std::vector<SearchFolder> folders;
  if (options.no_plugins) return folders;
  if (!options.only_bundled) {
    int rank = kOptionRank;
    for (const std::string& folder : options.plugin_dirs) {
      folders.push_back({absolute(folder, environment), Origin::kOption, rank++});
    }
    rank = kEnvironmentRank;
    const std::string list = environment.get("MCPMX_PLUGIN_PATH").value_or("");
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(':', at), list.size());
      // An empty entry means nothing here, not "the working directory" as in PATH.
      if (end > at) {
        folders.push_back(
            {absolute(list.substr(at, end - at), environment), Origin::kEnvironment, rank++});
      }
      at = end + 1;
    }
    folders.push_back(
        {environment.base_directory("XDG_DATA_HOME", ".local/share") + "/mcpmx/plugins",
         Origin::kUser, kUserRank});
  }
  folders.push_back({bundled_folder(environment), Origin::kBundled, kBundledRank});
  return folders;
}

}  // namespace mcpmx::plugin
