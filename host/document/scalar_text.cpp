#include "document/scalar_text.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "support/ascii.h"
#include "support/text.h"

namespace mcpmx::document {

namespace {

// What some reader takes for null, a truth value, a float or a merge (compared in lower case).
constexpr std::array<std::string_view, 18> kWords = {
    "",   "~",   "null", "y", "n",    "yes",   "no",   "true", "false",
    "on", "off", "<<",   "=", ".inf", "+.inf", ".nan", "inf",  "nan",
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Decimal, octal, hexadecimal, binary, 1_000, .5, 1e3, sexagesimal 80:80, dates: all that starts
// like a number and has no character that numbers lack. `10s`, `2g` and `10.0.0.0/8` are not among
// them.
bool looks_like_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || (!is_digit(text[0]) && text[0] != '.')) return false;
  constexpr std::string_view kNumberCharacters = "0123456789abcdefABCDEFxXoO_:.+-";
  return text.find_first_not_of(kNumberCharacters) == std::string_view::npos &&
         text.find_first_of("0123456789_") != std::string_view::npos;
}

// `2001-12-14 21:59:43` and its kin.
bool looks_like_timestamp(std::string_view text) {
  return text.size() >= 8 && std::all_of(text.begin(), text.begin() + 4, is_digit) &&
         text[4] == '-' && is_digit(text[5]);
}

// Code points that a person cannot see, that some reader takes for a line end, or that none
// accepts. Joiners (U+200C, U+200D) are part of words and emoji and stay.
bool must_be_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x200B || c == 0x200E ||
         c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFEU) == 0xFFFEU;
}

void append_escape(std::string& out, char32_t c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  const int digits = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
  out += digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out += kDigits[(c >> static_cast<unsigned>(shift)) & 0xFU];
  }
}

// True if every code point may stand as itself; `\n` too where `lines` is set.
bool is_visible(std::string_view text, bool lines) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (must_be_escaped(point.value) && !(lines && point.value == '\n')) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

std::string yaml_number(double number) {
  if (std::isnan(number)) return ".nan";
  if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  std::string text(buffer.data(), end);
  // YAML 1.1 knows a float by its point alone: `1e+30` would be a string.
  if (text.find('.') == std::string::npos) {
    const auto exponent = text.find('e');
    text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
  }
  return text;
}

// What ends a plain scalar within brackets, and to yaml-cpp the question mark too.
bool has_flow_indicator(std::string_view text) {
  return text.find_first_of(",[]{}?") != std::string_view::npos;
}

}  // namespace

bool may_be_plain(std::string_view text) {
  if (std::find(kWords.begin(), kWords.end(), in_lower_case(text)) != kWords.end()) return false;
  // `-x` and `?x` would be strings, but read like a list item and a key.
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`=~ ";
  if (kIndicators.find(text[0]) != std::string_view::npos) return false;
  if (text.ends_with(' ') || text.ends_with(':') || text.starts_with("...")) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) {
    return false;
  }
  return !looks_like_number(text) && !looks_like_timestamp(text) && is_visible(text, false);
}

std::string double_quoted(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.value == '"' || point.value == '\\') result += '\\';
    if (must_be_escaped(point.value)) {
      append_escape(result, point.value);
    } else {
      result += text.substr(0, point.size);
    }
    text.remove_prefix(point.size);
  }
  result += '"';
  return result;
}

std::string block_scalar(std::string_view text) {
  return may_be_plain(text) ? std::string(text) : double_quoted(text);
}

std::optional<std::string> literal_block(std::string_view text, std::size_t indent) {
  const bool ends_with_newline = text.ends_with('\n');
  if (ends_with_newline) text.remove_suffix(1);
  // One line reads better in quotes; leading blanks would need an indentation number, and blanks at
  // the end of a line or of the text would be there without being seen.
  if (text.find('\n') == std::string_view::npos || text.starts_with('\n') ||
      text.starts_with(' ') || text.ends_with('\n') || !is_visible(text, true)) {
    return std::nullopt;
  }
  std::string result = ends_with_newline ? "|" : "|-";
  while (true) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.ends_with(' ')) return std::nullopt;
    result += '\n';
    if (!line.empty()) result.append(indent, ' ').append(line);
    if (end == std::string_view::npos) return result;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::string> single_quoted(std::string_view text) {
  if (!is_visible(text, false)) return std::nullopt;
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

std::string json_string(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result = "\"";
  const auto escape = [&](char32_t unit) {
    result += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
      result += kDigits[(unit >> static_cast<unsigned>(shift)) & 0xFU];
    }
  };
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
    constexpr std::string_view kLetters = "\"\\bfnrt";
    const auto letter =
        point.value < 0x80 ? kEscaped.find(static_cast<char>(point.value)) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      result += '\\';
      result += kLetters[letter];
    } else if (point.value >= 0x10000) {
      escape(0xD800 + ((point.value - 0x10000) >> 10U));
      escape(0xDC00 + ((point.value - 0x10000) & 0x3FFU));
    } else if (point.value < 0x20 || point.value >= 0x7F) {
      escape(point.value);
    } else {
      result += text[0];
    }
    text.remove_prefix(point.size);
  }
  return result + '"';
}

std::string scalar_text(const boost::json::value& scalar, Style preferred, Surroundings around) {
  switch (scalar.kind()) {
    case boost::json::kind::string:
      break;
    case boost::json::kind::bool_:
      return scalar.get_bool() ? "true" : "false";
    case boost::json::kind::double_:
      return around == Surroundings::kJson ? boost::json::serialize(scalar)
                                           : yaml_number(scalar.get_double());
    default:
      return boost::json::serialize(scalar);  // null and integers; a collection has no such text
  }
  const std::string_view text = view(scalar.get_string());
  if (around == Surroundings::kJson) return json_string(text);
  if (preferred == Style::kDoubleQuoted) return double_quoted(text);
  if (preferred == Style::kSingleQuoted) {
    if (auto quoted = single_quoted(text)) return *std::move(quoted);
  }
  const bool is_safe = around == Surroundings::kBlock || !has_flow_indicator(text);
  return is_safe && may_be_plain(text) ? std::string(text) : double_quoted(text);
}

}  // namespace mcpmx::document
