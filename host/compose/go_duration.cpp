// Go's time.ParseDuration and Duration.String(), with the specification's days and weeks.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "compose/go_text.h"

namespace mcpmx::compose {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::int64_t kSecond = 1'000'000'000;
// Longer names before those that they begin with.
constexpr std::array<Unit, 10> kUnits = {{{"ns", 1},
                                          {"us", 1'000},
                                          {"\u00b5s", 1'000},
                                          {"\u03bcs", 1'000},
                                          {"ms", 1'000'000},
                                          {"s", kSecond},
                                          {"m", 60 * kSecond},
                                          {"h", 3'600 * kSecond},
                                          {"d", 86'400 * kSecond},
                                          {"w", 604'800 * kSecond}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits and, behind a point, the fraction in units of `scale`, off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text, std::int64_t& whole) {
  constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / 10 - 10;
  std::size_t digits = 0;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), ++digits) {
    if (whole > kLimit) return std::nullopt;
    whole = whole * 10 + (text[0] - '0');
  }
  return static_cast<std::int64_t>(digits);
}

// "1.5" of a unit: `value` of it and the trailing zeros away.
std::string with_fraction(std::int64_t value, std::int64_t unit) {
  std::string text = std::to_string(value / unit);
  std::int64_t rest = value % unit;
  if (rest == 0) return text;
  text += '.';
  while (rest != 0) {
    unit /= 10;
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
  return text;
}

std::string print_duration(std::int64_t value) {
  if (value == 0) return "0s";
  const std::string sign = value < 0 ? "-" : "";
  if (value < 0) value = -value;
  if (value < 1'000) return sign + std::to_string(value) + "ns";
  if (value < 1'000'000) return sign + with_fraction(value, 1'000) + "\u00b5s";
  if (value < kSecond) return sign + with_fraction(value, 1'000'000) + "ms";
  const std::int64_t hours = value / (3'600 * kSecond);
  const std::int64_t minutes = value / (60 * kSecond) % 60;
  std::string text = sign;
  if (hours > 0) text += std::to_string(hours) + "h";
  if (hours > 0 || minutes > 0) text += std::to_string(minutes) + "m";
  return text + with_fraction(value % (60 * kSecond), kSecond) + "s";
}

}  // namespace

std::optional<std::string> go_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return "0s";
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t whole = 0;
    const auto digits = take_number(text, whole);
    double fraction = 0;
    std::size_t fraction_digits = 0;
    if (digits && text.starts_with('.')) {
      text.remove_prefix(1);
      for (double scale = 0.1; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
        fraction += (text[0] - '0') * scale;
        scale /= 10;
        ++fraction_digits;
      }
    }
    if (!digits || *digits + static_cast<std::int64_t>(fraction_digits) == 0) return std::nullopt;
    const Unit* unit = nullptr;
    for (const Unit& each : kUnits) {
      if (unit == nullptr && text.starts_with(each.name)) unit = &each;
    }
    if (unit == nullptr) return std::nullopt;
    text.remove_prefix(unit->name.size());
    if (whole > (std::numeric_limits<std::int64_t>::max() - total) / unit->nanoseconds - 1) {
      return std::nullopt;
    }
    total += whole * unit->nanoseconds;
    total += std::llround(fraction * static_cast<double>(unit->nanoseconds));
  }
  return print_duration(negative ? -total : total);
}

}  // namespace mcpmx::compose
