#include "compose/go_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace mcpmx::compose {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// fmt's %v of a float64, which is strconv's 'g': the shortest digits that read back, with an
// exponent where that is below -4 or above 5.
std::string print_float(double number) {
  if (number == 0) return std::signbit(number) ? "-0" : "0";
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto e = text.find('e');
  int exponent = 0;
  const char* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, end, exponent);
  if (exponent < -4 || exponent > 5) return std::string(text);
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (is_digit(c)) digits += c;
  }
  std::string result = text.starts_with('-') ? "-" : "";
  if (exponent < 0) {
    return result + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return result + digits + std::string(whole - digits.size(), '0');
  return result + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::optional<double> parse_float(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::string> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  if (text.size() > 1 && text[0] == '0') {
    const char kind = static_cast<char>(text[1] | 0x20);
    base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
    text.remove_prefix(kind == 'x' || kind == 'b' || kind == 'o' ? 2 : 1);
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  constexpr std::uint64_t kLowest = std::uint64_t{1} << 63U;
  if (negative && number > kLowest) return std::nullopt;
  return (negative && number > 0 ? "-" : "") + std::to_string(number);
}

}  // namespace

std::optional<GoNumber> go_number(std::string_view text) {
  if (text.empty() || !(is_digit(text[0]) || text[0] == '-' || text[0] == '+' || text[0] == '.')) {
    return std::nullopt;
  }
  std::string plain;
  std::copy_if(text.begin(), text.end(), std::back_inserter(plain),
               [](char c) { return c != '_'; });
  if (auto integer = parse_integer(plain)) return GoNumber{true, *std::move(integer)};
  if (plain.find_first_not_of("0123456789.eE+-") != std::string::npos) return std::nullopt;
  if (const auto number = parse_float(plain)) return GoNumber{false, print_float(*number)};
  return std::nullopt;
}

std::optional<std::string> go_float(std::string_view text) {
  const auto number = parse_float(text);
  if (!number) return std::nullopt;
  return print_float(*number);
}

std::optional<bool> compose_bool(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  for (const char* word : {"true", "y", "yes", "on"}) {
    if (lower == word) return true;
  }
  for (const char* word : {"false", "n", "no", "off"}) {
    if (lower == word) return false;
  }
  return std::nullopt;
}

std::optional<std::string> byte_size(std::string_view text) {
  if (text == "-1") return std::string(text);
  const auto last = text.find_last_of("0123456789. ");
  if (last == std::string_view::npos) return std::nullopt;
  std::string_view number = text.substr(0, last + 1);
  std::string_view unit = text.substr(last + 1);
  if (number.ends_with(' ')) number.remove_suffix(1);
  double scale = 1;
  if (!unit.empty()) {
    constexpr std::string_view kUnits = "bkmgtp";
    const auto power = kUnits.find(static_cast<char>(unit[0] | 0x20));
    if (power == std::string_view::npos) return std::nullopt;
    scale = std::pow(1024.0, static_cast<double>(power));
    unit.remove_prefix(1);
    if (power == 0 && !unit.empty()) return std::nullopt;
    std::string rest(unit);
    std::transform(rest.begin(), rest.end(), rest.begin(),
                   [](char c) { return static_cast<char>(c | 0x20); });
    if (!rest.empty() && rest != "b" && rest != "ib") return std::nullopt;
  }
  const auto parsed = parse_float(number);
  if (!parsed || *parsed < 0 || *parsed * scale >= 9.2e18) return std::nullopt;
  return std::to_string(static_cast<std::int64_t>(*parsed * scale));
}

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool has_word = false;
  bool escaped = false;
  bool in_substitution = false;  // within $( )
  char quote = 0;                // ' or " or `
  for (const char c : text) {
    if (escaped) {
      word += c;
      escaped = false;
      has_word = true;
      continue;
    }
    if (c == '\\' && quote != '\'') {
      escaped = true;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (quote != 0 || in_substitution) {
        word += c;
      } else if (has_word) {
        words.push_back(std::move(word));
        word.clear();
        has_word = false;
      }
      continue;
    }
    const bool is_quote = c == '"' || c == '\'';
    if (is_quote && !in_substitution && (quote == 0 || quote == c)) {
      if (quote == c) has_word = true;  // also "" is a word
      quote = quote == c ? '\0' : c;
      continue;
    }
    if (c == '`' && !in_substitution && (quote == 0 || quote == c)) {
      quote = quote == c ? '\0' : c;
    } else if (quote == 0 && c == ')') {
      in_substitution = !in_substitution;
    } else if (quote == 0 && c == '(') {
      if (in_substitution || !word.ends_with('$')) return std::nullopt;
      in_substitution = true;
      word += c;
      continue;
    } else if (quote == 0 && !in_substitution &&
               std::string_view(";&|<>").find(c) != std::string_view::npos) {
      // The digit of `2>` belongs to it.
      if (c == '>' && !word.empty() && is_digit(word[0])) has_word = false;
      break;
    }
    word += c;
    has_word = true;
  }
  if (has_word) words.push_back(std::move(word));
  if (escaped || quote != 0 || in_substitution) return std::nullopt;
  return words;
}

}  // namespace mcpmx::compose
