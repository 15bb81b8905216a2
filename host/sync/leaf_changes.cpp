#include "sync/leaf_changes.h"

#include <boost/json.hpp>
#include <map>

#include "compose/leaves.h"
#include "sync/change_places.h"

namespace mcpmx::sync {

namespace json = boost::json;

std::optional<LeafEdit> leaf_change(const Rendering& end, const std::string& service,
                                    std::string leaf, bool is_set) {
  LeafEdit change{std::move(leaf), {}, {}};
  change.path = compose::split_path(change.leaf);
  if (!is_set) return change;
  if (const json::value* item = end.written_item(service, change.leaf)) {
    change.value = *item;
    return change;
  }
  const std::size_t depth = change.path.size();
  const json::value* written =
      written_at(end.project.document.at("services").at(service).as_object(), change.path);
  if (written == nullptr) return std::nullopt;
  change.value = *written;
  change.is_whole = change.path.size() < depth;
  return change;
}

void push_leaves(ProjectChanges& result, const std::string& service,
                 const std::vector<LeafEdit>& changes) {
  struct Whole {
    const json::value* value = nullptr;
    std::optional<std::size_t> change;
  };
  std::map<std::vector<std::string>, Whole> wholes;
  for (const LeafEdit& change : changes) {
    if (change.is_whole) wholes.emplace(change.path, Whole{&*change.value, {}});
  }
  const auto push_at = [&](std::vector<std::string> path, std::optional<json::value> value) {
    path.insert(path.begin(), {"services", service});
    push_change(result, std::move(path), std::move(value));
  };
  for (const LeafEdit& change : changes) {
    Whole* whole = nullptr;
    std::vector<std::string> above;
    for (auto key = change.path.begin();
         key != change.path.end() && whole == nullptr && !wholes.empty(); ++key) {
      above.push_back(*key);
      if (const auto found = wholes.find(above); found != wholes.end()) whole = &found->second;
    }
    if (whole == nullptr) {
      result.places.push_back({result.changes.size(), service, change.leaf});
      push_at(change.path, change.value);
      continue;
    }
    if (!whole->change) {
      whole->change = result.changes.size();
      push_at(std::move(above), *whole->value);
    }
    result.places.push_back({*whole->change, service, change.leaf});
  }
}

}  // namespace mcpmx::sync
