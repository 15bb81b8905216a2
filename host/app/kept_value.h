// A value of a person's YAML as JSON, to be written back so that it means the same.
#pragma once

#include <boost/json/value.hpp>

#include "document/element.h"
#include "support/result.h"

namespace mcpmx::app {

// Aliases are followed and merge keys applied. A number that would be written in other characters
// (1.10, 0x1F, 007, one of thirty digits) comes as a text of the same characters: they are all that
// anybody who reads it can rely on. An error where lists and maps nest deeper than can be written.
Result<boost::json::value> kept_value(const document::Element& element);

}  // namespace mcpmx::app
