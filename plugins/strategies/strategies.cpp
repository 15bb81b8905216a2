// The bundled conflict strategies. Each is one sentence; `merge` does what is safe to do without a
// person and leaves the rest to one.
#include <mcpmx/strategy.hpp>

#include "merge.h"

namespace {

using namespace mcpmx;

struct ProfileWins {
  static constexpr std::string_view id = "profile_wins";
  static Decision decide(const Conflict&) { return Decision::profile(); }
};

struct DockerWins {
  static constexpr std::string_view id = "docker_wins";
  static Decision decide(const Conflict&) { return Decision::docker(); }
};

struct Manual {
  static constexpr std::string_view id = "manual";
  static Decision decide(const Conflict&) { return Decision::manual(); }
};

// JSON strings without escapes, which versions are.
std::string_view unquoted(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.find('\\') != std::string_view::npos)
    return {};
  return json.substr(1, json.size() - 2);
}

struct Merge {
  static constexpr std::string_view id = "merge";

  static Decision decide(const Conflict& conflict) {
    const Field field = conflict.field();
    // One side removed what the other changed: no value is both.
    if (field.profile().empty() || field.docker().empty()) return Decision::manual();
    if (field.kind() == MCPMX_FIELD_VERSION) {
      const auto newer =
          strategies::newer_version(unquoted(field.profile()), unquoted(field.docker()));
      if (!newer) return Decision::manual();
      return *newer == strategies::Side::kProfile ? Decision::profile() : Decision::docker();
    }
    if (field.kind() != MCPMX_FIELD_ARGUMENTS) return Decision::manual();
    const auto base = strategies::list_items(field.base());
    const auto profile = strategies::list_items(field.profile());
    const auto docker = strategies::list_items(field.docker());
    if (!base || !profile || !docker) return Decision::manual();
    const auto merged = strategies::merged_lists(
        field.base().empty() ? strategies::common_items(*profile, *docker) : *base, *profile,
        *docker);
    if (!merged) return Decision::manual();
    std::string json;
    for (const std::string& item : *merged) json += (json.empty() ? "" : ",") + item;
    return Decision::value("[" + json + "]");
  }
};

}  // namespace

MCPMX_STRATEGIES(ProfileWins, DockerWins, Manual, Merge)
