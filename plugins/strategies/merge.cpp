#include "merge.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>

namespace strategies {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kLongestList = 2000;  // items; the comparison is quadratic

// For each item of `base` where it stands in `other`, along a longest common subsequence; or kGone.
constexpr std::size_t kGone = static_cast<std::size_t>(-1);

std::vector<std::size_t> places_in(const Texts& base, const Texts& other) {
  const std::size_t rows = base.size();
  const std::size_t columns = other.size();
  std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return longest[i * (columns + 1) + j];
  };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      at(i, j) = base[i] == other[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  std::vector<std::size_t> places(rows, kGone);
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    if (base[i] == other[j]) {
      places[i++] = j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
  return places;
}

// What one side made of the base: the items that it removed, and those that it put before each item
// (the last place: behind the last). What it put in the place of removed items counts as put before
// the first of them.
struct Changes {
  std::vector<bool> removed;
  std::vector<Texts> added;
};

Changes changes_of(const Texts& base, const Texts& side) {
  const auto places = places_in(base, side);
  Changes changes = {std::vector<bool>(base.size()), std::vector<Texts>(base.size() + 1)};
  std::size_t gap = 0;
  std::size_t at = 0;
  const auto add_until = [&](std::size_t end) {
    for (; at < end; ++at) changes.added[gap].push_back(side[at]);
  };
  for (std::size_t i = 0; i < base.size(); ++i) {
    changes.removed[i] = places[i] == kGone;
    if (changes.removed[i]) continue;
    add_until(places[i]);
    at = places[i] + 1;
    gap = i + 1;
  }
  add_until(side.size());
  return changes;
}

// "--port" of "--port=80", of a JSON string too; empty: it is no option.
std::string_view option_of(std::string_view item) {
  if (item.starts_with('"')) item.remove_prefix(1);
  return item.starts_with('-') ? item.substr(0, item.find_first_of("=\"")) : std::string_view();
}

bool is_option(std::string_view item) { return !option_of(item).empty(); }

// Whether both can stand behind one another, behind `before` (null: in front). Options and their
// values hang together, which a list does not say: `--port 80 81` is what nobody meant.
bool can_both_stand(const Texts& profile, const Texts& docker, const std::string* before) {
  if (profile.empty() || docker.empty() || profile == docker) return true;
  const bool with_options = std::any_of(profile.begin(), profile.end(), is_option) ||
                            std::any_of(docker.begin(), docker.end(), is_option);
  if (!with_options) return before == nullptr || !is_option(*before);
  return is_option(profile.front()) && is_option(docker.front());
}

// One option that both sides put in, in one place or in two.
bool have_option_in_common(const Changes& ours, const Changes& theirs) {
  const auto options = [](const Changes& changes, const Changes& other) {
    std::set<std::string_view> found;
    for (std::size_t i = 0; i < changes.added.size(); ++i) {
      if (changes.added[i] == other.added[i]) continue;
      for (const std::string& item : changes.added[i]) {
        if (is_option(item)) found.insert(option_of(item));
      }
    }
    return found;
  };
  const auto profile = options(ours, theirs);
  const auto docker = options(theirs, ours);
  return std::any_of(profile.begin(), profile.end(),
                     [&](const auto& option) { return docker.contains(option); });
}

void append_new(Texts& result, const Texts& profile, const Texts& docker) {
  result.insert(result.end(), profile.begin(), profile.end());
  for (const std::string& item : docker) {
    if (std::find(profile.begin(), profile.end(), item) == profile.end()) result.push_back(item);
  }
}

struct Version {
  std::vector<std::uint64_t> numbers;
  std::string_view prerelease;
};

std::optional<std::uint64_t> number_of(std::string_view digits) {
  constexpr std::size_t kMostDigits = 18;
  if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

// The text before `mark`, which goes from the front of `text` with it.
std::string_view take_until(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  const std::string_view result = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return result;
}

std::optional<Version> parsed_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  text = text.substr(0, text.find('+'));  // build metadata has no rank
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) version.prerelease = text.substr(dash + 1);
  if (dash != std::string_view::npos && version.prerelease.empty()) return std::nullopt;
  std::string_view numbers = text.substr(0, dash);
  // `1` and `1.2` are ranges or moving tags to npm and to images.
  if (std::count(numbers.begin(), numbers.end(), '.') < 2 || numbers.ends_with('.')) {
    return std::nullopt;
  }
  while (!numbers.empty()) {
    const auto number = number_of(take_until(numbers, '.'));
    if (!number) return std::nullopt;
    version.numbers.push_back(*number);
  }
  return version;
}

// Semantic versioning 2.0.0, section 11: less than zero, zero, more than zero.
int compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() - b.empty();  // a release is above its prereleases
  while (!a.empty() && !b.empty()) {
    const std::string_view first = take_until(a, '.');
    const std::string_view second = take_until(b, '.');
    if (first == second) continue;
    const auto x = number_of(first);
    const auto y = number_of(second);
    if (x && y) return *x < *y ? -1 : 1;
    if (x || y) return x ? -1 : 1;  // numbers are below words
    return first < second ? -1 : 1;
  }
  return b.empty() - a.empty();
}

int compare(const Version& a, const Version& b) {
  if (a.numbers != b.numbers) return a.numbers < b.numbers ? -1 : 1;
  return compare_prereleases(a.prerelease, b.prerelease);
}

}  // namespace

std::optional<Texts> merged_lists(const Texts& base, const Texts& profile, const Texts& docker) {
  if (std::max({base.size(), profile.size(), docker.size()}) > kLongestList) return std::nullopt;
  const Changes ours = changes_of(base, profile);
  const Changes theirs = changes_of(base, docker);
  if (have_option_in_common(ours, theirs)) return std::nullopt;
  Texts result;
  for (std::size_t i = 0; i <= base.size(); ++i) {
    const bool is_removed_twice = i < base.size() && ours.removed[i] && theirs.removed[i];
    // `--port 80` with two new ports, or one side without any, is for a person.
    if (is_removed_twice && ours.added[i] != theirs.added[i]) return std::nullopt;
    const std::string* before = i == 0 ? nullptr : &base[i - 1];
    if (!can_both_stand(ours.added[i], theirs.added[i], before)) return std::nullopt;
    append_new(result, ours.added[i], theirs.added[i]);
    if (i < base.size() && !ours.removed[i] && !theirs.removed[i]) result.push_back(base[i]);
  }
  return result;
}

Texts common_items(const Texts& profile, const Texts& docker) {
  Texts common;
  if (std::max(profile.size(), docker.size()) > kLongestList) return common;
  const auto places = places_in(profile, docker);
  for (std::size_t i = 0; i < profile.size(); ++i) {
    if (places[i] != kGone) common.push_back(profile[i]);
  }
  return common;
}

std::optional<Side> newer_version(std::string_view profile, std::string_view docker) {
  const auto a = parsed_version(profile);
  const auto b = parsed_version(docker);
  if (!a || !b) return std::nullopt;
  const int order = compare(*a, *b);
  if (order == 0) return std::nullopt;
  return order > 0 ? Side::kProfile : Side::kDocker;
}

std::optional<Texts> list_items(std::string_view json) {
  Texts items;
  if (json.empty()) return items;  // a side without the list
  if (json.front() != '[' || json.back() != ']') return std::nullopt;
  json = json.substr(1, json.size() - 2);
  std::size_t begin = 0;
  std::size_t depth = 0;
  bool in_string = false;
  // The host writes compact JSON: items end at a comma that no bracket or quote holds.
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      items.emplace_back(json.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  if (!json.empty()) items.emplace_back(json.substr(begin));
  return items;
}

}  // namespace strategies
