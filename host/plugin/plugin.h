// One plugin that was found: loaded on first use, once, for the life of the process. A failed load
// is remembered and answers every later call. All functions may be called from any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/call.h"
#include "plugin/discovery.h"
#include "plugin/library.h"
#include "plugin/loading_marker.h"
#include "support/result.h"

namespace mcpmx::plugin {

// What all plugins of a process share while they load: one at a time, so that init() never runs on
// two threads at once and the marker names the right one.
struct Loader {
  std::mutex mutex;
  LoadingMarker marker;
  Log log;
  const HostServices* services = nullptr;
};

class Plugin {
 public:
  // `loader` outlives the plugin.
  Plugin(FoundPlugin found, Loader& loader);
  ~Plugin();
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  const FoundPlugin& found() const { return found_; }
  const Manifest& manifest() const { return found_.manifest; }
  bool is_usable() const { return !found_.refused && found_.shadowed_by.empty(); }
  bool is_loaded() const { return state_.load(std::memory_order_acquire) == State::kLoaded; }
  std::optional<Error> load_error() const;

  // The plugin's table for an extension id; loads the plugin if need be. Null if it has none.
  Result<const void*> extension(const std::string& extension_id);

 private:
  enum class State { kFresh, kLoaded, kFailed };
  Result<void> load();
  Result<void> load_now();

  FoundPlugin found_;
  Loader& loader_;
  HostTable host_;
  std::optional<Library> library_;
  std::optional<Error> failure_;
  std::atomic<State> state_ = State::kFresh;
};

}  // namespace mcpmx::plugin
