// What an intent (sdk/schema/render.schema.json) and a mapping file (mappings/schema.json) look
// like. Both say what is known of a server and how its services run, so that most shapes are
// common to the two; the schemas are for editors and authors, these tables are what counts.
#pragma once

#include <boost/json/fwd.hpp>
#include <vector>

#include "model/shape.h"

namespace mcpmx::mapping {

inline constexpr std::string_view kIntentSchema = "mcpmx.render/1";

// Of a service of either whose shape is right.
bool has_image(const boost::json::object& service);

std::vector<Fault> find_intent_faults(const boost::json::value& intent);
std::vector<Fault> find_mapping_faults(const boost::json::value& mapping);

}  // namespace mcpmx::mapping
