#include "compose/project_reader.h"

#include <algorithm>
#include <filesystem>

#include "compose/defaults.h"
#include "compose/file_loader.h"
#include "document/element.h"

namespace mcpmx::compose {

namespace {

// Lower case, of [a-z0-9_-], not `_` or `-` first.
std::string normal_name(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter || ((c == '_' || c == '-') && !result.empty())) result += c;
  }
  return result;
}

Result<std::string> given_name(const std::string& name, const char* where) {
  if (normal_name(name) == name) return name;
  return failed(
      "invalid project name: it must consist of lower-case letters, digits, hyphens and "
      "underscores, and start with a letter or digit",
      where, "try " + normal_name(name));
}

// -p, COMPOSE_PROJECT_NAME, the last `name:` of the files, the folder's name.
Result<std::string> name_of(const ProjectModel& project, const ComposeOptions& options) {
  if (!options.project_name.empty()) return given_name(options.project_name, "-p");
  const std::string set(project.environment.value_or_empty("COMPOSE_PROJECT_NAME"));
  if (!set.empty()) return given_name(set, "COMPOSE_PROJECT_NAME");
  std::string name;
  for (const SourceFile& file : project.files) {
    const document::Element stated = root_of(file.document).find("name");
    if (stated.text().empty()) continue;
    MCPMX_TRY(text, interpolate(stated.text(), project.environment, {"name", stated.where()}));
    name = std::move(text.text);
  }
  name = normal_name(name);
  if (name.empty()) {
    name = normal_name(std::filesystem::path(project.directory).filename().string());
  }
  if (name.empty()) {
    return failed("project name must not be empty", project.files.front().path,
                  "write name: at the top of the file, or give -p");
  }
  return name;
}

void find_disabled(ProjectModel& project, const std::vector<std::string>& active) {
  const Value* services = project.root.find("services");
  if (services == nullptr) return;
  const bool all = std::find(active.begin(), active.end(), "*") != active.end();
  for (const Member& service : services->members) {
    const Value* profiles = service.value.find("profiles");
    if (all || profiles == nullptr || profiles->members.empty()) continue;
    const bool is_active =
        std::any_of(profiles->members.begin(), profiles->members.end(), [&](const Member& profile) {
          return std::find(active.begin(), active.end(), profile.value.text) != active.end();
        });
    if (!is_active) project.disabled.push_back(service.key);
  }
}

}  // namespace

Result<ProjectModel> read_project(const ComposeOptions& options) {
  MCPMX_TRY(found, find_compose_files(options));
  ProjectModel project;
  project.directory = found.project_directory;
  project.environment = std::move(found.environment);
  project.env_files = std::move(found.env_files);
  project.findings = std::move(found.findings);

  FileLoader loader(project, options);
  for (const std::string& path : found.files) {
    MCPMX_CHECK(
        loader.open(path, path == found.files.front() ? FileRole::kMain : FileRole::kOverride));
  }
  MCPMX_TRY(name, name_of(project, options));
  project.name = std::move(name);
  project.environment.set_default("COMPOSE_PROJECT_NAME", project.name);

  MCPMX_TRY(root, loader.load({found.files, project.directory, project.environment, Hold::kNone}));
  if (root.members.empty()) {
    return failed("empty compose file", found.files.front(), "write services: into it");
  }
  project.root = std::move(root);
  MCPMX_CHECK(add_defaults(project, options));
  find_disabled(project, found.profiles);
  return project;
}

}  // namespace mcpmx::compose
