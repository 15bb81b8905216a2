// Where a JSON text is broken, in the cases in which simdjson says only that it is. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mcpmx::document {

struct Fault {
  std::size_t at = 0;   // byte of the text
  std::string message;  // without values
};

// The first string that does not end on its line, control byte in a string, bracket without its
// partner, or text behind the bracket that ends the document. `text` without a byte order mark.
// Looks at nothing else.
std::optional<Fault> find_json_fault(std::string_view text);

}  // namespace mcpmx::document
