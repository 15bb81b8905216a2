#include "app/replacing.h"

#include <algorithm>

namespace mcpmx::app {
namespace {

Error not_ours(const ComposeTarget& target, const std::string& profile) {
  const std::string& owner = target.record.profile();
  if (!owner.empty() && owner != profile) {
    return {ErrorCode::kNeedsPerson,
            "the file belongs to the profile \"" + owner + "\", and one file holds one profile",
            target.shown,
            "name another file with -f, or replace this one with --force (a copy is kept)"};
  }
  const char* why = owner.empty()
                        ? "the file was not written by mcpmx, and would be replaced"
                        : "the file was edited since mcpmx wrote it, and the edits would be lost";
  return {ErrorCode::kNeedsPerson, why, target.shown,
          "see the new one with --stdout, name another with -f, or replace it with --force (a copy "
          "is kept)"};
}

}  // namespace

bool is_of_other_profile(const ComposeTarget& target, const std::string& profile) {
  return target.text && !target.record.profile().empty() && target.record.profile() != profile;
}

Result<void> check_file(const ComposeTarget& target, const std::string& profile) {
  if (!target.text) return {};
  if (target.is_ours() && !is_of_other_profile(target, profile)) return {};
  return not_ours(target, profile);
}

Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target) {
  for (const std::string& id : target.settings.generated_by) {
    const auto& all = claims.mappers();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Mapper* m) { return m->id() == id; });
    if (known) continue;
    return Error{ErrorCode::kNeedsPerson,
                 "the mapping \"" + id +
                     "\" made services of this file and is not there now, so they would go",
                 target.shown,
                 "mcpmx plugin list says why; --force generates without it (a copy is kept)"};
  }
  return {};
}

}  // namespace mcpmx::app
