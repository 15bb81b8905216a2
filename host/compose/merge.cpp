#include "compose/merge.h"

#include <unordered_map>

namespace mcpmx::compose {

namespace {

bool is_editable(const Origin& origin) {
  return origin.editing == Editing::kInPlace || origin.editing == Editing::kLocalKey;
}

std::string text_of(const Value& map, std::string_view key, std::string_view otherwise) {
  const Value* value = map.find(key);
  return std::string(value == nullptr || value->is_null() ? otherwise
                                                          : std::string_view(value->text));
}

bool same_driver(const Value& base, const Value& over) {
  const Value* one = base.find("driver");
  const Value* other = over.find("driver");
  return one == nullptr || other == nullptr || one->text == other->text;
}

Result<void> merge_maps(Value& base, Value&& over, const Syntax* syntax, const std::string& path,
                        Covered& covered) {
  // Views of keys must not move.
  base.members.reserve(base.members.size() + over.members.size());
  std::unordered_map<std::string_view, std::size_t> places;
  const bool is_large = base.members.size() * over.members.size() > 256;
  if (is_large) {
    for (std::size_t i = 0; i < base.members.size(); ++i) places.emplace(base.members[i].key, i);
  }
  const auto find = [&](const std::string& key) -> Value* {
    if (!is_large) return base.find(key);
    const auto found = places.find(key);
    return found == places.end() ? nullptr : &base.members[found->second].value;
  };
  for (Member& member : over.members) {
    Value* old = find(member.key);
    if (old == nullptr) {
      base.members.push_back(std::move(member));
    } else if (member.key.starts_with("x-")) {
      covered.add(member.value.origin, old->origin);
      *old = std::move(member.value);
    } else {
      const Syntax* next = nullptr;
      if (syntax != nullptr && !syntax->fields.empty()) next = field_of(*syntax, member.key);
      if (syntax != nullptr && syntax->fields.empty()) next = syntax->element;
      MCPMX_CHECK(merge(*old, std::move(member.value), next,
                        path.empty() ? member.key : path + "." + member.key, covered));
    }
  }
  return {};
}

// Pools of one subnet merge, others are added.
Result<void> merge_pools(Value& base, Value&& over, const Syntax* syntax, const std::string& path,
                         Covered& covered) {
  for (Member& pool : over.members) {
    Value* same = nullptr;
    for (Member& old : base.members) {
      if (text_of(old.value, "subnet", "") == text_of(pool.value, "subnet", "")) same = &old.value;
    }
    if (same == nullptr) {
      base.append(std::move(pool.value));
    } else {
      MCPMX_CHECK(merge_maps(*same, std::move(pool.value), syntax->element, path, covered));
    }
  }
  return {};
}

}  // namespace

std::string identity_of(const Value& entry, Unique unique) {
  switch (unique) {
    case Unique::kNo:
      return {};
    case Unique::kText:
      return entry.text;
    case Unique::kName:
      return entry.text.substr(0, entry.text.find('='));
    case Unique::kTarget:
      return text_of(entry, "target", "/" + text_of(entry, "source", ""));
    case Unique::kSecret:
      return text_of(entry, "target", "/run/secrets/" + text_of(entry, "source", ""));
    case Unique::kPath:
      return text_of(entry, "path", "");
    case Unique::kPort:
      return text_of(entry, "host_ip", "0.0.0.0") + "|" + text_of(entry, "published", "") + "|" +
             text_of(entry, "target", "") + "/" + text_of(entry, "protocol", "tcp");
  }
  return {};
}

Result<void> merge(Value& base, Value&& over, const Syntax* syntax, const std::string& path,
                   Covered& covered) {
  const Merge rule = syntax == nullptr ? Merge::kDeep : syntax->merge;
  const auto replace = [&]() -> Result<void> {
    covered.add(over.origin, base.origin);
    base = std::move(over);
    return {};
  };
  if (rule == Merge::kReplace || base.is_null()) return replace();
  if (over.is_null()) {
    covered.add(base.origin, over.origin);
    return {};
  }
  if (base.is_scalar()) return replace();
  if (base.kind != over.kind) return failed("cannot override " + path);
  if (rule == Merge::kLogging && !same_driver(base, over)) return replace();
  if (!is_editable(base.origin) && is_editable(over.origin)) {
    covered.add(over.origin, base.origin);
    base.origin = over.origin;
  } else {
    covered.add(base.origin, over.origin);
  }
  if (rule == Merge::kIpam) return merge_pools(base, std::move(over), syntax, path, covered);
  if (base.is_map()) return merge_maps(base, std::move(over), syntax, path, covered);
  for (Member& item : over.members) base.members.push_back(std::move(item));
  if (syntax != nullptr) unify(base, syntax->unique, covered);
  return {};
}

void unify(Value& list, Unique unique, Covered& covered) {
  if (unique == Unique::kNo || list.members.size() < 2) return;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Member> kept;
  kept.reserve(list.members.size());
  for (Member& member : list.members) {
    const auto [place, is_new] = places.emplace(identity_of(member.value, unique), kept.size());
    if (is_new) {
      kept.push_back(std::move(member));
    } else {
      covered.add(member.value.origin, kept[place->second].value.origin);
      kept[place->second] = std::move(member);
    }
  }
  list.members = std::move(kept);
}

}  // namespace mcpmx::compose
