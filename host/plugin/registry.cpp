#include "plugin/registry.h"

#include <algorithm>
#include <utility>

#include "mcpmx/ext/backend.h"
#include "mcpmx/ext/sync.h"

namespace mcpmx::plugin {
namespace {

bool is_known_extension(std::string_view id) {
  return id == MCPMX_EXT_DETECTOR || id == MCPMX_EXT_TEMPLATE || id == MCPMX_EXT_SYNC ||
         id == MCPMX_EXT_BACKEND;
}

Error unknown(std::string_view what, std::string_view id, const char* hint) {
  return failed("there is no usable " + std::string(what) + " \"" + std::string(id) + "\"", {},
                hint);
}

}  // namespace

Registry::Registry(Discovery discovery, RegistryOptions options)
    : loader_{{},
              LoadingMarker(std::move(options.marker_path)),
              std::move(options.log),
              options.services} {
  for (FoundPlugin& found : discovery.plugins) {
    Plugin& plugin = *plugins_.emplace_back(std::make_unique<Plugin>(std::move(found), loader_));
    if (!plugin.is_usable()) continue;
    for (const Provision& provision : plugin.manifest().provides) {
      if (provision.extension != MCPMX_EXT_TEMPLATE) continue;
      const bool is_taken = std::ranges::any_of(
          mappers_, [&](const Mapper* mapper) { return mapper->id() == provision.id; });
      if (is_taken) continue;
      mappers_.push_back(
          owned_mappers_.emplace_back(std::make_unique<PluginMapper>(plugin, provision)).get());
    }
  }
}

Registry::~Registry() = default;

Plugin* Registry::usable(std::string_view plugin_id) const {
  const auto found = std::ranges::find_if(plugins_, [&](const auto& plugin) {
    return plugin->is_usable() && plugin->manifest().id == plugin_id;
  });
  return found == plugins_.end() ? nullptr : found->get();
}

Result<std::optional<std::string>> Registry::recover(std::string_view template_id,
                                                     const RecoverInput& input,
                                                     std::vector<Diagnostic>& findings) {
  const auto found = std::ranges::find_if(
      owned_mappers_, [&](const auto& mapper) { return mapper->id() == template_id; });
  if (found == owned_mappers_.end()) {
    return unknown("template", template_id, "install the plugin that generated these services");
  }
  return (*found)->recover(input, findings);
}

Result<const void*> Registry::extension(std::string_view plugin_id, std::string_view extension_id) {
  Plugin* plugin = usable(plugin_id);
  if (plugin == nullptr) return unknown("plugin", plugin_id, "see `mcpmx plugin list`");
  const std::string id(extension_id);
  const std::string title = "plugin \"" + std::string(plugin_id) + "\" ";
  const bool is_listed =
      std::ranges::any_of(plugin->manifest().provides,
                          [&](const Provision& provision) { return provision.extension == id; });
  if (!is_listed)
    return failed(title + "does not provide " + id, plugin->found().file,
                  "see `mcpmx plugin list`");
  MCPMX_TRY(table, plugin->extension(id));
  if (table != nullptr) return table;
  return failed(title + "promises " + id + " in its manifest, but extension() answers null",
                plugin->found().file, "this is a bug of the plugin: report it to its author");
}

std::vector<PluginInfo> Registry::plugins() const {
  std::vector<PluginInfo> result;
  for (const auto& plugin : plugins_) {
    const FoundPlugin& found = plugin->found();
    const Manifest& manifest = found.manifest;
    PluginInfo info{manifest.id,         manifest.title,    manifest.version, manifest.licence,
                    manifest.homepage,   found.file,        found.origin,     {},
                    plugin->is_loaded(), found.shadowed_by, found.refused};
    if (!info.refused) info.refused = plugin->load_error();
    for (const Provision& provision : manifest.provides) {
      ProvidedInfo provided{provision.extension,
                            provision.id,
                            provision.priority,
                            is_known_extension(provision.extension),
                            {},
                            provision.compose_keys};
      if (provision.extension == MCPMX_EXT_TEMPLATE && plugin->is_usable()) {
        const auto used = std::ranges::find_if(
            mappers_, [&](const Mapper* mapper) { return mapper->id() == provision.id; });
        if (used != mappers_.end() && (*used)->origin() != found.file)
          provided.shadowed_by = (*used)->origin();
      }
      info.provides.push_back(std::move(provided));
    }
    result.push_back(std::move(info));
  }
  return result;
}

}  // namespace mcpmx::plugin
