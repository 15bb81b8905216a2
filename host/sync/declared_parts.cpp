#include "sync/declared_parts.h"

#include <boost/json.hpp>

#include "compose/leaves.h"
#include "sync/change_places.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

void note_networks(const Leaves& leaves, std::set<std::string, std::less<>>& names) {
  constexpr std::string_view kNetworks = "networks/";
  for (auto at = leaves.lower_bound(kNetworks);
       at != leaves.end() && at->first.starts_with(kNetworks); ++at)
    names.insert(compose::split_path(at->first).at(1));
}

void note_volumes(const Leaves& leaves, std::set<std::string, std::less<>>& names) {
  constexpr std::string_view kVolumes = "volumes/";
  for (auto at = leaves.lower_bound(kVolumes);
       at != leaves.end() && at->first.starts_with(kVolumes); ++at) {
    const json::value mount = json::parse(at->second);
    if (!mount.is_object()) continue;
    const json::value* source = mount.get_object().if_contains("source");
    if (source != nullptr && source->is_string()) names.insert(std::string(source->get_string()));
  }
}

}  // namespace

void DeclaredParts::note_used(const Leaves& leaves) {
  note_networks(leaves, used_networks_);
  note_volumes(leaves, used_volumes_);
}

void DeclaredParts::note_left(const Leaves& leaves) {
  note_networks(leaves, left_networks_);
  note_volumes(leaves, left_volumes_);
}

void DeclaredParts::add(const Rendering& end, const DockerSide& file, const Base* base,
                        ProjectChanges& result) const {
  for (const std::string_view part : {"networks", "volumes"})
    add_part(part, end, file, base, result);
}

void DeclaredParts::add_part(std::string_view part, const Rendering& end, const DockerSide& file,
                             const Base* base, ProjectChanges& result) const {
  const std::string prefix = std::string(part) + "/";
  const auto names_in = [&](const Leaves& leaves) {
    std::set<std::string> names;
    for (auto at = leaves.lower_bound(prefix); at != leaves.end() && at->first.starts_with(prefix);
         ++at) {
      names.insert(compose::split_path(at->first).at(1));
    }
    return names;
  };
  const auto here = names_in(file.top);
  const bool are_volumes = part == "volumes";
  const auto wanted = names_in(end.top);
  for (const std::string& name : wanted) {
    if (here.contains(name) || (are_volumes && !used_volumes_.contains(name))) continue;
    push_change(result, {std::string(part), name}, end.project.document.at(part).at(name));
  }
  if (base == nullptr) return;
  std::set<std::string> before = names_in(base->top);
  // One that a person named, or that a renamed server kept, is in no rendering.
  if (are_volumes) before.insert(left_volumes_.begin(), left_volumes_.end());
  for (const std::string& name : before) {
    if (!here.contains(name)) continue;
    if (are_volumes) {
      if (!used_volumes_.contains(name)) result.unused_volumes.push_back(name);
    } else if (!wanted.contains(name) && !used_networks_.contains(name) && file.unmanaged.empty() &&
               left_networks_.contains(name)) {
      // With the last of its services. Where a person deleted those, the rest is a person's too.
      push_change(result, {std::string(part), name}, std::nullopt);
    }
  }
}

}  // namespace mcpmx::sync
