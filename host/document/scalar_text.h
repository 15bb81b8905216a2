// Strings as YAML scalars that every reader takes for the same string: YAML 1.1 (PyYAML) and 1.2,
// yaml-cpp 0.7 and Go's yaml.v3, which Docker Compose uses. Pure; any thread.
//
// Where one of them might read something else (a number, a date, a truth value, a comment), the
// string is double-quoted. The rule errs on the side of quotes: they are never wrong.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "document/node.h"

namespace mcpmx::document {

// Every function here takes UTF-8 without NUL; the writer checks that before.

// True if the text may stand without quotes as a key or a value of a block collection.
bool may_be_plain(std::string_view text);

// The text in double quotes, on one line. What is invisible or breaks lines is escaped; letters and
// emoji stand as themselves.
std::string double_quoted(std::string_view text);

// Plain where may_be_plain(), else double-quoted.
std::string block_scalar(std::string_view text);

// The text as a literal block (`|` or `|-`, then its lines, each behind `indent` blanks; no line
// end after the last), or nullopt where a literal block would not be exact or no nicer than quotes.
std::optional<std::string> literal_block(std::string_view text, std::size_t indent);

// The text in single quotes, or nullopt where they cannot carry it: line ends and what is
// invisible.
std::optional<std::string> single_quoted(std::string_view text);

// The text as a JSON string, everything beyond ASCII escaped, as Python's json writes it.
std::string json_string(std::string_view text);

// Where a scalar is to stand.
enum class Surroundings : std::uint8_t { kBlock, kBrackets, kJson };

// A null, boolean, number or string on one line. `preferred`: the quotes that the neighbours have,
// used where they can carry the string; kPlain takes quotes only where they are needed.
std::string scalar_text(const boost::json::value& scalar, Style preferred, Surroundings around);

}  // namespace mcpmx::document
