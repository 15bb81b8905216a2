// What the strategy `merge` makes of two values that both changed. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strategies {

// A list that both sides changed: what either removed goes, what either added stays, each behind
// the item that it was put behind, the profile's first. nullopt: both replaced the same item
// otherwise, or put options in one place, and a union would be wrong (`--port 81 82`). Items are
// whole JSON texts.
std::optional<std::vector<std::string>> merged_lists(const std::vector<std::string>& base,
                                                     const std::vector<std::string>& profile,
                                                     const std::vector<std::string>& docker);

// What both lists have, in one order: stands for a base where none is known.
std::vector<std::string> common_items(const std::vector<std::string>& profile,
                                      const std::vector<std::string>& docker);

// The newer of two exact versions by semantic versioning's precedence; nullopt where either is no
// such version (a range, a tag such as "latest", a digest), or both are of equal rank.
enum class Side { kProfile, kDocker };
std::optional<Side> newer_version(std::string_view profile, std::string_view docker);

// The items of a JSON list as texts; nullopt for anything else.
std::optional<std::vector<std::string>> list_items(std::string_view json);

}  // namespace strategies
