// What every use case starts from: the surroundings, the options that all commands share, and, made
// on first use, the mappers of all plugins and mapping folders.
//
// One Session a process, owned by the command line; not for use from two threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mapping/claims.h"
#include "mapping/mapping_folders.h"
#include "mcpm/library.h"
#include "plugin/host_services.h"
#include "plugin/loading_marker.h"
#include "plugin/registry.h"
#include "support/cancellation.h"
#include "support/environment.h"
#include "support/filesystem.h"
#include "support/process.h"
#include "support/result.h"

namespace mcpmx::app {

struct Options {
  std::string config_dir;                 // --config-dir; empty: the default
  std::vector<std::string> plugin_dirs;   // --plugin-dir
  std::vector<std::string> mapping_dirs;  // --mapping-dir
  bool no_plugins = false;
  bool only_bundled_plugins = false;
  plugin::Log log;  // where plugins' log lines go; may be empty
};

class Session {
 public:
  Session(Options options, Environment environment, Filesystem& filesystem);

  const Environment& environment() const { return environment_; }
  Filesystem& filesystem() const { return filesystem_; }
  // Of the command that runs: who waits long, or lets others work, asks it.
  Cancellation& cancellation() { return cancellation_; }

  // MCPM's folder: --config-dir, else MCPMX_CONFIG_DIR, else $HOME/.config/mcpm (as MCPM, which
  // ignores XDG_CONFIG_HOME).
  std::string config_dir() const;

  Result<mcpm::Library> load_library() const { return mcpm::load(config_dir()); }

  // What a scan finds now; loads no plugin and notes nothing.
  Result<plugin::Discovery> discover_plugins() const;

  // Plugins and mappings, scanned on the first call.
  Result<plugin::Registry*> registry();
  Result<const mapping::MappingSet*> mapping_files(const mapping::Relevance* relevance = nullptr);
  // The first call decides what is read: with `relevance`, bundled mappings that cannot matter are
  // not.
  Result<const mapping::Claims*> claims(const mapping::Relevance* relevance = nullptr);

  // Of a mapping that was read, as it was then; of any other file as it is now.
  std::optional<FileStamp> stamp_of_code(const std::string& path) const;

  std::vector<mapping::MappingFolder> mapping_folders() const;
  // Where plugins and mappings are looked for.
  std::vector<std::string> code_folders() const;

  // What an earlier process was loading when it died; known after registry().
  const std::optional<plugin::InterruptedLoad>& interrupted_load() const { return interrupted_; }

 private:
  void warn_of_refused() const;

  Options options_;
  Environment environment_;
  Filesystem& filesystem_;
  Cancellation cancellation_;
  PosixProcesses processes_;
  plugin::HostServices services_;  // lent to plugins
  std::optional<plugin::InterruptedLoad> interrupted_;
  std::unique_ptr<plugin::Registry> registry_;
  std::unique_ptr<mapping::MappingSet> mapping_files_;
  std::unique_ptr<mapping::Claims> claims_;
};

}  // namespace mcpmx::app
