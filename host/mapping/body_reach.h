// The last look at what a service reaches outside of itself before it goes into the file: host
// paths, however they were put together, and volumes, networks and services by their names.
//
// Whatever a template writes, joins or leaves to a variable ends here as the text that Compose
// will read, and goes through the one door for host paths (mounts.h).
#pragma once

#include <boost/json/object.hpp>

#include "mapping/place_filler.h"
#include "support/result.h"

namespace mcpmx::mapping {

// `body`: filled, with dollar signs of data doubled. An error where a path is denied, or is known
// only when Compose runs.
Result<void> check_paths(const boost::json::object& body, const ServiceScope& scope,
                         const FillState& state);

// An error where the file declares no such volume, network or service. Compose refuses a whole file
// for one such name.
Result<void> check_references(const boost::json::object& body, const ServiceScope& scope,
                              const FillState& state);

// True where the service joins that network.
bool joins_network(const boost::json::object& body, std::string_view network);

}  // namespace mcpmx::mapping
