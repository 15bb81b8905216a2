#include "plugin/provider.h"

#include <algorithm>

#include "support/nearest.h"

namespace mcpmx::plugin {
namespace {

bool is_usable(const PluginInfo& plugin) {
  return !plugin.refused && plugin.shadowed_by.empty() && !plugin.id.empty();
}

}  // namespace

std::vector<std::string> names_of(const Registry& registry, std::string_view extension) {
  std::vector<std::string> names;
  for (const PluginInfo& plugin : registry.plugins()) {
    if (!is_usable(plugin)) continue;
    for (const ProvidedInfo& provided : plugin.provides) {
      const bool is_new = std::ranges::find(names, provided.id) == names.end();
      if (provided.extension == extension && is_new) names.push_back(provided.id);
    }
  }
  return names;
}

Result<Provider> find_provider(const Registry& registry, std::string_view extension,
                               std::string_view name, std::string_view noun,
                               std::string_view plural) {
  for (const PluginInfo& plugin : registry.plugins()) {
    if (!is_usable(plugin)) continue;
    for (const ProvidedInfo& provided : plugin.provides) {
      if (provided.extension == extension && provided.id == name)
        return Provider{plugin.id, plugin.file, provided.compose_keys};
    }
  }
  const std::vector<std::string> names = names_of(registry, extension);
  std::string known;
  for (const std::string& each : names) known.append(known.empty() ? "" : ", ").append(each);
  const auto meant = nearest(name, {names.begin(), names.end()});
  std::string hint = meant ? "did you mean " + names[meant->index] + "? " : std::string();
  hint.append("The ").append(plural).append(" are ").append(known);
  return Error{ErrorCode::kUsage,
               "no plugin has a " + std::string(noun) + " \"" + std::string(name) + "\"",
               {},
               known.empty() ? "see `mcpmx plugin list`" : hint};
}

Error bad_table(const Provider& provider, std::string_view extension) {
  return failed("plugin \"" + provider.plugin_id + "\" has a " + std::string(extension) +
                    " table that is too small or lacks a function",
                provider.file, "this is a bug of the plugin: report it to its author");
}

}  // namespace mcpmx::plugin
