#include "document/json_fault.h"

#include <vector>

namespace mcpmx::document {
namespace {

// The byte behind the string that opens at `open`, or what is wrong with it.
struct StringEnd {
  std::size_t after = 0;
  std::optional<Fault> fault;
};

StringEnd skip_string(std::string_view text, std::size_t open) {
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') return {i + 1, std::nullopt};
    if (c == '\\') {
      ++i;
    } else if (c == '\n' || c == '\r') {
      return {i, Fault{open, "the string that begins here is not closed on its line"}};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return {i, Fault{i, "a string has a control byte that is not escaped"}};
    }
  }
  return {text.size(), Fault{open, "the string that begins here is not closed"}};
}

}  // namespace

std::optional<Fault> find_json_fault(std::string_view text) {
  std::vector<std::size_t> open;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == '"') {
      auto end = skip_string(text, i);
      if (end.fault) return end.fault;
      i = end.after;
      continue;
    }
    if (c == '{' || c == '[') open.push_back(i);
    if (c == '}' || c == ']') {
      const char partner = c == '}' ? '{' : '[';
      if (open.empty()) return Fault{i, std::string("this '") + c + "' closes nothing"};
      if (text[open.back()] != partner) {
        return Fault{i, std::string("this '") + c + "' does not close the '" + text[open.back()] +
                            "' that is open"};
      }
      open.pop_back();
      const auto next = text.find_first_not_of(" \t\r\n", i + 1);
      if (open.empty() && next != std::string_view::npos) {
        return Fault{next, "something follows after the end of the document"};
      }
    }
    ++i;
  }
  if (open.empty()) return std::nullopt;
  return Fault{open.back(),
               std::string("the '") + text[open.back()] + "' that begins here is not closed"};
}

}  // namespace mcpmx::document
