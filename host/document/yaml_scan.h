// The small scanner beside yaml-cpp: it finds in the text what the parser's events do not say.
// Always driven from the start of a node, which the events give exactly. Pure functions; texts are
// valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "document/node.h"

namespace mcpmx::document {

struct Content {
  std::size_t at =
      0;  // first byte behind the properties, blanks and comments; the text's end if none
  bool same_line = true;  // no line end was crossed
};

// Skips at most one &anchor and one !tag at `at`, and what stands between them and the content.
Content skip_properties(std::string_view text, std::size_t at);

// The byte behind the closing quote of the scalar whose opening quote is at `at`; nullopt if there
// is none, which yaml-cpp accepts.
std::optional<std::size_t> find_quoted_end(std::string_view text, std::size_t at);

// Behind the last of at most one &anchor and one !tag that begin at `at`.
std::size_t properties_end(std::string_view text, std::size_t at);

// The end of the plain scalar at `at` that reads as `value`: folded lines become a blank or line
// ends. nullopt if the text there does not read so.
std::optional<std::size_t> find_plain_end(std::string_view text, std::size_t at,
                                          std::string_view value);

// The end of the block scalar whose `|` or `>` is at `at`, its last line end not counted; with `+`
// the blank lines behind it are part of it. `indent`: the column of the block collection around, -1
// for none.
std::optional<std::size_t> find_block_scalar_end(std::string_view text, std::size_t at, int indent);

// kDoubleQuoted, kSingleQuoted, kLiteral, kFolded by the first byte; else kPlain.
Style style_at(std::string_view text, std::size_t at);

// The bytes of ~ or null (Null, NULL) at `at` if it stands alone there; 0 otherwise.
std::size_t length_of_null(std::string_view text, std::size_t at);

}  // namespace mcpmx::document
