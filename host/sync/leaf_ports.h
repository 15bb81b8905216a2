// The host ports that the leaves of a service publish.
#pragma once

#include <set>

#include "sync/base.h"

namespace mcpmx::sync {

// Of a range each; nothing of a port for which the engine picks one.
std::set<int> published_ports(const Leaves& leaves);

}  // namespace mcpmx::sync
