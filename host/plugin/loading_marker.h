// A file that names the plugin that is being loaded. If the process dies meanwhile, the next run
// finds it and can name the plugin (plugin-abi.md point 15). Best effort: where it cannot be
// written there is none.
//
// Made at the first load and removed with its owner, because making and removing a file costs more
// than loading a plugin does; between two loads it names none. Not for concurrent use within a
// process; other processes may write the same file, hence the process id in it.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "support/descriptor.h"
#include "support/environment.h"

namespace mcpmx::plugin {

// $XDG_STATE_HOME/mcpmx/loading
std::string loading_marker_path(const Environment& environment);

class LoadingMarker {
 public:
  explicit LoadingMarker(std::string path) : path_(std::move(path)) {}  // empty: none is written
  LoadingMarker(const LoadingMarker&) = delete;
  LoadingMarker& operator=(const LoadingMarker&) = delete;
  ~LoadingMarker();

  // Names a plugin for as long as it lives. One at a time; the marker outlives it.
  class Scope {
   public:
    Scope(LoadingMarker& marker, const std::string& plugin_id, const std::string& file);
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope();

   private:
    LoadingMarker& marker_;
  };

 private:
  void open();
  void write(const std::string& text);

  std::string path_;
  bool was_tried_ = false;
  Descriptor file_;
};

struct InterruptedLoad {
  std::string plugin_id;
  std::string file;
};

// What an earlier process was loading when it ended; removes the marker. Nullopt if there is none,
// if it names no plugin, or if the process that wrote it still runs.
std::optional<InterruptedLoad> take_interrupted_load(const std::string& path);

}  // namespace mcpmx::plugin
