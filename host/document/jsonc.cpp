#include "document/jsonc.h"

#include <algorithm>

#include "document/trivia.h"

namespace mcpmx::document {
namespace {

void blank_out(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (!is_break(text[i])) text[i] = ' ';
  }
}

// Behind the string whose opening quote is at `at`; the text's end if it is not closed.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

}  // namespace

std::string without_comments(std::string_view text) {
  std::string result(text);
  std::size_t comma = std::string::npos;  // the last token, if it is a comma behind a value
  char last = '[';                        // the last token's last byte
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t behind = skip_trivia(text, at, Syntax::kJson);
    if (behind > at) {
      blank_out(result, at, behind);
      at = behind;
      continue;
    }
    const char c = text[at];
    if ((c == '}' || c == ']') && comma != std::string::npos) result[comma] = ' ';
    const bool follows_value = last != '[' && last != '{' && last != ',' && last != ':';
    comma = c == ',' && follows_value ? at : std::string::npos;
    last = c;
    at = c == '"' ? string_end(text, at) : at + 1;
  }
  return result;
}

}  // namespace mcpmx::document
