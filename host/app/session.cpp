#include "app/session.h"

#include <algorithm>
#include <filesystem>

#include "plugin/discovery.h"

namespace mcpmx::app {

Session::Session(Options options, Environment environment, Filesystem& filesystem)
    : options_(std::move(options)),
      environment_(std::move(environment)),
      filesystem_(filesystem),
      processes_(environment_, cancellation_),
      services_(processes_, cancellation_) {}

std::string Session::config_dir() const {
  if (!options_.config_dir.empty()) return options_.config_dir;
  if (const auto set = environment_.get("MCPMX_CONFIG_DIR"); set && !set->empty()) return *set;
  return environment_.home + "/.config/mcpm";
}

Result<plugin::Discovery> Session::discover_plugins() const {
  plugin::SearchOptions search;
  search.plugin_dirs = options_.plugin_dirs;
  search.no_plugins = options_.no_plugins;
  search.only_bundled = options_.only_bundled_plugins;
  return plugin::discover(search, environment_);
}

Result<plugin::Registry*> Session::registry() {
  if (!registry_) {
    MCPMX_TRY(found, discover_plugins());
    for (const Diagnostic& finding : found.findings) {
      if (options_.log) options_.log(plugin::LogLevel::kWarning, finding.where, finding.message);
    }
    const std::string marker = plugin::loading_marker_path(environment_);
    interrupted_ = plugin::take_interrupted_load(marker);
    if (interrupted_ && options_.log) {
      options_.log(plugin::LogLevel::kWarning, interrupted_->plugin_id,
                   "the last run ended while loading it; --only-bundled-plugins leaves it out");
    }
    registry_ = std::make_unique<plugin::Registry>(
        std::move(found), plugin::RegistryOptions{options_.log, marker, &services_});
  }
  return registry_.get();
}

std::vector<mapping::MappingFolder> Session::mapping_folders() const {
  // The same order and ranks as plugins have, so that the two can be told apart by rank alone.
  std::vector<mapping::MappingFolder> folders;
  int rank = plugin::kOptionRank;
  for (const std::string& path : options_.mapping_dirs) folders.push_back({path, rank++, true});
  rank = plugin::kEnvironmentRank;
  const std::string listed = environment_.get("MCPMX_MAPPING_PATH").value_or("");
  for (std::size_t start = 0; start < listed.size();) {
    const auto colon = std::min(listed.find(':', start), listed.size());
    if (colon > start) folders.push_back({listed.substr(start, colon - start), rank++, false});
    start = colon + 1;
  }
  folders.push_back(
      {environment_.base_directory("XDG_DATA_HOME", ".local/share") + "/mcpmx/mappings",
       plugin::kUserRank, false});
  const auto bin = std::filesystem::path(environment_.executable).parent_path();
  folders.push_back({(bin / MCPMX_MAPPINGS_FROM_BIN).lexically_normal().string(),
                     plugin::kBundledRank, false, true});
  return folders;
}

Result<const mapping::MappingSet*> Session::mapping_files(const mapping::Relevance* relevance) {
  if (!mapping_files_) {
    MCPMX_TRY(set, mapping::load_mappings(mapping_folders(), relevance));
    mapping_files_ = std::make_unique<mapping::MappingSet>(std::move(set));
  }
  return mapping_files_.get();
}

std::optional<FileStamp> Session::stamp_of_code(const std::string& path) const {
  if (mapping_files_) {
    const auto read = mapping_files_->stamps.find(path);
    if (read != mapping_files_->stamps.end()) return read->second;
  }
  return stamp_of(path);
}

// Whoever relies on a plugin or a mapping must learn that it is not used; the lists say so by
// themselves.
void Session::warn_of_refused() const {
  if (!options_.log) return;
  const auto with_hint = [](const Error& error) {
    return error.hint.empty() ? error.message : error.message + "; " + error.hint;
  };
  for (const plugin::PluginInfo& info : registry_->plugins()) {
    if (info.refused) {
      options_.log(plugin::LogLevel::kWarning, info.file, "not used: " + with_hint(*info.refused));
    }
  }
  for (const Error& error : mapping_files_->refused) {
    options_.log(plugin::LogLevel::kWarning, error.where, "mapping not used: " + with_hint(error));
  }
}

Result<const mapping::Claims*> Session::claims(const mapping::Relevance* relevance) {
  if (!claims_) {
    MCPMX_TRY(plugins, registry());
    MCPMX_TRY(files, mapping_files(relevance));
    warn_of_refused();
    std::vector<Mapper*> mappers = plugins->mappers();
    for (const auto& mapper : files->mappers) mappers.push_back(mapper.get());
    claims_ = std::make_unique<mapping::Claims>(std::move(mappers));
  }
  return claims_.get();
}

std::vector<std::string> Session::code_folders() const {
  std::vector<std::string> folders;
  const plugin::SearchOptions search{options_.plugin_dirs, options_.no_plugins,
                                     options_.only_bundled_plugins};
  for (const plugin::SearchFolder& folder : plugin::search_folders(search, environment_))
    folders.push_back(folder.path);
  for (const mapping::MappingFolder& folder : mapping_folders()) folders.push_back(folder.path);
  return folders;
}

}  // namespace mcpmx::app
