// The places that an intent may hold: {"$secret": ...}. How each is written, and where it may
// stand; filling them is place_filler's business.
#pragma once

#include <boost/json/fwd.hpp>
#include <span>

#include "model/shape.h"

namespace mcpmx::mapping {

// A map whose first key begins with a dollar sign is a place.
bool is_place(const boost::json::object& map);

// All of them; the groups are those of model/compose_service.h.
std::span<const PlaceRule> place_rules();

}  // namespace mcpmx::mapping
