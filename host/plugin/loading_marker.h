// A file that stands while a plugin is being loaded. If the process dies meanwhile, the next run
// finds it and can name the plugin (plugin-abi.md point 15). Best effort: where it cannot be
// written there is none.
//
// A marker belongs to the scope that makes it. Not for concurrent use within a process; other
// processes may write the same file, hence the process id in it.
#pragma once

#include <optional>
#include <string>

#include "support/environment.h"

namespace mcpmx::plugin {

// $XDG_STATE_HOME/mcpmx/loading
std::string loading_marker_path(const Environment& environment);

class LoadingMarker {
 public:
  LoadingMarker(std::string path, const std::string& plugin_id, const std::string& file);
  LoadingMarker(const LoadingMarker&) = delete;
  LoadingMarker& operator=(const LoadingMarker&) = delete;
  ~LoadingMarker();

 private:
  std::string path_;  // empty: nothing was written
};

struct InterruptedLoad {
  std::string plugin_id;
  std::string file;
};

// What an earlier process was loading when it ended; removes the marker. Nullopt if there is none,
// or if the process that wrote it still runs.
std::optional<InterruptedLoad> take_interrupted_load(const std::string& path);

}  // namespace mcpmx::plugin
