#include "compose/canonical.h"

#include <filesystem>

#include "compose/canonical_walk.h"
#include "compose/go_text.h"
#include "compose/merge.h"

namespace mcpmx::compose {

namespace {

bool is_url(std::string_view context) {
  if (context.find("://") != std::string_view::npos) return true;
  return context.starts_with("github.com/") || context.starts_with("git@");
}

}  // namespace

using enum Shape;

Result<void> Canonical::visit(Value& value, const Syntax& syntax) {
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
    case kDevices:
      return visit_devices(value, syntax);
    case kGpus:
      return visit_gpus(value, syntax);
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

Error Canonical::wrong(const Value& value, const std::string& what) const {
  std::string path;
  for (const std::string_view part : path_) path += (path.empty() ? "" : ".") + std::string(part);
  return failed(path + " " + what, options_.document.where(value.origin.node),
                "see the Compose specification for what may stand here");
}

Result<void> Canonical::visit_scalar(Value& value, Shape shape) {
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

Result<void> Canonical::visit_object(Value& value, const Syntax& syntax) {
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

Result<void> Canonical::visit_map_of(Value& value, const Syntax& syntax) {
  if (!value.is_map()) return wrong(value, "must be a mapping");
  for (Member& member : value.members) {
    path_.push_back(member.key);
    MCPMX_CHECK(visit(member.value, *syntax.element));
    path_.pop_back();
  }
  return {};
}

Result<void> Canonical::visit_list_of(Value& value, const Syntax& syntax) {
  if (!value.is_list()) return wrong(value, "must be a list");
  for (Member& item : value.members) MCPMX_CHECK(visit(item.value, *syntax.element));
  unify(value, syntax.unique, covered_);
  return {};
}

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
                          std::vector<Diagnostic>& findings, Covered& covered) {
  return Canonical(options, findings, covered).visit(root, file_syntax());
}

}  // namespace mcpmx::compose
