// What a person is told of a text that is no YAML, or that says one thing twice.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "document/document.h"
#include "support/result.h"

namespace mcpmx::document {

// The parser's own `message` at byte `at`, with a hint where the text shows what is behind it.
// `is_unknown_token`: the parser met a character that begins nothing.
Error yaml_fault(std::string_view message, std::string_view text, std::size_t at,
                 const std::string& file, bool is_unknown_token);

// Of the document's first duplicate, which there must be.
Error duplicate_fault(const Document& document);

}  // namespace mcpmx::document
