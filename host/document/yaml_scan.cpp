#include "document/yaml_scan.h"

#include <algorithm>
#include <array>

namespace mcpmx::document {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kBreaks = "\r\n";
constexpr std::string_view kEndsOfProperty = " \t\r\n,[]{}";

char byte_at(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\n'; }

std::size_t skip_any(std::string_view text, std::size_t at, std::string_view bytes) {
  return std::min(text.find_first_not_of(bytes, at), text.size());
}

std::size_t end_of_property(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("!<")) {
    const auto close = text.find('>', at);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  return std::min(text.find_first_of(kEndsOfProperty, at), text.size());
}

// Over blanks, line ends and comments.
std::size_t skip_space(std::string_view text, std::size_t at, bool& same_line) {
  for (;;) {
    at = skip_any(text, at, kBlanks);
    if (byte_at(text, at) == '#') at = std::min(text.find_first_of(kBreaks, at), text.size());
    if (at >= text.size() || kBreaks.find(text[at]) == std::string_view::npos) return at;
    same_line = false;
    at = skip_any(text, at, kBreaks);
  }
}

}  // namespace

Content skip_properties(std::string_view text, std::size_t at) {
  Content content = {std::min(at, text.size()), true};
  bool had_anchor = false;
  bool had_tag = false;
  for (;;) {
    const char c = byte_at(text, content.at);
    if (c == '&' && !had_anchor) {
      had_anchor = true;
    } else if (c == '!' && !had_tag) {
      had_tag = true;
    } else {
      return content;
    }
    content.at = end_of_property(text, content.at);
    content.at = skip_space(text, content.at, content.same_line);
  }
}

std::optional<std::size_t> find_quoted_end(std::string_view text, std::size_t at) {
  const char quote = byte_at(text, at);
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || byte_at(text, i + 1) != '\'') return i + 1;
      ++i;  // '' is a quote within
    }
  }
  return std::nullopt;
}

Style style_at(std::string_view text, std::size_t at) {
  switch (byte_at(text, at)) {
    case '"':
      return Style::kDoubleQuoted;
    case '\'':
      return Style::kSingleQuoted;
    case '|':
      return Style::kLiteral;
    case '>':
      return Style::kFolded;
    default:
      return Style::kPlain;
  }
}

std::size_t length_of_null(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 4> kWords = {"~", "null", "Null", "NULL"};
  if (at >= text.size()) return 0;
  for (const std::string_view word : kWords) {
    if (!text.substr(at).starts_with(word)) continue;
    const char next = byte_at(text, at + word.size());
    if (kEndsOfProperty.find(next) != std::string_view::npos || next == ':') return word.size();
  }
  return 0;
}

}  // namespace mcpmx::document
