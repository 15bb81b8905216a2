// What an unquoted scalar is: YAML 1.2's core schema, which Compose's reader agrees with for
// everything but old octals (012), and JSON's number grammar. Pure functions.
#pragma once

#include <string_view>

#include "document/node.h"

namespace mcpmx::document {

bool is_json_number(std::string_view text);  // RFC 8259, section 6

// kNull, kBool, kNumber or kString. yes, no, on and off are strings, as in Compose.
NodeKind kind_of_plain(std::string_view text);

}  // namespace mcpmx::document
