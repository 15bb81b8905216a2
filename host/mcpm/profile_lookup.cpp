#include <algorithm>
#include <string>
#include <utility>

#include "document/document.h"
#include "mcpm/library.h"
#include "support/nearest.h"

namespace mcpmx::mcpm {
namespace {

using document::quoted_name;

constexpr std::size_t kListed = 20;  // names in an error

// The profile that was probably meant; null if none is near.
const Profile* nearest_profile(const std::vector<Profile>& profiles, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Profile& profile : profiles) names.emplace_back(profile.name);
  const auto found = nearest(name, names);
  return found ? &profiles[found->index] : nullptr;
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
    if (const Profile* meant = nearest_profile(library.profiles, name)) {
      hint = "did you mean " + quoted_name(meant->name) + "? ";
    }
    hint += "The profiles are " + list_of(library.profiles);
  }
  return failed("there is no profile " + quoted_name(name), library.file, std::move(hint));
}

}  // namespace mcpmx::mcpm
