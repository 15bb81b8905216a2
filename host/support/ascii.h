// Letters and digits of ASCII, whatever the locale: names of variables, tokens and URLs are made of
// them, and a byte beyond them is part of a text, never of such a name. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mcpmx {

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_word(char c) { return is_alnum(c) || c == '_'; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

constexpr bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x7f) return false;
  }
  return true;
}

// Whether `size` bytes of the text at `at` are whole words: "80" in "a:80/b" is, in "8080" it is
// not.
constexpr bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  const std::size_t end = at + size;
  return (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
}

// "80" of "8080", "my_api_key" of "my_api_key_name". What is long is no word, and part of none
// wherever it stands.
constexpr bool is_part_of_word(std::string_view text, std::size_t at, std::size_t size) {
  constexpr std::size_t kSurelyNoWord = 16;  // bytes
  return size < kSurelyNoWord && !stands_alone(text, at, size);
}

// Names that differ by their case alone are the same to the tools that read them.
inline std::string in_lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = to_lower(c);
  return result;
}

}  // namespace mcpmx
