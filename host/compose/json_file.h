// Reading and writing of our own small state files, which are JSON objects with a "schema".
// boost::json::parse is called in json_file.cpp alone. Pure; any thread.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace mcpmx::compose {

// The object, or nullopt if the text is not JSON, not an object, or has another schema.
std::optional<boost::json::object> parse_state(std::string_view text, std::string_view schema);

// Two blanks a level, members in their order, a line end at the end.
std::string state_text(const boost::json::object& object);

}  // namespace mcpmx::compose
