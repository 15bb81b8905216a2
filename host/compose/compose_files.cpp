#include "compose/compose_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

namespace mcpmx::compose {

namespace {

constexpr std::array<const char*, 4> kNames = {"compose.yaml", "compose.yml", "docker-compose.yml",
                                               "docker-compose.yaml"};
constexpr std::array<const char*, 4> kOverrides = {"compose.override.yml", "compose.override.yaml",
                                                   "docker-compose.override.yml",
                                                   "docker-compose.override.yaml"};

std::string absolute(std::string_view folder, std::string_view name) {
  return (std::filesystem::path(folder) / name).lexically_normal().string();
}

std::string parent_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The names that `folder` has; more than one is said, and the first counts.
std::vector<std::string> present(std::span<const char* const> names, const std::string& folder,
                                 const char* kind, const FileTexts& texts,
                                 std::vector<Diagnostic>& findings) {
  std::vector<std::string> found;
  for (const char* name : names) {
    std::string path = absolute(folder, name);
    if (has_text(texts, path)) found.push_back(std::move(path));
  }
  if (found.size() > 1) {
    std::string message = std::string("found multiple ") + kind + " files with supported names: ";
    for (const std::string& path : found) message += path + (path == found.back() ? "" : ", ");
    findings.push_back({Severity::kWarning, "compose.several-files",
                        message + "; using " + found.front(), folder,
                        "remove all but one, or name it with -f"});
  }
  return found;
}

void search(std::string folder, const FileTexts& texts, ComposeFiles& result) {
  for (;;) {
    const auto found = present(kNames, folder, "config", texts, result.findings);
    if (!found.empty()) {
      result.files.push_back(found.front());
      const auto overrides = present(kOverrides, folder, "override", texts, result.findings);
      if (!overrides.empty()) result.files.push_back(overrides.front());
      return;
    }
    const std::string parent = parent_of(folder);
    if (parent == folder || parent.empty()) return;
    folder = parent;
  }
}

}  // namespace

Result<ComposeFiles> find_compose_files(const ComposeOptions& options) {
  const std::string& here = options.working_directory;
  ComposeFiles result;
  result.environment = ProjectEnvironment(options.process);
  for (const std::string& file : options.files) {
    if (file == "-") {
      return failed("a Compose file cannot be read from standard input", "-f -",
                    "write it to a file and name that");
    }
    result.files.push_back(absolute(here, file));
  }
  const auto folder = [&] {
    if (!options.project_directory.empty()) return absolute(here, options.project_directory);
    return result.files.empty() ? here : parent_of(result.files.front());
  };
  const auto add_env_files = [&]() -> Result<void> {
    const std::string of = folder();
    MCPMX_TRY(paths, env_files_of({options.env_files, options.process, here, of, &options.texts}));
    if (paths == result.env_files) return {};
    MCPMX_CHECK(result.environment.add_files(paths, result.findings, options.texts));
    for (std::string& path : paths) result.env_files.push_back(std::move(path));
    return {};
  };

  MCPMX_CHECK(add_env_files());
  const auto listed = result.environment.find("COMPOSE_FILE");
  if (result.files.empty() && listed && !listed->empty()) {
    std::string_view separator = result.environment.value_or_empty("COMPOSE_PATH_SEPARATOR");
    if (separator.empty()) separator = ":";
    for (const std::string& file : split(*listed, separator)) {
      result.files.push_back(absolute(here, file));
    }
  }
  if (result.files.empty()) search(folder(), options.texts, result);
  if (result.files.empty()) {
    return failed("no configuration file provided: not found", here,
                  "call it where compose.yaml or docker-compose.yml is, or name the file with -f");
  }
  result.project_directory = folder();
  MCPMX_CHECK(add_env_files());

  result.profiles = options.profiles;
  if (result.profiles.empty()) {
    for (const std::string& profile :
         split(result.environment.value_or_empty("COMPOSE_PROFILES"), ",")) {
      if (!trimmed(profile).empty()) result.profiles.emplace_back(trimmed(profile));
    }
  }
  return result;
}

std::string override_of(const std::string& file) {
  const std::string name = std::filesystem::path(file).filename().string();
  if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) return {};
  const std::string folder = parent_of(file);
  std::vector<Diagnostic> said_when_they_are_read;
  const auto read = present(kNames, folder, "config", {}, said_when_they_are_read);
  if (!read.empty() && read.front() != file) return {};
  const auto overrides = present(kOverrides, folder, "override", {}, said_when_they_are_read);
  return overrides.empty() ? std::string() : overrides.front();
}

}  // namespace mcpmx::compose
