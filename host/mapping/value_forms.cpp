#include "mapping/value_forms.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>

#include "mapping/docker_options.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

std::size_t digits_at(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  return static_cast<std::size_t>(end - text.begin());
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_whole(std::string_view text, const Range& range) {
  const auto number = number_of<std::int64_t>(text);
  return number && range.holds(*number);
}

bool is_finite(std::string_view text) {
  const auto number = number_of<double>(text);
  return number && std::isfinite(*number);
}

// 512m, 1.5 GiB
bool is_bytes(std::string_view text) {
  std::size_t digits = digits_at(text);
  if (digits == 0) return false;
  text.remove_prefix(digits);
  if (text.starts_with('.')) {
    digits = digits_at(text.substr(1));
    if (digits == 0) return false;
    text.remove_prefix(digits + 1);
  }
  const auto drop = [&](std::string_view any) {
    if (!text.empty() && any.find(text[0]) != std::string_view::npos) text.remove_prefix(1);
  };
  drop(" ");
  drop("kKmMgGtTpP");
  drop("iI");
  drop("bB");
  return text.empty();
}

// 1h30m, 1.5s: what fits into 64 bits of nanoseconds.
bool is_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  constexpr Unit kUnits[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1},
                             {"m", 60},    {"h", 3600},  {"d", 86400}, {"w", 604800}};
  double seconds = 0;
  if (text == "0") return true;
  if (text.empty()) return false;
  while (!text.empty()) {
    std::size_t end = digits_at(text);
    if (end == 0) return false;
    if (text.substr(end, 1) == ".") end += 1 + digits_at(text.substr(end + 1));
    const auto amount = number_of<double>(text.substr(0, end));
    text.remove_prefix(end);
    const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const Unit& each) {
      return text.starts_with(each.name) && !(each.name == "m" && text.starts_with("ms"));
    });
    if (!amount || unit == std::end(kUnits)) return false;
    seconds += *amount * unit->seconds;
    text.remove_prefix(unit->name.size());
  }
  return seconds < 9e9;
}

bool is_host(std::string_view text) {
  const auto end = text.find_first_of("=:");
  return end != std::string_view::npos && end > 0 && end + 1 < text.size();
}

}  // namespace

const char* expected_of(Form form) {
  switch (form) {
    case Form::kWhole:
      return "a whole number in the range that it has";
    case Form::kNumber:
      return "a number such as 0.5";
    case Form::kBytes:
      return "an amount of memory such as 512m";
    case Form::kDuration:
      return "a time such as 10s";
    case Form::kHost:
      return "a name and an address such as db:10.0.0.5";
    case Form::kCgroup:
      return "host or private";
    case Form::kDevice:
      return "a device such as /dev/dri:/dev/dri:rw";
    case Form::kCount:
      return "all or a whole number";
    case Form::kPort:
      break;
  }
  return "a port such as 127.0.0.1:8080:80";
}

bool is_text_of(Form form, std::string_view text, const Range& range) {
  switch (form) {
    case Form::kWhole:
      return is_whole(text, range);
    case Form::kNumber:
      return is_finite(text);
    case Form::kBytes:
      return is_bytes(text);
    case Form::kDuration:
      return is_duration(text);
    case Form::kHost:
      return is_host(text);
    case Form::kCgroup:
      return text == "host" || text == "private";
    case Form::kDevice:
      return !text.empty() && std::count(text.begin(), text.end(), ':') <= 2;
    case Form::kCount:
      return text == "all" || is_whole(text, range);
    case Form::kPort:
      break;
  }
  return parse_port(text).has_value();
}

}  // namespace mcpmx::mapping
