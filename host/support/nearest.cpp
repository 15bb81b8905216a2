#include "support/nearest.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace mcpmx {
namespace {

constexpr std::size_t kLongestName = 64;  // bytes that are compared; the cost is their square

std::string folded(std::string_view name) {
  std::string result(name.substr(0, kLongestName));
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

// Three rows of the table: a swap looks two rows back.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

std::optional<std::size_t> nearest(std::span<const std::string> names, std::string_view written) {
  const std::string wanted = folded(written);
  const std::size_t enough = std::max<std::size_t>(1, wanted.size() / 3);
  std::optional<std::size_t> best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string candidate = folded(names[i]);
    std::size_t steps = edit_distance(wanted, candidate);
    // An abbreviation: "prod" for "production".
    if (wanted.size() >= 2 && candidate.starts_with(wanted))
      steps = std::min<std::size_t>(steps, 1);
    if (steps > enough || steps >= best_distance) continue;
    best = i;
    best_distance = steps;
  }
  return best;
}

}  // namespace mcpmx
