// The sink of one call of a backend: what the plugin says, as the host's values. Its functions are
// called by the plugin, from any thread of it; texts of a plugin are cleaned, for they go to
// terminals and JSON.
#pragma once

#include "mcpmx/ext/backend.h"
#include "model/backend.h"
#include "plugin/call.h"

namespace mcpmx::plugin {

class BackendSink {
 public:
  // `listener` outlives it.
  explicit BackendSink(Listener& listener);
  BackendSink(const BackendSink&) = delete;
  BackendSink& operator=(const BackendSink&) = delete;

  const mcpmx_backend_sink* raw() const { return &raw_; }
  Sink& findings() { return findings_; }  // after the call

 private:
  static void step(void* context, const mcpmx_step* raw) noexcept;
  static void event(void* context, const mcpmx_event* raw) noexcept;
  static void row(void* context, const mcpmx_row* raw) noexcept;
  static void log(void* context, mcpmx_view service, std::uint32_t number, std::int32_t stream,
                  mcpmx_view bytes) noexcept;

  Listener& listener_;
  Sink findings_;
  mcpmx_backend_sink raw_;
};

}  // namespace mcpmx::plugin
