#include "compose/edit_plan.h"

#include <algorithm>

#include "compose/leaves.h"

namespace mcpmx::compose {

namespace {

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& prefix) {
  return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

}  // namespace

EditPlan EditPlanner::run(std::span<const Change> changes, std::span<const std::size_t> ids) {
  const std::vector<Wish> wishes = without_contradictions(sorted_wishes(changes, ids));
  for (const Wish& wish : wishes) {
    if (!wish.sets()) going_.insert(wish.change->path);
  }
  visit(project_.root, file_syntax(), groups_of(wishes, 0));
  for (std::size_t i = 0; i < plan_.files.size(); ++i) {
    plan_.files[i].drop_emptied(project_.files[i].document);
  }
  return std::move(plan_);
}

// Of two changes of one place the later counts; what is set as a whole is not set in parts.
std::vector<Wish> EditPlanner::without_contradictions(const std::vector<Wish>& wishes) {
  std::vector<Wish> kept;
  kept.reserve(wishes.size());
  std::vector<const Wish*> whole;  // that set a place, each below the one before
  for (const Wish& wish : wishes) {
    if (wish.change->path.empty()) {
      hold({wish.id}, {}, "the change names no place");
      continue;
    }
    const auto& path = wish.change->path;
    const bool is_second = !kept.empty() && kept.back().change->path == path;
    if (is_second) {
      hold({kept.back().id}, {}, "another change concerns the same place");
      if (!whole.empty() && whole.back()->id == kept.back().id) whole.pop_back();
      kept.pop_back();
    }
    while (!whole.empty() && !begins_with(path, whole.back()->change->path)) whole.pop_back();
    if (!whole.empty()) {
      if (!wish.removes()) hold({wish.id}, {}, "another change sets all that stands around it");
      continue;
    }
    kept.push_back(wish);
    if (wish.sets()) whole.push_back(&wish);
  }
  return kept;
}

void EditPlanner::hold(const ChangeIds& ids, const std::string& where, const std::string& reason) {
  for (const std::size_t id : ids) plan_.held.push_back({id, where, reason});
}

// What goes from where it cannot be is gone already.
void EditPlanner::hold_sets(const Group& group, const std::string& where,
                            const std::string& reason) {
  for (const Wish& wish : group.own) {
    if (!wish.removes()) hold({wish.id}, where, reason);
  }
  for (const Wish& wish : group.below) {
    if (!wish.removes()) hold({wish.id}, where, reason);
  }
}

const Value* EditPlanner::find(const Value& map, std::string_view key) {
  constexpr std::size_t kSmall = 16;
  if (!map.is_map() || map.members.size() <= kSmall) return map.find(key);
  const auto [place, is_new] = indexes_.try_emplace(&map);
  auto& index = place->second;
  if (is_new) {
    for (const Member& member : map.members) index.emplace(member.key, &member.value);
  }
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

void EditPlanner::visit(const Value& map, const Syntax& syntax, const Groups& groups) {
  for (const Group& group : without_new_forms(map, syntax, groups)) {
    const Value* child = find(map, group.key);
    if (child == nullptr || is_nowhere(*child)) {
      add(map, syntax, child, group);
    } else {
      change(map, syntax, *child, group);
    }
  }
}

// A value that stands somewhere.
void EditPlanner::change(const Value& map, const Syntax& syntax, const Value& child,
                         const Group& group) {
  const Syntax& own = syntax_below(syntax, group.key);
  if (child.origin.editing == Editing::kHeld) {
    std::string where = project_.where(child.origin);
    if (where.empty()) where = project_.where(map.origin);
    return hold(group.ids(), where, std::string("the value ") + reason_of(child.origin.hold));
  }
  if (child.origin.editing == Editing::kLocalKey) return restate(child, own, group);
  const Wish* wish = group.wish();
  const bool is_renamed = wish != nullptr && wish->change->new_name;
  if (is_renamed && !rename(map, syntax.shape, child, group)) return descend(child, own, group);
  const bool is_replaced = group.sets() || (group.removes() && group.sets_below());
  if (is_replaced) return set(child, syntax.shape, *new_value(group, own), group);
  if (group.removes()) return remove(child, group);
  descend(child, own, group);
}

void EditPlanner::descend(const Value& child, const Syntax& syntax, const Group& group) {
  if (group.below.empty()) return;
  const std::string where = project_.where(child.origin);
  if (child.is_null()) {
    const Group below = below_of(group);
    if (const auto value = new_value(below, syntax)) {
      edits_of(child.origin).set(document_of(child.origin), child.origin.node, *value, below.ids());
    }
    return;
  }
  if (child.is_scalar()) return hold_sets(below_of(group), where, "a single value stands here");
  const document::NodeKind written = node_of(child.origin).kind;
  const bool is_short = written == document::NodeKind::kString ||
                        written == document::NodeKind::kNumber ||
                        written == document::NodeKind::kBool;
  if (child.is_map()) {
    if (is_short) return spell_out(child, syntax, group);
    return visit(child, syntax, groups_of(group.below, group.depth));
  }
  if (has_named_entries(syntax)) return change_entries(child, syntax, group);
  hold_sets(below_of(group), where, "this list is changed as a whole");
}

// A value that does not stand anywhere yet: a default of Compose counts as none.
void EditPlanner::add(const Value& map, const Syntax& syntax, const Value* child,
                      const Group& group) {
  // Below what stands nowhere may be what an included file or an env file says.
  std::vector<Wish> free;
  for (const Wish& wish : group.below) {
    const Value* at = child;
    for (std::size_t i = group.depth; at != nullptr && i < wish.change->path.size(); ++i) {
      at = find(*at, wish.change->path[i]);
      if (at != nullptr && at->origin.editing == Editing::kHeld) break;
    }
    if (at != nullptr && at->origin.editing == Editing::kHeld) {
      std::string where = project_.where(at->origin);
      if (where.empty()) where = project_.where(map.origin);
      hold({wish.id}, where, std::string("the value ") + reason_of(at->origin.hold));
    } else {
      free.push_back(wish);
    }
  }
  const Group rest = {group.key, group.depth, group.own, free};
  if (const auto value = new_value(rest, syntax_below(syntax, group.key))) {
    return insert(map, syntax.shape, *value, rest);
  }
  for (const Wish& wish : rest.own) {
    if (wish.change->new_name) hold({wish.id}, {}, "there is nothing that could be renamed");
  }
}

}  // namespace mcpmx::compose
