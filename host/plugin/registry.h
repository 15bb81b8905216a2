// All plugins of a process: what the app asks for mappers, for extensions by id, and for the list
// that `plugin list` and `plugin info` print. Making one runs no plugin code.
//
// The app owns one Registry for as long as the process works; mappers and tables belong to it. At
// the end it calls shutdown() of what was loaded, but unloads nothing. All functions may be called
// from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/mapper.h"
#include "plugin/bridge.h"
#include "plugin/call.h"
#include "plugin/discovery.h"
#include "plugin/plugin.h"
#include "support/result.h"

namespace mcpmx::plugin {

struct ProvidedInfo {
  std::string extension;
  std::string id;
  int priority = 0;
  bool is_known = false;    // an extension that this host calls; others are only listed
  std::string shadowed_by;  // file whose template of the same id is used instead
  std::vector<std::string> compose_keys = {};  // of a backend: those that it handles
};

struct PluginInfo {
  std::string id;  // empty: the manifest could not be read
  std::string title;
  std::string version;
  std::string licence;
  std::string homepage;
  std::string file;
  Origin origin = Origin::kOption;
  std::vector<ProvidedInfo> provides;
  bool loaded = false;
  std::string shadowed_by;       // the file that is used instead; empty if this one is
  std::optional<Error> refused;  // by the scan, or by a load that was tried
};

struct RegistryOptions {
  Log log;                  // lines that plugins log; may be empty
  std::string marker_path;  // loading_marker_path(environment); empty: none is written
  const HostServices* services = nullptr;  // lent to plugins; outlives the registry
};

class Registry {
 public:
  explicit Registry(Discovery discovery, RegistryOptions options = {});
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // The templates of all usable plugins, in search order; of equal ids the first.
  const std::vector<Mapper*>& mappers() const { return mappers_; }

  // Asks the template `template_id` what server the services stand for; nullopt: not its own.
  Result<std::optional<std::string>> recover(std::string_view template_id,
                                             const RecoverInput& input,
                                             std::vector<Diagnostic>& findings);

  // The table of an extension, for whoever knows its type; loads the plugin. An error if there is
  // no such plugin, its manifest does not list the extension, or extension() answers null for it.
  Result<const void*> extension(std::string_view plugin_id, std::string_view extension_id);

  // In search order, shadowed and refused ones included.
  std::vector<PluginInfo> plugins() const;

 private:
  Plugin* usable(std::string_view plugin_id) const;

  Loader loader_;
  std::vector<std::unique_ptr<Plugin>> plugins_;
  std::vector<std::unique_ptr<PluginMapper>> owned_mappers_;
  std::vector<Mapper*> mappers_;
};

}  // namespace mcpmx::plugin
