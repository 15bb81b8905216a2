// The last look at the values of a service before it goes into the file: what Compose could not
// read.
//
// Compose refuses a whole file for one of them, so the one server stays out instead. Where a value
// comes from does not matter: docker run, a mapping and a plugin all end here.
#pragma once

#include <boost/json/object.hpp>

#include "support/result.h"

namespace mcpmx::mapping {

// `body`: filled, with dollar signs of data doubled. A value that a variable gives is known only
// when Compose runs, but for its default.
Result<void> check_values(const boost::json::object& body);

}  // namespace mcpmx::mapping
