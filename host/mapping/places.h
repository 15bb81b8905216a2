// The places that an intent may hold, by name: {"$secret": ...}. Filling them is place_filler's
// business.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>

namespace mcpmx::mapping {

// A map whose first key begins with a dollar sign is a place.
bool is_place(const boost::json::object& map);

struct UnknownPlace {
  std::string pointer;  // below the value that was given
  std::string name;     // "$sercet"
};

// The first place in a value, however deep, that nobody knows.
std::optional<UnknownPlace> find_unknown_place(const boost::json::value& value);

}  // namespace mcpmx::mapping
