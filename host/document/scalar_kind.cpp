#include "document/scalar_kind.h"

#include <algorithm>
#include <array>

namespace mcpmx::document {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes digits off the front; how many there were.
std::size_t take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(count);
  return count;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// An exponent if there is one; false if it begins and has no digits.
bool take_exponent(std::string_view& text) {
  if (!take(text, "eE")) return true;
  take(text, "+-");
  return take_digits(text) > 0;
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_based_integer(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return false;
  const std::string_view digits = text.substr(2);
  if (text[1] == 'x') return digits.find_first_not_of("0123456789abcdefABCDEF") == digits.npos;
  if (text[1] == 'o') return digits.find_first_not_of("01234567") == digits.npos;
  return false;
}

bool is_yaml_number(std::string_view text) {
  constexpr std::array<std::string_view, 3> kNan = {".nan", ".NaN", ".NAN"};
  constexpr std::array<std::string_view, 3> kInfinity = {".inf", ".Inf", ".INF"};
  if (is_based_integer(text) || is_one_of(text, kNan)) return true;
  take(text, "+-");
  if (is_one_of(text, kInfinity)) return true;
  const std::size_t whole = take_digits(text);
  const std::size_t fraction = take(text, ".") ? take_digits(text) : 0;
  if (whole + fraction == 0) return false;
  return take_exponent(text) && text.empty();
}

}  // namespace

bool is_json_number(std::string_view text) {
  take(text, "-");
  if (text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (take_digits(text) == 0) {
    return false;
  }
  if (take(text, ".") && take_digits(text) == 0) return false;
  return take_exponent(text) && text.empty();
}

NodeKind kind_of_plain(std::string_view text) {
  constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
  constexpr std::array<std::string_view, 6> kBool = {"true",  "True",  "TRUE",
                                                     "false", "False", "FALSE"};
  if (is_one_of(text, kNull)) return NodeKind::kNull;
  if (is_one_of(text, kBool)) return NodeKind::kBool;
  return is_yaml_number(text) ? NodeKind::kNumber : NodeKind::kString;
}

}  // namespace mcpmx::document
