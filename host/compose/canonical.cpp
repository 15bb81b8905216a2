#include "compose/canonical.h"

#include <filesystem>

#include "compose/go_text.h"
#include "compose/merge.h"
#include "compose/short_forms.h"

namespace mcpmx::compose {

namespace {

using enum Shape;

bool is_url(std::string_view context) {
  if (context.find("://") != std::string_view::npos) return true;
  return context.starts_with("github.com/") || context.starts_with("git@");
}

class Canonical {
 public:
  Canonical(const CanonicalOptions& options, std::vector<Diagnostic>& findings)
      : options_(options), findings_(findings) {}

  Result<void> visit(Value& value, const Syntax& syntax) {
    if (value.is_null()) return {};
    switch (syntax.shape) {
      case kAny:
        return {};
      case kString:
      case kInteger:
      case kFloat:
      case kBool:
      case kBytes:
      case kCount:
      case kDuration:
      case kPath:
      case kContext:
        return visit_scalar(value, syntax.shape);
      case kStrings:
        MCPMX_CHECK(one_as_list(value));
        return visit_strings(value, syntax);
      case kMapping:
      case kLabels:
        return visit_mapping(value, syntax);
      case kWords:
        return visit_words(value);
      case kTest:
        return visit_test(value);
      case kHosts:
        return visit_hosts(value);
      case kPorts:
        return visit_ports(value, syntax);
      case kMounts:
        return visit_mounts(value, syntax);
      case kFileMount:
        if (value.kind == ValueKind::kString) wrap(value, "source");
        return visit_object(value, syntax);
      case kDependsOn:
      case kNetworks:
        names_as_map(value, syntax.shape);
        return visit_map_of(value, syntax);
      case kBuild:
        if (value.kind == ValueKind::kString) wrap(value, "context");
        return visit_object(value, syntax);
      case kEnvFiles:
        return visit_env_files(value, syntax);
      case kUlimit:
        if (value.is_scalar()) return visit_scalar(value, kInteger);
        return visit_object(value, syntax);
      case kObject:
        return visit_object(value, syntax);
      case kMapOf:
        return visit_map_of(value, syntax);
      case kListOf:
        return visit_list_of(value, syntax);
    }
    return {};
  }

 private:
  Error wrong(const Value& value, const std::string& what) const {
    std::string path;
    for (const std::string_view part : path_) path += (path.empty() ? "" : ".") + std::string(part);
    return failed(path + " " + what, options_.document.where(value.origin.node),
                  "see the Compose specification for what may stand here");
  }

  Result<void> visit_scalar(Value& value, Shape shape) {
    if (!value.is_scalar()) return wrong(value, "must be a single value, not a list or a map");
    std::optional<std::string> text;
    switch (shape) {
      case kCount:
        if (value.text == "all") value.text = "-1";
        [[fallthrough]];
      case kInteger:
        if (value.kind != ValueKind::kString) return {};
        if (const auto number = go_number(value.text); number && number->is_integer) {
          value.kind = ValueKind::kInteger;
          value.text = number->text;
          return {};
        }
        return wrong(value, "must be a whole number");
      case kFloat:
        if (value.kind != ValueKind::kString) return {};
        text = go_float(value.text);
        if (!text) return wrong(value, "must be a number");
        value.kind = ValueKind::kFloat;
        break;
      case kBool: {
        if (value.kind != ValueKind::kString) return {};
        const auto truth = compose_bool(value.text);
        if (!truth) return wrong(value, "is an invalid boolean");
        value.kind = ValueKind::kBool;
        value.text = *truth ? "true" : "false";
        return {};
      }
      case kBytes:
        text = value.kind == ValueKind::kString ? byte_size(value.text) : value.text;
        if (!text) return wrong(value, "is an invalid size");
        value.kind = ValueKind::kString;
        break;
      case kDuration:
        text = go_duration(value.text);
        if (!text) return wrong(value, "is an invalid duration");
        value.kind = ValueKind::kString;
        break;
      case kPath:
        text = absolute_path(value.text, options_);
        break;
      case kContext:
        if (!is_url(value.text)) text = absolute_path(value.text, options_);
        break;
      default:
        value.kind = ValueKind::kString;
        break;
    }
    if (text) value.text = *std::move(text);
    return {};
  }

  // A string alone where a list of them is meant.
  Result<void> one_as_list(Value& value) {
    if (value.is_list()) return {};
    if (!value.is_scalar()) return wrong(value, "must be a list");
    Value list = empty_list(value.origin);
    list.append(std::move(value));
    value = std::move(list);
    return {};
  }

  // "x" becomes {key: "x"}.
  static void wrap(Value& value, std::string_view key) {
    Value map = empty_map(value.origin);
    value.origin = part_of(value.origin);
    map.add(key, std::move(value));
    value = std::move(map);
  }

  Result<void> visit_strings(Value& value, const Syntax& syntax) {
    for (Member& item : value.members) MCPMX_CHECK(visit_scalar(item.value, kString));
    unify(value, syntax.unique);
    return {};
  }

  Result<void> visit_mapping(Value& value, const Syntax& syntax) {
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
        map.set(text.substr(0, equals), std::move(part));
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

  Result<void> visit_words(Value& value) {
    if (value.is_map()) return wrong(value, "must be text or a list");
    if (value.is_list()) return visit_strings(value, {});
    auto words = shell_words(value.text);
    if (!words) return wrong(value, "has a quote or a bracket that is not closed");
    Value list = empty_list(value.origin);
    for (const std::string& word : *words) list.append(string_value(word, part_of(value.origin)));
    value = std::move(list);
    return {};
  }

  Result<void> visit_test(Value& value) {
    if (value.is_map()) return wrong(value, "must be text or a list");
    if (value.is_list()) return visit_strings(value, {});
    Value list = empty_list(value.origin);
    list.append(string_value("CMD-SHELL", {}));
    value.kind = ValueKind::kString;
    list.append(std::move(value));
    value = std::move(list);
    return {};
  }

  Result<void> visit_hosts(Value& value) {
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
      if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
      }
      list.append(string_value(host + "=" + address, member.value.origin));
    }
    value = std::move(list);
    unify(value, Unique::kText);
    return {};
  }

  Result<void> visit_ports(Value& value, const Syntax& syntax) {
    if (!value.is_list()) return wrong(value, "must be a list");
    Value list = empty_list(value.origin);
    for (Member& item : value.members) {
      if (item.value.is_map()) {
        MCPMX_CHECK(visit_object(item.value, syntax));
        list.append(std::move(item.value));
        continue;
      }
      auto ports = long_ports(item.value.text, item.value.origin);
      if (!ports || !item.value.is_scalar())
        return wrong(item.value, "has an entry that is no port");
      for (Value& port : *ports) list.append(std::move(port));
    }
    value = std::move(list);
    unify(value, Unique::kPort);
    return {};
  }

  Result<void> visit_mounts(Value& value, const Syntax& syntax) {
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
    unify(value, Unique::kTarget);
    return {};
  }

  // A list of names becomes a map, with what Compose means by a name alone.
  static void names_as_map(Value& value, Shape shape) {
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

  Result<void> visit_env_files(Value& value, const Syntax& syntax) {
    MCPMX_CHECK(one_as_list(value));
    for (Member& item : value.members) {
      if (item.value.is_scalar()) wrap(item.value, "path");
      MCPMX_CHECK(visit_object(item.value, syntax));
    }
    unify(value, Unique::kPath);
    return {};
  }

  Result<void> visit_object(Value& value, const Syntax& syntax) {
    if (!value.is_map()) return wrong(value, "must be a mapping");
    for (Member& member : value.members) {
      if (member.key.starts_with("x-")) continue;
      const Syntax* field = field_of(syntax, member.key);
      path_.push_back(member.key);
      if (field != nullptr) {
        MCPMX_CHECK(visit(member.value, *field));
      } else {
        findings_.push_back({Severity::kWarning, "compose.unknown-key",
                             wrong(member.value, "is a key that is not known").message,
                             options_.document.where(member.value.origin.node),
                             "check its spelling; docker compose may refuse the file"});
      }
      path_.pop_back();
    }
    return {};
  }

  Result<void> visit_map_of(Value& value, const Syntax& syntax) {
    if (!value.is_map()) return wrong(value, "must be a mapping");
    for (Member& member : value.members) {
      path_.push_back(member.key);
      MCPMX_CHECK(visit(member.value, *syntax.element));
      path_.pop_back();
    }
    return {};
  }

  Result<void> visit_list_of(Value& value, const Syntax& syntax) {
    if (!value.is_list()) return wrong(value, "must be a list");
    for (Member& item : value.members) MCPMX_CHECK(visit(item.value, *syntax.element));
    unify(value, syntax.unique);
    return {};
  }

  const CanonicalOptions& options_;
  std::vector<Diagnostic>& findings_;
  std::vector<std::string_view> path_;
};

}  // namespace

std::string absolute_path(std::string_view path, const CanonicalOptions& options) {
  if (path.empty()) return {};
  std::string full(path);
  if (!options.home.empty() && (path == "~" || path.starts_with("~/"))) {
    full = options.home + std::string(path.substr(1));
  }
  const bool is_windows = full.starts_with("\\\\") || full.find(":/") == 1 || full.find(":\\") == 1;
  if (full.starts_with('/') || is_windows) return full;
  std::string result =
      (std::filesystem::path(options.directory) / full).lexically_normal().string();
  if (result.size() > 1 && result.ends_with('/')) result.pop_back();
  return result;
}

Result<void> canonicalise(Value& root, const CanonicalOptions& options,
                          std::vector<Diagnostic>& findings) {
  return Canonical(options, findings).visit(root, file_syntax());
}

}  // namespace mcpmx::compose
