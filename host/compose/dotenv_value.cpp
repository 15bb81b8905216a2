#include "compose/dotenv_value.h"

namespace mcpmx::compose {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string expand_escapes(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char next = text[i + 1];
    constexpr std::string_view kLetters = "abfnrtv\"\\";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\"\\";
    if (const auto at = kLetters.find(next); at != std::string_view::npos) {
      result += kMeanings[at];
      ++i;
    } else if (next == '$') {
      result += "$$";
      ++i;
    } else if (next == '0') {
      // \0 and up to three digits; Go accepts it only as exactly three octal ones up to \0377.
      std::size_t end = i + 2;
      while (end < text.size() && end < i + 5 && is_digit(text[end])) ++end;
      const std::string_view digits = text.substr(i + 2, end - i - 2);
      unsigned value = 0;
      for (const char c : digits) value = value * 8 + static_cast<unsigned>(c - '0');
      const bool octal = digits.find_first_of("89") == std::string_view::npos;
      if (digits.size() == 3 && octal && value <= 0xFF) {
        // Go makes a character of the number, not a byte.
        if (value < 0x80) {
          result += static_cast<char>(value);
        } else {
          result += static_cast<char>(0xC0U | (value >> 6U));
          result += static_cast<char>(0x80U | (value & 0x3FU));
        }
      } else {
        // Go has taken the 0 away by then, and leaves it so.
        result.append(1, '\\').append(digits);
      }
      i = end - 1;
    } else {
      result += '\\';
    }
  }
  return result;
}

void finish_value(DotenvEntry& entry, std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    value += text[i];
    if (text[i] != '$' || i + 1 == text.size()) continue;
    const char next = text[i + 1];
    if (next == '$') {
      ++i;
    } else if (next == '{' || next == '_' || (next >= 'a' && next <= 'z') ||
               (next >= 'A' && next <= 'Z')) {
      entry.interpolated = true;
      entry.value = text;
      return;
    }
  }
  entry.value = std::move(value);
}

}  // namespace mcpmx::compose
