#include "app/replacing.h"

#include <algorithm>

namespace mcpmx::app {

using document::quoted_name;

const std::string& owner_of(const ComposeTarget& target) {
  return target.record.is_empty() ? target.settings.profile : target.record.profile();
}

Result<void> check_profile(const ComposeTarget& target, const std::string& profile,
                           const std::string& hint) {
  const std::string& owner = owner_of(target);
  if (!target.text || owner.empty() || owner == profile) return {};
  return Error{
      ErrorCode::kNeedsPerson,
      "the file belongs to the profile " + quoted_name(owner) + ", and one file holds one profile",
      target.shown, hint};
}

Result<void> check_replaceable(const ComposeTarget& target, const std::string& profile) {
  MCPMX_CHECK(check_profile(
      target, profile,
      "name another file with -f, or replace this one with --force (a copy is kept)"));
  if (!target.text || !owner_of(target).empty()) return {};
  return Error{ErrorCode::kNeedsPerson, "the file was not written by mcpmx, and would be replaced",
               target.shown,
               "see the new one with --stdout, name another with -f, or replace this one with "
               "--force (a copy is kept)"};
}

Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target) {
  for (const std::string& id : target.settings.generated_by) {
    const auto& all = claims.mappers();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Mapper* m) { return m->id() == id; });
    if (known) continue;
    return Error{
        ErrorCode::kNeedsPerson,
        "the mapping \"" + id +
            "\" made services of this file and is not there now, so they would go",
        target.shown,
        "name its folder with --mapping-dir or --plugin-dir (mcpmx mapping list and plugin "
        "list show what is there), or write the file without it: mcpmx docker generate "
        "PROFILE --force (a copy is kept)"};
  }
  return {};
}

}  // namespace mcpmx::app
