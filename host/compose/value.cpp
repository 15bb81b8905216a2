#include "compose/value.h"

#include <algorithm>

namespace mcpmx::compose {

const char* reason_of(Hold hold) {
  switch (hold) {
    case Hold::kNone:
      return "";
    case Hold::kInclude:
      return "stands in an included file";
    case Hold::kExtends:
      return "is inherited by extends";
    case Hold::kReset:
      return "is removed by !reset";
    case Hold::kAlias:
      return "stands in a definition that an alias uses";
    case Hold::kAnchor:
      return "stands below an anchor that others use";
    case Hold::kEnvFile:
      return "comes from a file that the service names";
  }
  return "";
}

const Value* Value::find(std::string_view key) const {
  if (!is_map()) return nullptr;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(static_cast<const Value*>(this)->find(key));
}

const Value* Value::at(std::initializer_list<std::string_view> keys) const {
  const Value* value = this;
  for (const std::string_view key : keys) {
    value = value->find(key);
    if (value == nullptr) return nullptr;
  }
  return value;
}

Value& Value::add(std::string_view key, Value value) {
  members.push_back({std::string(key), std::move(value)});
  return members.back().value;
}

Value& Value::set(std::string_view key, Value value) {
  if (Value* old = find(key)) return *old = std::move(value);
  return add(key, std::move(value));
}

Value& Value::append(Value item) { return add({}, std::move(item)); }

void Value::remove(std::string_view key) {
  std::erase_if(members, [&](const Member& member) { return member.key == key; });
}

Value string_value(std::string_view text, const Origin& origin) {
  return {ValueKind::kString, origin, std::string(text), {}};
}

Value bool_value(bool value, const Origin& origin) {
  return {ValueKind::kBool, origin, value ? "true" : "false", {}};
}

Value empty_map(const Origin& origin) { return {ValueKind::kMap, origin, {}, {}}; }

Value empty_list(const Origin& origin) { return {ValueKind::kList, origin, {}, {}}; }

Origin part_of(const Origin& origin) {
  Origin part = origin;
  part.part = true;
  return part;
}

std::string text_of(const Value* value) {
  return value == nullptr || !value->is_scalar() ? std::string() : value->text;
}

void hold_all(Value& value, Hold hold) {
  if (value.origin.hold == Hold::kNone) {
    value.origin.hold = hold;
    value.origin.editing = Editing::kHeld;
    value.origin.local = document::kNoNode;
  }
  for (Member& member : value.members) hold_all(member.value, hold);
}

bool same_content(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.text != b.text || a.members.size() != b.members.size()) return false;
  if (a.is_list()) {
    return std::equal(
        a.members.begin(), a.members.end(), b.members.begin(),
        [](const Member& x, const Member& y) { return same_content(x.value, y.value); });
  }
  return std::all_of(a.members.begin(), a.members.end(), [&](const Member& member) {
    const Value* other = b.find(member.key);
    return other != nullptr && same_content(member.value, *other);
  });
}

}  // namespace mcpmx::compose
