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
#include "plugin/manifest.h"
#include "plugin/search_folders.h"
#include "support/descriptor.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx::plugin {

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

// Error: a --plugin-dir that cannot be read. What is wrong with one plugin is in
// FoundPlugin::refused.
Result<Discovery> discover(const SearchOptions& options, const Environment& environment);

}  // namespace mcpmx::plugin
