// The services that the host lends plugins (mcpmx/service/*.h), as C tables over the host's own
// edges. Owned by whoever makes the Registry, and outlives it; the tables may be used from any
// thread.
#pragma once

#include <span>
#include <string_view>

#include "mcpmx/service/cancel.h"
#include "mcpmx/service/process.h"
#include "support/cancellation.h"
#include "support/process.h"

namespace mcpmx::plugin {

class HostServices {
 public:
  // Both outlive it.
  HostServices(Processes& processes, Cancellation& cancellation);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  // Ids of all services that there are; a manifest may require them.
  static std::span<const std::string_view> ids();
  // The table of an id; null for any other text.
  const void* find(std::string_view id) const;

 private:
  static mcpmx_status run(void* context, const mcpmx_process_request* request,
                          const mcpmx_process_sink* sink, mcpmx_process_result* result) noexcept;
  static std::uint32_t is_requested(void* context) noexcept;
  static std::uint32_t wait(void* context, std::uint64_t milliseconds) noexcept;

  Processes& processes_;
  Cancellation& cancellation_;
  mcpmx_process process_;
  mcpmx_cancel cancel_;
};

}  // namespace mcpmx::plugin
