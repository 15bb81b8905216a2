#include "compose/change_groups.h"

#include <algorithm>
#include <boost/json.hpp>

#include "compose/leaves.h"

namespace mcpmx::compose {

bool Group::sets_below() const {
  return std::any_of(below.begin(), below.end(), [](const Wish& wish) { return wish.sets(); });
}

ChangeIds Group::ids() const {
  ChangeIds ids = ids_of(own);
  for (const Wish& wish : below) ids.push_back(wish.id);
  return ids;
}

ChangeIds ids_of(Wishes wishes) {
  ChangeIds ids;
  ids.reserve(wishes.size());
  for (const Wish& wish : wishes) ids.push_back(wish.id);
  return ids;
}

std::vector<Wish> sorted_wishes(std::span<const Change> changes, std::span<const std::size_t> ids) {
  std::vector<Wish> wishes;
  wishes.reserve(ids.size());
  for (const std::size_t id : ids) wishes.push_back({&changes[id], id});
  std::stable_sort(wishes.begin(), wishes.end(),
                   [](const Wish& a, const Wish& b) { return a.change->path < b.change->path; });
  return wishes;
}

std::vector<Group> groups_of(Wishes wishes, std::size_t depth) {
  struct Dated {
    std::size_t first = 0;  // the earliest change
    Group group;
  };
  std::vector<Dated> found;
  for (std::size_t begin = 0; begin < wishes.size();) {
    const std::string& key = wishes[begin].change->path[depth];
    std::size_t end = begin;
    std::size_t below = begin;
    std::size_t first = wishes[begin].id;
    for (; end < wishes.size() && wishes[end].change->path[depth] == key; ++end) {
      first = std::min(first, wishes[end].id);
      if (wishes[end].change->path.size() == depth + 1) below = end + 1;
    }
    found.push_back({first,
                     {key, depth + 1, wishes.subspan(begin, below - begin),
                      wishes.subspan(below, end - below)}});
    begin = end;
  }
  std::sort(found.begin(), found.end(),
            [](const Dated& a, const Dated& b) { return a.first < b.first; });
  std::vector<Group> groups;
  groups.reserve(found.size());
  for (const Dated& dated : found) groups.push_back(dated.group);
  return groups;
}

bool is_of_names(Shape shape) { return shape == Shape::kDependsOn || shape == Shape::kNetworks; }

bool is_plain(Shape shape, const boost::json::value& value) {
  if (value.is_null()) return true;
  const auto* map = value.if_object();
  if (map == nullptr) return false;
  if (shape == Shape::kNetworks) return map->empty();
  return std::all_of(map->begin(), map->end(), [](const auto& entry) {
    if (entry.key() == "condition") return entry.value() == "service_started";
    return entry.key() == "required" && entry.value() == true;
  });
}

boost::json::value meant_by_name(Shape shape) {
  if (shape == Shape::kNetworks) return nullptr;
  return boost::json::object{{"condition", "service_started"}};
}

std::optional<boost::json::value> new_value(const Group& group, const Syntax& syntax) {
  if (group.sets()) return group.wish()->change->value;
  if (!group.sets_below()) return std::nullopt;
  boost::json::array items;
  boost::json::object entries;
  for (const Group& below : groups_of(group.below, group.depth)) {
    auto value = new_value(below, syntax_below(syntax, below.key));
    if (!value) continue;
    if (has_named_entries(syntax)) {
      items.push_back(*std::move(value));
    } else {
      entries[below.key] = *std::move(value);
    }
  }
  if (has_named_entries(syntax)) return items;
  if (is_of_names(syntax.shape) &&
      std::all_of(entries.begin(), entries.end(),
                  [&](const auto& entry) { return is_plain(syntax.shape, entry.value()); })) {
    for (const auto& entry : entries) items.push_back(boost::json::string(entry.key()));
    return items;
  }
  return entries;
}

}  // namespace mcpmx::compose
