#include "support/nearest.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "support/ascii.h"

namespace mcpmx {
namespace {

constexpr std::size_t kLongest = 64;

std::string folded(std::string_view name) { return in_lower_case(name.substr(0, kLongest)); }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

std::optional<Nearest> nearest(std::string_view wanted,
                               const std::vector<std::string_view>& names) {
  const std::string asked = folded(wanted);
  const std::size_t enough = std::max<std::size_t>(1, asked.size() / 3);
  std::optional<Nearest> best;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string candidate = folded(names[i]);
    std::size_t steps = edit_distance(asked, candidate);
    // An abbreviation: "prod" for "production".
    if (asked.size() >= 2 && candidate.starts_with(asked)) steps = std::min<std::size_t>(steps, 1);
    if (steps <= enough && (!best || steps < best->distance)) best = Nearest{i, steps};
  }
  return best;
}

}  // namespace mcpmx
