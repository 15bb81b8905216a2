#include "sync/extension_changes.h"

#include <boost/json.hpp>
#include <string_view>

#include "compose/leaves.h"
#include "sync/change_places.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

// Where the settings of services stand; their names need no escaping in a path.
constexpr std::string_view kSections = "x-mcpmx/services/";

std::string section_of(std::string_view name) {
  return std::string(kSections).append(name).append("/");
}

}  // namespace

Leaves ExtensionChanges::renamed() {
  const auto has_section = [&](const std::string& name) {
    const std::string section = section_of(name);
    const auto at = file_.extension.lower_bound(section);
    return at != file_.extension.end() && at->first.starts_with(section);
  };
  std::erase_if(old_names_, [&](const auto& names) {
    return !has_section(names.second) || has_section(names.first);
  });
  Leaves here = file_.extension;
  for (const auto& [name, old_name] : old_names_) {
    const std::string section = section_of(old_name);
    for (auto at = here.lower_bound(section); at != here.end() && at->first.starts_with(section);) {
      here.emplace(section_of(name) + at->first.substr(section.size()), at->second);
      at = here.erase(at);
    }
  }
  return here;
}

void ExtensionChanges::push(std::vector<std::string> path, std::optional<json::value> value) {
  if (path.size() > 2 && path[1] == "services") {
    const auto old_name = old_names_.find(path[2]);
    if (old_name != old_names_.end()) path[2] = old_name->second;
  }
  push_change(*result_, std::move(path), std::move(value));
}

void ExtensionChanges::add(ProjectChanges& result) {
  result_ = &result;
  const json::value* ours = end_.project.document.if_contains("x-mcpmx");
  if (file_.extension.empty()) {
    if (ours != nullptr) push({"x-mcpmx"}, *ours);
    return;
  }
  const Leaves here = renamed();
  std::set<std::vector<std::string>> whole;
  for (const auto& [leaf, value] : end_.extension) {
    const std::string* now = value_at(here, leaf);
    if (now != nullptr && *now == value) continue;
    std::vector<std::string> path = compose::split_path(leaf);
    if (path.size() > 3 && path[1] == "services") {
      if (stays_.contains(path[2])) continue;
      // The section of a service that is new here.
      const std::string section = leaf.substr(0, leaf.find('/', kSections.size()) + 1);
      const auto there = here.lower_bound(section);
      if (there == here.end() || !there->first.starts_with(section)) path.resize(3);
    }
    const json::value* written = written_at(end_.project.document, path);
    if (written != nullptr && whole.insert(path).second) push(std::move(path), *written);
  }
  std::set<std::vector<std::string>> gone;
  for (const auto& [leaf, value] : here) {
    if (end_.extension.contains(leaf)) continue;
    const std::vector<std::string> path = compose::split_path(leaf);
    if (path.size() < 4 || path[1] != "services" || path[3] != "generated") continue;
    if (stays_.contains(path[2])) continue;
    remove_stale(path, gone);
  }
  for (const auto& [name, old_name] : old_names_)
    push_change(result, {"x-mcpmx", "services", old_name}, std::nullopt, name);
}

void ExtensionChanges::remove_stale(const std::vector<std::string>& path,
                                    std::set<std::vector<std::string>>& gone) {
  const json::value* sections =
      end_.project.document.at("x-mcpmx").as_object().if_contains("services");
  const bool has_section = sections != nullptr && sections->as_object().contains(path[2]);
  const bool has_generated = has_section && sections->at(path[2]).as_object().contains("generated");
  std::vector<std::string> place = path;
  if (!has_section) {
    place.resize(3);
  } else if (!has_generated) {
    place.resize(4);
  }
  if (gone.insert(place).second) push(std::move(place), std::nullopt);
}

}  // namespace mcpmx::sync
