#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "document/document.h"
#include "mcpm/library.h"

namespace mcpmx::mcpm {
namespace {

using document::quoted_name;

constexpr std::size_t kListed = 20;       // names in an error
constexpr std::size_t kLongestName = 64;  // bytes that are compared; the cost is their square

std::string folded(std::string_view name) {
  std::string result(name.substr(0, kLongestName));
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// Levenshtein's distance in bytes, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

// The profile that was probably meant; null if none is near. Of equals the first.
const Profile* nearest(const std::vector<Profile>& profiles, std::string_view name) {
  const std::string wanted = folded(name);
  const std::size_t enough = std::max<std::size_t>(1, wanted.size() / 3);
  const Profile* best = nullptr;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const Profile& profile : profiles) {
    const std::string candidate = folded(profile.name);
    std::size_t steps = distance(wanted, candidate);
    // An abbreviation: "prod" for "production".
    if (wanted.size() >= 2 && candidate.starts_with(wanted))
      steps = std::min<std::size_t>(steps, 1);
    if (steps > enough || steps >= best_distance) continue;
    best = &profile;
    best_distance = steps;
  }
  return best;
}

std::string list_of(const std::vector<Profile>& profiles) {
  std::string result;
  const std::size_t shown = std::min(profiles.size(), kListed);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) result += ", ";
    result += quoted_name(profiles[i].name);
  }
  if (profiles.size() > shown)
    result += " and " + std::to_string(profiles.size() - shown) + " more";
  return result;
}

}  // namespace

Result<const Profile*> find_profile(const Library& library, std::string_view name) {
  for (const Profile& profile : library.profiles) {
    if (profile.name == name) return &profile;
  }
  std::string hint;
  if (library.profiles.empty()) {
    hint = "there are no profiles yet; make one with: mcpm profile create NAME";
  } else {
    if (const Profile* meant = nearest(library.profiles, name)) {
      hint = "did you mean " + quoted_name(meant->name) + "? ";
    }
    hint += "The profiles are " + list_of(library.profiles);
  }
  return failed("there is no profile " + quoted_name(name), library.file, std::move(hint));
}

}  // namespace mcpmx::mcpm
