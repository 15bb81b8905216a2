// The order in which people write the keys of a Compose file. Pure; any thread.
#pragma once

#include <boost/json/fwd.hpp>

namespace mcpmx::compose {

// Reorders in place: the top level (name, services, networks, volumes, configs, secrets, x-*), the
// keys of each service, and those of their healthchecks and long-form mounts and ports. Keys that
// it does not know follow the known ones, in the order that they had; service and network names,
// variables and labels are not touched.
void canonical_order(boost::json::object& project);

}  // namespace mcpmx::compose
