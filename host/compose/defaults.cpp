#include "compose/defaults.h"

namespace mcpmx::compose {

namespace {

Value text(std::string_view value) { return string_value(value, {}); }

bool is_true(const Value* value) {
  return value != nullptr && (value->text == "true" || value->is_map());
}

Value& map_at(Value& parent, std::string_view key) {
  Value* found = parent.find(key);
  if (found == nullptr) return parent.add(key, empty_map({}));
  if (found->is_null()) found->kind = ValueKind::kMap;
  return *found;
}

void set_default(Value& map, std::string_view key, Value value) {
  if (map.is_map() && map.find(key) == nullptr) map.add(key, std::move(value));
}

void add_dependency(Value& service, std::string_view on, bool restart) {
  Value& all = map_at(service, "depends_on");
  if (all.find(on) != nullptr) return;
  Value& entry = all.add(on, empty_map({}));
  entry.add("condition", text("service_started"));
  entry.add("restart", bool_value(restart, {}));
  entry.add("required", bool_value(true, {}));
}

// Services that another key names.
void add_implied_dependencies(Value& service) {
  std::vector<std::pair<std::string, bool>> implied;
  if (const Value* links = service.find("links"); links != nullptr) {
    for (const Member& link : links->members) {
      implied.emplace_back(link.value.text.substr(0, link.value.text.find(':')), true);
    }
  }
  constexpr std::string_view kService = "service:";
  for (const char* key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
    const Value* mode = service.find(key);
    if (mode != nullptr && mode->text.starts_with(kService)) {
      implied.emplace_back(mode->text.substr(kService.size()), true);
    }
  }
  if (const Value* volumes = service.find("volumes_from"); volumes != nullptr) {
    for (const Member& from : volumes->members) {
      if (from.value.text.starts_with("container:")) continue;
      implied.emplace_back(from.value.text.substr(0, from.value.text.find(':')), false);
    }
  }
  for (const auto& [on, restart] : implied) add_dependency(service, on, restart);
}

void complete(Value& service, const std::string& directory) {
  if (service.find("networks") == nullptr && service.find("network_mode") == nullptr) {
    service.add("networks", empty_map({})).add("default", {});
  }
  if (Value* policy = service.find("pull_policy"); policy && policy->text == "if_not_present") {
    policy->text = "missing";
  }
  if (Value* build = service.find("build"); build != nullptr && build->is_map()) {
    set_default(*build, "context", text(directory));
    if (build->find("dockerfile_inline") == nullptr) {
      set_default(*build, "dockerfile", text("Dockerfile"));
    }
  }
  if (Value* files = service.find("env_file"); files != nullptr) {
    for (Member& file : files->members) set_default(file.value, "required", bool_value(true, {}));
  }
  if (Value* ports = service.find("ports"); ports != nullptr) {
    for (Member& port : ports->members) {
      set_default(port.value, "mode", text("ingress"));
      set_default(port.value, "protocol", text("tcp"));
    }
  }
  if (Value* on = service.find("depends_on"); on != nullptr) {
    for (Member& entry : on->members) {
      if (entry.value.is_null()) entry.value.kind = ValueKind::kMap;
      set_default(entry.value, "condition", text("service_started"));
      set_default(entry.value, "required", bool_value(true, {}));
    }
  }
  if (Value* secrets = service.find("secrets"); secrets != nullptr) {
    for (Member& secret : secrets->members) {
      const Value* source = secret.value.find("source");
      if (source == nullptr) continue;
      set_default(secret.value, "target", text("/run/secrets/" + source->text));
    }
  }
  add_implied_dependencies(service);
}

// A variable's name alone takes the value of the project's variable, if that is set.
void inherit(Value* mapping, const ProjectEnvironment& environment) {
  if (mapping == nullptr) return;
  for (Member& member : mapping->members) {
    if (!member.value.is_null()) continue;
    const auto value = environment.find(member.key);
    if (!value) continue;
    member.value.kind = ValueKind::kString;
    member.value.text = *value;
    member.value.origin.inherited = true;
  }
}

// What a service's files say, env_file for `environment` and label_file for `labels`, stands behind
// what the Compose file says itself.
Result<void> add_file_variables(Value& service, const char* files_key, const char* key,
                                ProjectModel& project, const ComposeOptions& options) {
  const Value* files = service.find(files_key);
  if (files == nullptr || !files->is_list()) return {};
  std::vector<std::string> paths;
  for (const Member& file : files->members) {
    const Value* path = file.value.is_map() ? file.value.find("path") : &file.value;
    if (path == nullptr) continue;
    if (!has_text(options.texts, path->text)) {
      if (file.value.is_map() && !is_true(file.value.find("required"))) continue;
      return failed("env file " + path->text + " not found", project.where(path->origin),
                    "make the file, or write required: false");
    }
    const Value* format = file.value.find("format");
    if (format != nullptr && !format->text.empty()) {
      project.findings.push_back(
          {Severity::kWarning, "compose.env-file-format",
           "the variables of " + path->text + " are not read: its format is " + format->text,
           project.where(format->origin), "leave the format out"});
      continue;
    }
    paths.push_back(path->text);
  }
  if (paths.empty()) return {};
  MCPMX_TRY(variables,
            env_file_variables(paths, project.environment, project.findings, options.texts));
  Value& own = map_at(service, key);
  for (auto& [name, variable] : variables) {
    if (own.find(name) != nullptr) continue;
    Origin origin;
    origin.editing = Editing::kHeld;
    origin.hold = Hold::kEnvFile;
    own.add(name, string_value(variable.value, origin));
  }
  return {};
}

void name_resources(Value& root, const std::string& project) {
  for (const char* kind : {"networks", "volumes", "configs", "secrets"}) {
    Value* resources = root.find(kind);
    if (resources == nullptr || !resources->is_map()) continue;
    for (Member& member : resources->members) {
      Value& resource = member.value;
      if (resource.is_null()) resource.kind = ValueKind::kMap;
      Value* external = resource.find("external");
      if (external != nullptr && external->is_map()) {
        // The old form: external: {name: x}
        if (const Value* name = external->find("name")) {
          set_default(resource, "name", string_value(name->text, name->origin));
          external = resource.find("external");
        }
        const Origin origin = external->origin;
        *external = bool_value(true, part_of(origin));
      }
      const bool is_external = is_true(resource.find("external"));
      set_default(resource, "name", text(is_external ? member.key : project + "_" + member.key));
    }
  }
}

}  // namespace

Result<void> add_defaults(ProjectModel& project, const ComposeOptions& options) {
  Value& root = project.root;
  Value& networks = map_at(root, "networks");
  if (networks.find("default") == nullptr) networks.add("default", {});
  if (Value* services = root.find("services"); services != nullptr && services->is_map()) {
    for (Member& member : services->members) {
      Value& service = member.value;
      if (!service.is_map()) continue;
      complete(service, project.directory);
      inherit(service.find("environment"), project.environment);
      if (Value* build = service.find("build"); build != nullptr) {
        inherit(build->find("args"), project.environment);
      }
      if (!options.read_env_files) continue;
      MCPMX_CHECK(add_file_variables(service, "env_file", "environment", project, options));
      MCPMX_CHECK(add_file_variables(service, "label_file", "labels", project, options));
    }
  }
  name_resources(root, project.name);
  root.set("name", text(project.name));
  return {};
}

}  // namespace mcpmx::compose
