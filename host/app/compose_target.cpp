#include "app/compose_target.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "compose/compose_files.h"
#include "document/element.h"
#include "document/reader.h"
#include "mapping/mounts.h"
#include "support/file.h"
#include "support/real_path.h"
#include "support/stale_temps.h"
#include "support/text.h"
#include "support/write_error.h"

namespace mcpmx::app {
namespace {

using document::Element;

// A real path, and a link to a file that is still to be written, .env for one, leads there too.
std::string where_links_lead(const std::string& file) {
  constexpr int kMostLinks = 40;
  std::string path = real_path(file);
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink(path, error);
    if (error) break;
    path = real_path((std::filesystem::path(path).parent_path() / target).string());
  }
  return path;
}

Result<void> read_compose(ComposeTarget& target) {
  MCPMX_TRY(document, document::read_yaml(*target.text, target.shown));
  const Element root = document::root_of(document);
  if (!root.is_map() && !root.is_null()) return root.mismatch("a Compose file, which is a map");
  MCPMX_TRY(settings, read_settings(root, target.findings));
  target.contents = contents_of(root);
  target.settings = std::move(settings);
  target.surroundings.settings = target.settings.services;
  target.surroundings.owners = target.settings.owners;
  target.surroundings.kept = target.settings.kept;
  target.document = std::move(document);
  return {};
}

Result<void> interpolate_env(ComposeTarget& target) {
  const auto& entries = target.env.entries();
  if (std::none_of(entries.begin(), entries.end(),
                   [](const auto& entry) { return entry.interpolated; })) {
    return {};
  }
  compose::ProjectEnvironment environment;
  const std::vector<std::string> paths = {target.env_path};
  std::vector<Diagnostic> said_when_the_project_is_read;
  MCPMX_CHECK(environment.add_files(paths, said_when_the_project_is_read,
                                    {{target.env_path, *target.env_text}}));
  for (const compose::DotenvEntry& entry : entries) {
    if (entry.interpolated)
      target.interpolated[entry.name] = environment.value_or_empty(entry.name);
  }
  return {};
}

Result<void> read_env(const Session& session, ComposeTarget& target) {
  MCPMX_TRY(text, read_file_if_present(target.env_path));
  MCPMX_TRY(env, compose::Dotenv::parse(text.value_or(std::string()), target.env_path));
  target.env = std::move(env);
  target.env_text = std::move(text);
  MCPMX_CHECK(interpolate_env(target));
  for (const compose::DotenvEntry& entry : target.env.entries()) {
    const std::string& value = target.value_of(entry);
    if (!is_utf8(value)) {
      return failed("the value of " + entry.name + " is not UTF-8",
                    target.shown_env + ":" + std::to_string(entry.line), "save the file as UTF-8");
    }
    mapping::PresentVariable& variable = target.surroundings.variables[entry.name];
    variable.value = value;
    variable.ours = target.record.has_variable(entry.name);
    if (!variable.ours) continue;
    variable.owners = target.record.owners_of(entry.name);
    if (!target.key) {
      MCPMX_TRY(key, compose::StateKey::load(session.environment()));
      // Without the key of that time nobody can say what the value was.
      if (!key) continue;
      target.key = std::move(key);
    }
    variable.unchanged = target.record.wrote(entry.name, value, *target.key);
  }
  return {};
}

void read_neighbours(Session& session, ComposeTarget& target) {
  target.neighbours =
      compose::other_known_files(session.environment(), target.path, target.findings);
  for (const compose::KnownFile& file : target.neighbours) {
    for (const int port : file.ports) target.surroundings.port_files.emplace(port, file.path);
    target.surroundings.taken_projects.insert(file.project);
    target.surroundings.taken_ports.insert(file.ports.begin(), file.ports.end());
    target.surroundings.taken_subnets.insert(file.subnets.begin(), file.subnets.end());
    target.surroundings.taken_container_names.insert(file.container_names.begin(),
                                                     file.container_names.end());
  }
}

// The variables that other Compose files take from the same .env.
Result<void> read_sharers(ComposeTarget& target) {
  if (target.neighbours.empty()) return {};
  const std::string folder = real_path(folder_of(target.env_path));
  for (const compose::KnownFile& file : target.neighbours) {
    if (folder_of(file.path) != folder) continue;
    std::vector<Diagnostic> said_when_it_is_synced;
    MCPMX_TRY(record, compose::Record::load(file.path, said_when_it_is_synced));
    for (auto& [name, variable] : target.surroundings.variables) {
      for (const std::string& owner : record.owners_of(name)) {
        const bool is_same = target.has_library_of(file);
        variable.elsewhere.insert(is_same ? owner : owner + " of " + file.path);
      }
    }
  }
  return {};
}

std::optional<unsigned> number_of(const Environment& environment, std::string_view name) {
  const auto text = environment.get(name);
  unsigned number = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

// Whose host paths they probably are: under sudo those of whoever called it.
std::pair<unsigned, unsigned> calling_user(const Environment& environment) {
  const auto uid = number_of(environment, "SUDO_UID");
  const auto gid = number_of(environment, "SUDO_GID");
  if (environment.uid != 0 || !uid || !gid) return {environment.uid, environment.gid};
  return {*uid, *gid};
}

// What those of the folders that are links lead to. Most are not there, and many are in one folder.
std::vector<std::string> targets_of(const std::vector<std::string>& folders) {
  std::vector<std::string> targets;
  std::map<std::string, std::string> parents;  // where each leads
  for (const std::string& folder : folders) {
    const std::filesystem::path path(folder);
    std::string& parent = parents[path.parent_path().string()];
    if (parent.empty()) parent = real_path(path.parent_path().string());
    std::string target = (std::filesystem::path(parent) / path.filename()).string();
    std::error_code ignored;
    if (std::filesystem::is_symlink(target, ignored)) target = where_links_lead(folder);
    if (target != folder) targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<std::string> private_folders(const Session& session) {
  const Environment& environment = session.environment();
  return {real_path(session.config_dir(), environment.working_directory),
          environment.home + "/.config/mcpm", compose::state_folder(environment),
          environment.base_directory("XDG_CONFIG_HOME", ".config") + "/mcpmx"};
}

// `named`: absolute, links as they are.
Result<void> check_name(const Session& session, const ComposePlace& place,
                        const std::filesystem::path& named) {
  for (const std::string& folder : private_folders(session)) {
    if (place.path.starts_with(folder + "/")) {
      return failed("a Compose file there would stand among MCPM's or mcpmx's own files",
                    place.shown, "choose another folder with -f");
    }
  }
  const std::filesystem::path real(place.path);
  if (named.filename().empty()) {
    return failed("this names a folder, a file was expected", place.shown,
                  "name the file inside it: " + place.shown + "docker-compose.yml");
  }
  const auto either = [&](auto matches) { return matches(named) || matches(real); };
  if (either([](const auto& path) { return path.filename() == ".env"; }) ||
      where_links_lead(place.path) == where_links_lead(place.env_path)) {
    return failed("the Compose file would be the .env beside it, which holds the values",
                  place.shown, "choose another name with -f");
  }
  if (either([](const auto& path) { return path.parent_path().filename() == ".mcpmx"; }) ||
      either([](const auto& path) { return is_temp_name(path.filename().string()); })) {
    return failed("a Compose file there would stand among mcpmx's own files", place.shown,
                  "choose another name with -f");
  }
  return {};
}

}  // namespace

const std::string& ComposeTarget::value_of(const compose::DotenvEntry& entry) const {
  const auto found = entry.interpolated ? interpolated.find(entry.name) : interpolated.end();
  return found == interpolated.end() ? entry.value : found->second;
}

bool ComposeTarget::has_library_of(const compose::KnownFile& file) const {
  return file.library.empty() || file.library == library;
}

mapping::Surroundings base_surroundings(const Session& session) {
  const Environment& environment = session.environment();
  mapping::Surroundings surroundings;
  surroundings.home = environment.home;
  std::tie(surroundings.uid, surroundings.gid) = calling_user(environment);
  surroundings.private_folders = private_folders(session);
  surroundings.real_path = where_links_lead;
  surroundings.denied_targets = [folders = mapping::denied_folders(surroundings),
                                 targets = std::optional<std::vector<std::string>>()]() mutable {
    if (!targets) targets = targets_of(folders);
    return *targets;
  };
  Filesystem& filesystem = session.filesystem();
  surroundings.random_secret = [&filesystem] {
    char bytes[16] = {};
    const bool made = filesystem.random(bytes, sizeof bytes) == 0;
    return made ? to_hex({bytes, sizeof bytes}) : std::string();
  };
  return surroundings;
}

Result<ComposePlace> locate_target(const Session& session, const std::string& file) {
  const Environment& environment = session.environment();
  ComposePlace place;
  place.shown = file;
  place.path = real_path(file, environment.working_directory);
  // Compose looks for .env beside the name that it is given, not beside what a link leads to.
  std::filesystem::path named(file);
  if (named.is_relative()) named = std::filesystem::path(environment.working_directory) / named;
  named = named.lexically_normal();
  place.env_path = (named.parent_path() / ".env").string();
  const std::filesystem::path shown_folder = std::filesystem::path(file).parent_path();
  place.shown_env = (shown_folder / ".env").string();
  place.override_path = compose::override_of(named.string());
  place.shown_override =
      (shown_folder / std::filesystem::path(place.override_path).filename()).string();
  MCPMX_CHECK(check_name(session, place, named));
  return place;
}

Result<ComposeTarget> load_target(Session& session, const ComposePlace& place) {
  ComposeTarget target;
  static_cast<ComposePlace&>(target) = place;
  target.surroundings = base_surroundings(session);
  target.library = target.surroundings.private_folders.front();
  target.surroundings.env_file = target.env_path;
  std::string real_env = target.surroundings.real_path(target.env_path);
  if (real_env != target.env_path) {
    target.surroundings.denied_targets = [links = std::move(target.surroundings.denied_targets),
                                          real_env = std::move(real_env)] {
      std::vector<std::string> targets = links();
      targets.push_back(real_env);
      return targets;
    };
  }
  MCPMX_TRY(text, read_file_if_present(target.path));
  target.text = std::move(text);
  if (target.text) MCPMX_CHECK(read_compose(target));
  MCPMX_TRY(record, compose::Record::load(target.path, target.findings));
  target.record = std::move(record);
  MCPMX_CHECK(read_env(session, target));
  read_neighbours(session, target);
  MCPMX_CHECK(read_sharers(target));
  return target;
}

}  // namespace mcpmx::app
