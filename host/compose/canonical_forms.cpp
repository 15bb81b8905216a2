// The short forms of lists and maps; those of one text are in short_forms.cpp and go_text.cpp.
#include <algorithm>

#include "compose/canonical_walk.h"
#include "compose/go_text.h"
#include "compose/merge.h"
#include "compose/short_forms.h"

namespace mcpmx::compose {

using enum Shape;

// A string alone where a list of them is meant.
Result<void> Canonical::one_as_list(Value& value) {
  if (value.is_list()) return {};
  if (!value.is_scalar()) return wrong(value, "must be a list");
  Value list = empty_list(value.origin);
  list.append(std::move(value));
  value = std::move(list);
  return {};
}

// "x" becomes {key: "x"}.
void Canonical::wrap(Value& value, std::string_view key) {
  Value map = empty_map(value.origin);
  value.origin = part_of(value.origin);
  map.add(key, std::move(value));
  value = std::move(map);
}

Result<void> Canonical::visit_strings(Value& value, const Syntax& syntax) {
  const Shape shape = syntax.element == nullptr ? kString : syntax.element->shape;
  for (Member& item : value.members) MCPMX_CHECK(visit_scalar(item.value, shape));
  unify(value, syntax.unique, covered_);
  return {};
}

Result<void> Canonical::visit_mapping(Value& value, const Syntax& syntax) {
  if (value.is_scalar()) return wrong(value, "must be a mapping");
  if (value.is_list()) {
    Value map = empty_map(value.origin);
    for (Member& item : value.members) {
      if (!item.value.is_scalar()) return wrong(item.value, "must be text: NAME=value");
      const std::string_view text = item.value.text;
      const auto equals = text.find('=');
      Value part{ValueKind::kNull, part_of(item.value.origin), {}, {}};
      if (equals != std::string_view::npos) {
        part = string_value(text.substr(equals + 1), part.origin);
      }
      const std::string_view name = text.substr(0, equals);
      if (const Value* earlier = map.find(name)) covered_.add(part.origin, earlier->origin);
      map.set(name, std::move(part));
    }
    value = std::move(map);
  }
  for (Member& member : value.members) {
    if (!member.value.is_scalar()) return wrong(member.value, "must be text");
    if (syntax.shape == kLabels || !member.value.is_null()) {
      member.value.kind = ValueKind::kString;
    }
    if (syntax.element != nullptr) MCPMX_CHECK(visit_scalar(member.value, syntax.element->shape));
  }
  return {};
}

Result<void> Canonical::visit_words(Value& value) {
  if (value.is_map()) return wrong(value, "must be text or a list");
  if (value.is_list()) return visit_strings(value, {});
  auto words = shell_words(value.text);
  if (!words) return wrong(value, "has a quote or a bracket that is not closed");
  Value list = empty_list(value.origin);
  for (const std::string& word : *words) list.append(string_value(word, part_of(value.origin)));
  value = std::move(list);
  return {};
}

Result<void> Canonical::visit_test(Value& value) {
  if (value.is_map()) return wrong(value, "must be text or a list");
  if (value.is_list()) return visit_strings(value, {});
  Value list = empty_list(value.origin);
  list.append(string_value("CMD-SHELL", {}));
  value.kind = ValueKind::kString;
  list.append(std::move(value));
  value = std::move(list);
  return {};
}

Result<void> Canonical::visit_hosts(Value& value) {
  if (value.is_scalar()) return wrong(value, "must be a list or a map");
  Value list = empty_list(value.origin);
  for (Member& member : value.members) {
    if (!member.value.is_scalar()) return wrong(member.value, "must be text");
    std::string host = member.key;
    std::string address = member.value.text;
    if (value.is_list()) {
      const auto equals = address.find('=');
      const auto at = equals != std::string::npos ? equals : address.find(':');
      if (at == std::string::npos) return wrong(member.value, "has a host without an address");
      host = address.substr(0, at);
      address.erase(0, at + 1);
    }
    // Several addresses of one host stand behind one another.
    for (std::size_t begin = 0; begin <= address.size();) {
      const std::size_t end = std::min(address.find(',', begin), address.size());
      std::string_view one = std::string_view(address).substr(begin, end - begin);
      begin = end + 1;
      if (one.size() > 2 && one.front() == '[' && one.back() == ']') {
        one = one.substr(1, one.size() - 2);
      }
      std::string entry = host;
      entry.append("=").append(one);
      list.append(string_value(entry, member.value.origin));
    }
  }
  value = std::move(list);
  unify(value, Unique::kText, covered_);
  return {};
}

Result<void> Canonical::visit_ports(Value& value, const Syntax& syntax) {
  if (!value.is_list()) return wrong(value, "must be a list");
  Value list = empty_list(value.origin);
  for (Member& item : value.members) {
    if (item.value.is_map()) {
      MCPMX_CHECK(visit_object(item.value, syntax));
      list.append(std::move(item.value));
      continue;
    }
    auto ports = long_ports(item.value.text, item.value.origin);
    if (!ports || !item.value.is_scalar()) return wrong(item.value, "has an entry that is no port");
    for (Value& port : *ports) list.append(std::move(port));
  }
  value = std::move(list);
  unify(value, Unique::kPort, covered_);
  return {};
}

Result<void> Canonical::visit_mounts(Value& value, const Syntax& syntax) {
  if (!value.is_list()) return wrong(value, "must be a list");
  for (Member& item : value.members) {
    if (item.value.is_scalar()) {
      auto mount = long_mount(item.value.text, item.value.origin);
      if (!mount) return wrong(item.value, "has an entry that is no mount");
      item.value = *std::move(mount);
    }
    MCPMX_CHECK(visit_object(item.value, syntax));
    const Value* type = item.value.find("type");
    Value* source = item.value.find("source");
    if (type != nullptr && type->text == "bind" && source != nullptr) {
      source->text = absolute_path(source->text, options_);
    }
  }
  unify(value, Unique::kTarget, covered_);
  return {};
}

Result<void> Canonical::visit_devices(Value& value, const Syntax& syntax) {
  if (!value.is_list()) return wrong(value, "must be a list");
  for (Member& item : value.members) {
    if (item.value.is_scalar()) item.value = long_device(item.value.text, item.value.origin);
    MCPMX_CHECK(visit_object(item.value, syntax));
  }
  unify(value, syntax.unique, covered_);
  return {};
}

Result<void> Canonical::visit_gpus(Value& value, const Syntax& syntax) {
  if (value.is_scalar() && value.text == "all") {
    Value list = empty_list(value.origin);
    Value& request = list.append(empty_map(value.origin));
    request.add("count", {ValueKind::kInteger, part_of(value.origin), "-1", {}});
    value = std::move(list);
  }
  return visit_list_of(value, syntax);
}

// A list of names becomes a map, with what Compose means by a name alone.
void Canonical::names_as_map(Value& value, Shape shape) {
  if (!value.is_list()) return;
  Value map = empty_map(value.origin);
  for (const Member& item : value.members) {
    Value entry{ValueKind::kNull, item.value.origin, {}, {}};
    if (shape == kDependsOn) {
      entry.kind = ValueKind::kMap;
      entry.add("condition", string_value("service_started", {}));
      entry.add("required", bool_value(true, {}));
    }
    map.set(item.value.text, std::move(entry));
  }
  value = std::move(map);
}

Result<void> Canonical::visit_env_files(Value& value, const Syntax& syntax) {
  MCPMX_CHECK(one_as_list(value));
  for (Member& item : value.members) {
    if (item.value.is_scalar()) wrap(item.value, "path");
    MCPMX_CHECK(visit_object(item.value, syntax));
  }
  unify(value, Unique::kPath, covered_);
  return {};
}

}  // namespace mcpmx::compose
