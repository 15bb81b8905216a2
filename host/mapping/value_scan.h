// The pass of a ValueReader over a string that is neither secret, nor a path, nor a placeholder as
// a whole: finds URLs, JSON members, assignments, tokens and addresses inside it. For value_*.cpp,
// scan_*.cpp and analysis.cpp.
#pragma once

#include <string_view>

#include "mapping/value.h"
#include "mapping/value_reader.h"

namespace mcpmx::mapping {

// Secrets and paths that are met are noted in `reader`.
Value scan_value(ValueReader& reader, std::string_view text, const Place& place);

Segment text_segment(std::string_view text);

// Appends text, joined to text that stands there already.
void add_text(Value& value, std::string_view text);
void append(Value& value, Value more);

bool has_placeholder(std::string_view text);

// "true", "none" and the like, and "basic" of an AUTH: a switch of that name, never a secret.
bool is_switch(std::string_view name, std::string_view text);

}  // namespace mcpmx::mapping
