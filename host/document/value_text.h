// Values as text of a document, to be put into one: maps and lists in block style at a column, in
// brackets on one line, or as JSON. Pure. Results have no line end at their end, and "\n" inside.
// Values must have passed check_value().
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "document/node.h"
#include "support/result.h"

namespace mcpmx::document {

// How a list below a key is written, if it has scalars alone and fits on the line.
enum class ListStyle : std::uint8_t {
  kLines,      // never on one line
  kWords,      // in brackets, words as they are and other strings in double quotes
  kArguments,  // in brackets, every string in double quotes
};

// How a document, or a part of it, is written.
struct TextStyle {
  std::size_t step = 2;         // columns that a map stands right of its key
  std::size_t list_step = 2;    // the same of a list's dashes; 0: below the key itself
  Style quote = Style::kPlain;  // of strings: kPlain (where it can be), kSingleQuoted, ...
  bool literals = true;         // whether text of several lines may be a block (`|`)
  std::size_t columns = 100;    // a list in brackets ends there at the latest
  ListStyle (*list_style)(std::string_view key) = nullptr;  // null: kLines for every key
};

// Everything that makes a value unfit for any document: NUL, text that is not UTF-8, nesting deeper
// than 64. The error's `where` is the JSON pointer.
Result<void> check_value(const boost::json::value& value);

// A scalar, or a collection in brackets, on one line.
std::string inline_text(const boost::json::value& value, Syntax syntax, Style quote);

// The list below a key in brackets, where the style asks for it and it fits behind `column`; else
// nothing. A line end inside a one-line list is hard to read: rather a list of lines with a
// literal.
std::optional<std::string> text_in_brackets(std::string_view key, const boost::json::array& items,
                                            std::size_t column, const TextStyle& style);

// `key: value` and `- value`, whose first character stands at `column`; what does not fit on the
// line follows on lines of its own, indented.
std::string entry_text(std::string_view key, const boost::json::value& value, std::size_t column,
                       const TextStyle& style);
std::string item_text(const boost::json::value& value, std::size_t column, const TextStyle& style);

// A map or list that is not empty, its first character at `column`.
std::string block_text(const boost::json::value& value, std::size_t column, const TextStyle& style);

// Whether block text of this value ends in a literal whose last line end is still missing: what
// follows brings it, but at a document's end nothing does.
bool needs_line_end(const boost::json::value& value);

// JSON over several lines; the line that it begins on is indented by `indent`, a level by `step`.
std::string json_text(const boost::json::value& value, std::string_view indent,
                      std::string_view step);

}  // namespace mcpmx::document
