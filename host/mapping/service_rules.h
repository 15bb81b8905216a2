// The rules that hold for every service, whatever its template: hardening, stdin, networks,
// restart, labels, host paths, the health check of an HTTP server. Pure functions over one
// service's Compose body, after its places are filled.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "mapping/intent.h"
#include "mapping/place_filler.h"
#include "mapping/surroundings.h"

namespace mcpmx::mapping {

// Adds what the rules ask for to `body`, where the template did not say otherwise.
// `uses_network`: set where the service joins the profile's own network.
Result<void> apply_rules(boost::json::object& body, const IntentService& intent,
                         const ServiceScope& scope, const PlaceFiller& filled, FillState& state,
                         bool& uses_network);

}  // namespace mcpmx::mapping
