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
  names.reserve(profiles.size());
  for (const Profile& profile : profiles) names.emplace_back(profile.name);
  const auto found = nearest(name, names);
  return found ? &profiles[found->index] : nullptr;
}

std::string entries(std::ptrdiff_t count) {
  return count == 1 ? "1 entry" : std::to_string(count) + " entries";
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
  // Its entries may be the reason why there is no such profile.
  const auto names_it =
      std::count_if(library.invalid.begin(), library.invalid.end(), [&](const InvalidEntry& entry) {
        const auto& tags = entry.profile_tags;
        return std::find(tags.begin(), tags.end(), name) != tags.end();
      });
  std::string message = "there is no profile " + quoted_name(name);
  if (names_it > 0) {
    message += " that MCPM can read";
    hint = "mend " + entries(names_it) + " of it: mcpmx profile list says what is wrong. " + hint;
  } else if (!library.invalid.empty()) {
    hint += "; MCPM cannot read " + entries(static_cast<std::ptrdiff_t>(library.invalid.size())) +
            ", which mcpmx profile list names";
  }
  return failed(std::move(message), library.file, std::move(hint));
}

}  // namespace mcpmx::mcpm
