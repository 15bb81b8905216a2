// What a file's bytes must be before a parser sees them: valid UTF-8, no NUL, not UTF-16, not too
// large. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "support/result.h"

namespace mcpmx::document {

// The first byte that is not part of a valid UTF-8 character (RFC 3629: no surrogates, no overlong
// forms, nothing above U+10FFFF).
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// "file:line:column" of a byte, for errors before there is a Document. A byte order mark has no
// column.
std::string place_of(std::string_view text, std::size_t offset, std::string_view file);

// Whether the text begins with UTF-8's byte order mark; or why it cannot be read. `limit` in bytes.
Result<bool> check_encoding(std::string_view text, std::size_t limit, std::string_view file);

}  // namespace mcpmx::document
