// Values that are written anew as a whole, changes put in: what came through `<<` and is overridden
// by a key of the map's own, and short forms that have no place for what is new.
#include <boost/json.hpp>

#include "compose/edit_plan.h"
#include "compose/leaves.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;

constexpr const char* kMerged = "it came through a merge key (<<) and can only be changed there";

// The item NAME=value or NAME of a list; its end if there is none.
std::size_t item_of(const json::array& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string text = text_of(items[i]);
    if (std::string_view(text).substr(0, text.find('=')) == name) return i;
  }
  return items.size();
}

void apply_to_items(json::array& items, const std::vector<Group>& groups) {
  for (const Group& group : groups) {
    const Wish* wish = group.wish();
    if (wish == nullptr) continue;
    const std::size_t at = item_of(items, group.key);
    const bool is_there = at < items.size();
    std::string name(group.key);
    if (wish->change->new_name) name = *wish->change->new_name;
    if (wish->sets()) {
      json::string text(joined(name, *wish->change->value));
      is_there ? void(items[at] = std::move(text)) : items.push_back(std::move(text));
    } else if (is_there && wish->removes()) {
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (is_there) {
      const std::string old = text_of(items[at]);
      const auto equals = old.find('=');
      items[at] = json::string(name + (equals == std::string::npos ? "" : old.substr(equals)));
    }
  }
}

}  // namespace

void EditPlanner::restate(const Value& child, const Syntax& syntax, const Group& group) {
  const Origin& origin = child.origin;
  const bool is_replaced = group.sets() || (group.removes() && group.sets_below());
  const Wish* wish = group.wish();
  if ((group.removes() && !is_replaced) || (wish != nullptr && wish->change->new_name)) {
    return hold(group.ids(), project_.where(origin), kMerged);
  }
  if (is_reset(group, origin)) return;
  if (is_replaced) {
    return edits_of(origin).insert(origin.local, group.key, *new_value(group, syntax), group.ids());
  }
  Groups here;  // the others stand in a file of their own
  for (const Group& below : groups_of(group.below, group.depth)) {
    const Value* value = find(child, below.key);
    if (value != nullptr && value->origin.editing == Editing::kInPlace) {
      change(child, syntax, *value, below);
    } else if (value != nullptr && value->origin.editing == Editing::kHeld) {
      hold(below.ids(), project_.where(value->origin),
           std::string("the value ") + reason_of(value->origin.hold));
    } else {
      here.push_back(below);
    }
  }
  if (here.empty()) return;
  ChangeIds ids;
  for (const Group& below : here) {
    const ChangeIds own = below.ids();
    ids.insert(ids.end(), own.begin(), own.end());
  }
  const json::value before = json_of(document_of(origin), origin.node);
  json::value restated = before;
  apply(restated, &child, syntax, here);
  if (restated == before) return;
  edits_of(origin).insert(origin.local, group.key, std::move(restated), ids);
}

// `build: .` with more to say becomes a map.
void EditPlanner::spell_out(const Value& child, const Syntax& syntax, const Group& group) {
  const Origin& origin = child.origin;
  if (syntax.shape != Shape::kBuild) {
    return hold_sets(below_of(group), project_.where(origin), "this stands here in a short form");
  }
  const document::Document& document = document_of(origin);
  json::object spelled = {{"context", json_of(document, origin.node)}};
  apply_to_map(spelled, &child, syntax, groups_of(group.below, group.depth));
  const bool is_short = spelled.size() == 1 && spelled.contains("context");
  edits_of(origin).set(document, origin.node,
                       is_short ? spelled.at("context") : json::value(spelled),
                       below_of(group).ids());
}

void EditPlanner::apply(json::value& target, const Value* at, const Syntax& syntax,
                        const Groups& groups) {
  const bool has_entries = has_named_entries(syntax);
  if (target.is_null() && has_entries) target.emplace_array();
  if (auto* items = target.if_array()) {
    if (is_mapping(syntax.shape)) return apply_to_items(*items, groups);
    if (is_of_names(syntax.shape)) return apply_to_names(target, at, syntax, groups);
    return apply_to_entries(*items, at, syntax, groups);
  }
  const std::string where = at == nullptr ? std::string() : project_.where(at->origin);
  if (has_entries) {
    for (const Group& group : groups) hold(group.ids(), where, kMerged);
    return;
  }
  if (auto* map = target.if_object()) return apply_to_map(*map, at, syntax, groups);
  if (!target.is_null()) {
    for (const Group& group : groups) hold_sets(group, where, "a single value stands here");
    return;
  }
  json::object map;
  apply_to_map(map, at, syntax, groups);
  if (!map.empty()) target = std::move(map);
}

void EditPlanner::apply_to_names(json::value& target, const Value* at, const Syntax& syntax,
                                 const Groups& groups) {
  json::object map;
  for (const auto& name : target.get_array()) {
    map[text_of(name)] = meant_by_name(syntax.shape);
  }
  apply_to_map(map, at, syntax, groups);
  json::array names;
  for (const auto& entry : map) {
    if (is_plain(syntax.shape, entry.value())) names.push_back(json::string(entry.key()));
  }
  target = names.size() == map.size() ? json::value(std::move(names)) : std::move(map);
}

void EditPlanner::apply_to_map(json::object& target, const Value* at, const Syntax& syntax,
                               const Groups& groups) {
  for (const Group& group : groups) {
    const Syntax& below = syntax_below(syntax, group.key);
    const bool is_replaced = group.sets() || (group.removes() && group.sets_below());
    auto entry = target.find(group.key);
    if (is_replaced || entry == target.end()) {
      if (auto value = new_value(group, below)) target[group.key] = *std::move(value);
    } else if (group.removes()) {
      target.stable_erase(entry);
    } else if (!group.below.empty()) {
      const Value* child = at == nullptr ? nullptr : at->find(group.key);
      apply(entry->value(), child, below, groups_of(group.below, group.depth));
    }
    const Wish* wish = group.wish();
    entry = target.find(group.key);
    if (wish == nullptr || !wish->change->new_name || entry == target.end()) continue;
    json::value renamed = entry->value();
    target.stable_erase(entry);
    target[*wish->change->new_name] = std::move(renamed);
  }
}

void EditPlanner::apply_to_entries(json::array& target, const Value* at, const Syntax& syntax,
                                   const Groups& groups) {
  const std::vector<std::string> names =
      at == nullptr ? std::vector<std::string>() : entry_names(*at, syntax);
  std::vector<std::size_t> gone;
  for (const Group& group : groups) {
    const auto found = std::find(names.begin(), names.end(), group.key);
    const auto index = static_cast<std::size_t>(found - names.begin());
    const bool is_addressable = has_named_entries(syntax) && names.size() == target.size();
    if (!group.below.empty() || group.own.empty() || group.wish()->change->new_name ||
        (!is_addressable && found != names.end())) {
      hold(group.ids(), at == nullptr ? std::string() : project_.where(at->origin), kMerged);
    } else if (found == names.end()) {
      if (group.sets()) target.push_back(*group.wish()->change->value);
    } else if (group.sets()) {
      target[index] = *group.wish()->change->value;
    } else {
      gone.push_back(index);
    }
  }
  std::sort(gone.begin(), gone.end());
  for (auto it = gone.rbegin(); it != gone.rend(); ++it) {
    target.erase(target.begin() + static_cast<std::ptrdiff_t>(*it));
  }
}

}  // namespace mcpmx::compose
