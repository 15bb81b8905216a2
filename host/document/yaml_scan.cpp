#include "document/yaml_scan.h"

#include <algorithm>
#include <array>
#include <string>

#include "document/trivia.h"

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

std::size_t properties_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  bool had_anchor = false;
  bool had_tag = false;
  for (bool same_line = true;;) {
    const char c = byte_at(text, at);
    if (c == '&' && !had_anchor) {
      had_anchor = true;
    } else if (c == '!' && !had_tag) {
      had_tag = true;
    } else {
      return end;
    }
    end = end_of_property(text, at);
    at = skip_space(text, end, same_line);
  }
}

std::optional<std::size_t> find_plain_end(std::string_view text, std::size_t at,
                                          std::string_view value) {
  for (std::size_t i = 0; i < value.size();) {
    const std::size_t blanks_end = skip_any(text, at, kBlanks);
    if (blanks_end < text.size() && kBreaks.find(text[blanks_end]) != std::string_view::npos) {
      // A fold: one line end reads as a blank, n + 1 of them as n line ends.
      std::size_t breaks = 0;
      for (at = blanks_end; at < text.size() && is_space(text[at]); ++at) {
        if (text[at] == '\n' || (text[at] == '\r' && byte_at(text, at + 1) != '\n')) ++breaks;
      }
      const std::string_view rest = value.substr(i);
      const std::size_t wanted = breaks == 1 ? 1 : breaks - 1;
      const char fold = breaks == 1 ? ' ' : '\n';
      if (rest.size() < wanted || rest.substr(0, wanted) != std::string(wanted, fold)) {
        return std::nullopt;
      }
      i += wanted;
    } else {
      if (at >= text.size() || text[at] != value[i]) return std::nullopt;
      ++at;
      ++i;
    }
  }
  return at;
}

std::optional<std::size_t> find_block_scalar_end(std::string_view text, std::size_t at,
                                                 int indent) {
  const std::string_view header = text.substr(at, line_end(text, at) - at);
  const std::string_view indicators = header.substr(0, header.find_first_of(" \t#"));
  const auto digit = indicators.find_first_of("123456789");
  const bool keeps = indicators.find('+') != std::string_view::npos;
  auto least = static_cast<std::size_t>(std::max(indent + 1, 0));
  std::optional<std::size_t> column;  // of the content
  if (digit != std::string_view::npos) {
    column = static_cast<std::size_t>(indicators[digit] - '0' + std::max(indent, 0));
  }
  std::size_t text_end = at + header.size();
  std::size_t blank_end = text_end;
  for (std::size_t line = next_line(text, at); line < text.size(); line = next_line(text, line)) {
    const std::size_t end = line_end(text, line);
    const std::size_t first = std::min(skip_any(text, line, " "), end);
    const std::size_t depth = first - line;
    if (first == end) {
      // yaml-cpp takes the deepest blank line before the text for the least that the text has.
      if (!column) least = std::max(least, depth);
      if (column && depth > *column) text_end = end;
      blank_end = end;
      continue;
    }
    if (!column) column = std::max(least, depth);
    if (depth < *column) break;
    text_end = blank_end = end;
  }
  return keeps ? blank_end : text_end;
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
