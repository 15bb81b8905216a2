// Words that a generated Compose file has of us, and by which we know it again.
#pragma once

#include <string_view>

namespace mcpmx::mapping {

// The profile's own network.
inline constexpr std::string_view kProfileNetwork = "mcp-network";

// The label that says which server of MCPM a service is.
inline constexpr std::string_view kServerLabel = "mcpmx.server";

// The Compose profile of a server that is switched off in MCPM: nothing starts it.
inline constexpr std::string_view kDisabledProfile = "mcpmx-disabled";

}  // namespace mcpmx::mapping
