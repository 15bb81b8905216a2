// Entries of lists, and maps that are written as lists of names.
#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>

#include "compose/edit_plan.h"
#include "compose/leaves.h"
#include "document/element.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;
using document::NodeKind;

constexpr const char* kSeveral = "the text gives several entries; write each of them out";

// "host=address" or "host:address".
std::pair<std::string, std::string> host_parts(const std::string& text) {
  const auto equals = text.find('=');
  const auto at = equals != std::string::npos ? equals : text.find(':');
  if (at == std::string::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

void EditPlanner::change_entries(const Value& list, const Syntax& syntax, const Group& group) {
  std::unordered_map<std::uint64_t, std::size_t> entries_of_text;
  const auto place_of = [](const Origin& origin) {
    return (std::uint64_t{origin.file} << 32U) | origin.node;
  };
  for (const Member& entry : list.members) ++entries_of_text[place_of(entry.value.origin)];
  const std::vector<std::string> names = entry_names(list, syntax);
  std::unordered_map<std::string_view, const Value*> entries;
  for (std::size_t i = 0; i < names.size(); ++i) entries[names[i]] = &list.members[i].value;

  const bool is_lone =
      list.origin.editing == Editing::kInPlace && node_of(list.origin).kind != NodeKind::kList;
  json::array added;
  ChangeIds added_for;
  Groups lone;  // of entries that the list's own node is or has, where that is no list
  for (const Group& entry : groups_of(group.below, group.depth)) {
    const auto found = entries.find(entry.key);
    if (found == entries.end()) {
      if (is_lone) {
        lone.push_back(entry);
      } else if (entry.sets()) {
        added.push_back(*entry.wish()->change->value);
        added_for.push_back(entry.wish()->id);
      }
      continue;
    }
    const Value& value = *found->second;
    const Origin& origin = value.origin;
    if (origin.editing == Editing::kHeld) {
      hold(entry.ids(), project_.where(origin), std::string("the entry ") + reason_of(origin.hold));
    } else if (!entry.below.empty() || (!entry.own.empty() && entry.wish()->change->new_name)) {
      hold(entry.ids(), project_.where(origin), "an entry of a list is changed as a whole");
    } else if (entries_of_text[place_of(origin)] > 1) {
      hold(entry.ids(), project_.where(origin), kSeveral);
    } else if (is_lone && origin.file == list.origin.file) {
      lone.push_back(entry);
    } else if (entry.sets()) {
      edits_of(origin).set(document_of(origin), origin.node, *entry.wish()->change->value,
                           entry.ids());
    } else {
      const std::vector<Origin> all = all_of(value, entry, entry.ids());
      const bool hides_part = std::any_of(all.begin(), all.end(), [&](const Origin& hidden) {
        return hidden != origin && entries_of_text.contains(place_of(hidden));
      });
      if (hides_part) {
        hold(entry.ids(), project_.where(origin), kSeveral);
        continue;
      }
      for (const Origin& each : all) edits_of(each).remove(each.node, entry.ids());
    }
  }
  if (!lone.empty()) {
    if (node_of(list.origin).kind == NodeKind::kMap) return change_hosts(list, lone);
    std::string_view name;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (place_of(list.members[i].value.origin) == place_of(list.origin)) name = names[i];
    }
    change_lone_entry(list, name, lone);
  }
  if (!added.empty()) add_entries(list, added, added_for);
}

void EditPlanner::add_entries(const Value& list, const json::array& added, const ChangeIds& ids) {
  const Origin& origin = list.origin;
  if (origin.editing != Editing::kInPlace) {
    return hold(ids, project_.where(origin), std::string("the list ") + reason_of(origin.hold));
  }
  for (std::size_t i = 0; i < added.size(); ++i) {
    document::Insert insert;
    insert.into = origin.node;
    insert.value = added[i];
    edits_of(origin).add(std::move(insert), {ids[i]});
  }
}

// One text where a list may stand: `dns: 1.1.1.1`.
void EditPlanner::change_lone_entry(const Value& list, std::string_view name,
                                    const Groups& groups) {
  const Origin& origin = list.origin;
  const document::Document& document = document_of(origin);
  if (node_of(origin).kind == NodeKind::kAlias) {
    ChangeIds ids;
    for (const Group& group : groups) {
      for (const Wish& wish : group.own) ids.push_back(wish.id);
    }
    return hold(ids, project_.where(origin), std::string("the list ") + reason_of(Hold::kAlias));
  }
  json::array items = {json_of(document, origin.node)};
  ChangeIds ids;
  bool is_gone = false;
  for (const Group& group : groups) {
    const bool is_there = group.key == name;
    const Wish* wish = group.wish();
    if (wish == nullptr) continue;
    if (!is_there && !wish->sets()) continue;
    ids.push_back(wish->id);
    if (!is_there) {
      items.push_back(*wish->change->value);
    } else if (wish->sets()) {
      items[0] = *wish->change->value;
    } else {
      is_gone = true;
    }
  }
  if (ids.empty()) return;
  if (is_gone) items.erase(items.begin());
  if (items.empty()) return edits_of(origin).remove(origin.node, ids);
  const bool stays_alone = items.size() == 1 && !items[0].is_structured();
  edits_of(origin).set(document, origin.node, stays_alone ? items[0] : json::value(items), ids);
}

// Hosts as a map, which are a list of host=address for Compose.
void EditPlanner::change_hosts(const Value& list, const Groups& groups) {
  const Origin& origin = list.origin;
  for (const Group& group : groups) {
    const Wish* wish = group.wish();
    const Value* entry = nullptr;
    for (const Member& member : list.members) {
      if (group.key == "[" + member.value.text + "]") entry = &member.value;
    }
    if (wish == nullptr) continue;
    if (entry == nullptr && !wish->sets()) continue;
    if (!wish->sets()) {
      edits_of(entry->origin).remove(entry->origin.node, {wish->id});
      continue;
    }
    const auto [host, address] = host_parts(text_of(*wish->change->value));
    if (entry != nullptr && host_parts(entry->text).first == host) {
      edits_of(entry->origin)
          .set(document_of(entry->origin), entry->origin.node, json::string(address), {wish->id});
      continue;
    }
    if (entry != nullptr) edits_of(entry->origin).remove(entry->origin.node, {wish->id});
    edits_of(origin).insert(origin.node, host, json::string(address), {wish->id});
  }
}

// A list of names has no place for more than names: then it becomes a map. What is left to do
// comes back.
EditPlanner::Groups EditPlanner::without_new_forms(const Value& map, const Syntax& syntax,
                                                   const Groups& groups) {
  const Origin& origin = map.origin;
  if (!is_of_names(syntax.shape) || origin.editing != Editing::kInPlace ||
      node_of(origin).kind != NodeKind::kList) {
    return groups;
  }
  const document::Document& document = document_of(origin);
  Groups here;
  Groups others;
  bool needs_map = false;
  for (const Group& group : groups) {
    const Value* child = find(map, group.key);
    const bool is_new = child == nullptr || is_nowhere(*child);
    const bool is_here = is_new || (child->origin.editing == Editing::kInPlace &&
                                    child->origin.file == origin.file &&
                                    document.node(child->origin.node).parent == origin.node);
    (is_here ? here : others).push_back(group);
    if (!is_here) continue;
    const auto value = new_value(group, syntax_below(syntax, group.key));
    needs_map = needs_map || (value && !is_plain(syntax.shape, *value));
  }
  if (!needs_map) return groups;
  json::object spelled;
  for (const auto& name : document::Element(document, origin.node).items()) {
    spelled[name.text()] = meant_by_name(syntax.shape);
  }
  ChangeIds ids;
  for (const Group& group : here) {
    const ChangeIds own = group.ids();
    ids.insert(ids.end(), own.begin(), own.end());
  }
  apply_to_map(spelled, &map, syntax, here);
  edits_of(origin).set(document, origin.node, spelled, ids);
  return others;
}

}  // namespace mcpmx::compose
