// What stands between tokens: blanks, line ends, comments; and the lines they make up. Pure
// functions over valid UTF-8; offsets are bytes, and the text's end is a line end too.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "document/node.h"

namespace mcpmx::document {

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_break(char c) { return c == '\n' || c == '\r'; }
inline bool is_space(char c) { return is_blank(c) || is_break(c); }

// Behind blanks, line ends and comments (`#` after a blank or at a line's start in YAML, `//` and
// `/* */` in JSON with comments).
std::size_t skip_trivia(std::string_view text, std::size_t at, Syntax syntax);

// Behind the comment that begins at `at`; `at` itself if none does.
std::size_t skip_comment(std::string_view text, std::size_t at, Syntax syntax);

// The comments among the trivia in [begin, end); commas between them are stepped over.
std::vector<Range> comments_between(std::string_view text, std::size_t begin, std::size_t end,
                                    Syntax syntax);

std::size_t skip_blanks(std::string_view text, std::size_t at);

// The first byte of the line that `at` stands in.
std::size_t line_start(std::string_view text, std::size_t at);
// The line end (its \r or \n, or the text's end) of the line that `at` stands in.
std::size_t line_end(std::string_view text, std::size_t at);
// The first byte of the line that starts at `line` which is no blank, nor a byte order mark.
std::size_t line_content(std::string_view text, std::size_t line);
// Whether nothing, or a YAML comment alone, stands in the line that starts at `line`.
bool is_blank_line(std::string_view text, std::size_t line);
bool is_comment_line(std::string_view text, std::size_t line);
// Behind the line end.
std::size_t next_line(std::string_view text, std::size_t at);

// The line end of the line that `at` stands in; that of the line above where it has none; "\n" in a
// text without any.
std::string_view line_break_of(std::string_view text, std::size_t at);

}  // namespace mcpmx::document
