// JSON with comments, as editors write their settings: `//` and `/* */`, and a comma ahead of a
// closing bracket. It becomes JSON of the same length, so that every offset stays. Pure.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx::document {

// The text with such comments and commas overwritten by blanks; line ends stay. What is neither
// JSON nor JSON with comments comes out as something that is no JSON either: an unclosed comment
// stays as it is.
std::string without_comments(std::string_view text);

}  // namespace mcpmx::document
