#include "app/doctor.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/doctor_programs.h"
#include "compose/state_key.h"

namespace mcpmx::app {
namespace {

using State = Checkup::State;

// What cannot be looked at, with its place: "PATH has no servers.json" where the message begins
// with what it is about.
Checkup failing(State state, const std::string& what, const Error& error) {
  std::string found = error.message;
  if (!error.where.empty()) {
    const bool names_it = found.starts_with(what + " ");
    found = error.where + (names_it ? found.substr(what.size()) : ": " + found);
  }
  return {state, what, std::move(found), error.hint};
}

// The file of "FILE:7:3".
std::string file_of(std::string where) {
  for (auto colon = where.rfind(':'); colon != std::string::npos; colon = where.rfind(':')) {
    const bool is_number = colon + 1 < where.size() &&
                           where.find_first_not_of("0123456789", colon + 1) == std::string::npos;
    if (!is_number) break;
    where.erase(colon);
  }
  return where;
}

Checkup examine_config(Session& session) {
  const std::string folder = session.config_dir();
  const auto library = session.load_library();
  if (!library) return failing(State::kBad, "MCPM's folder", library.error());
  Checkup result{State::kOk, "MCPM's folder", {}, {}};
  result.found = folder + ": " + counted(library->servers.size(), "server") + ", " +
                 counted(library->profiles.size(), "profile");
  if (library->format == 1) {
    result.state = State::kWarning;
    result.found += ", in the format of MCPM 1";
    result.remedy = "mcpm migrate";
  }
  if (!library->invalid.empty()) {
    result.state = State::kWarning;
    result.found += "; MCPM cannot read " + std::to_string(library->invalid.size()) + " more";
    result.remedy = "mcpmx detect --all (says which and why)";
  }
  return result;
}

Checkup examine_plugins(Session& session) {
  const auto registry = session.registry();
  if (!registry) return failing(State::kBad, "plugins", registry.error());
  std::size_t usable = 0;
  const plugin::PluginInfo* refused = nullptr;
  const auto plugins = (*registry)->plugins();
  for (const plugin::PluginInfo& info : plugins) {
    if (info.refused) {
      refused = &info;
    } else if (info.shadowed_by.empty()) {
      ++usable;
    }
  }
  if (refused != nullptr) {
    return {State::kWarning, "plugins", refused->file + ": " + refused->refused->message,
            refused->refused->hint};
  }
  const std::string found = std::to_string(usable) + " usable";
  if (usable == 0)
    return {
        State::kBad, "plugins", "none was found",
        "cmake --install build --prefix ~/.local (in mcpmx's checkout), or give --plugin-dir DIR"};
  return {State::kOk, "plugins", found, {}};
}

Checkup examine_mappings(Session& session) {
  const auto files = session.mapping_files();
  if (!files) return failing(State::kBad, "mappings", files.error());
  if (!(*files)->refused.empty()) {
    const Error& error = (*files)->refused.front();
    Checkup result = failing(State::kWarning, "mappings", error);
    result.remedy = "mcpmx mapping check " + file_of(error.where);
    return result;
  }
  return {State::kOk, "mappings", counted((*files)->mappers.size(), "YAML file"), {}};
}

Checkup examine_last_load(const Session& session) {
  const auto& crashed = session.interrupted_load();
  if (!crashed) return {State::kOk, "last run", "ended properly", {}};
  return {State::kWarning, "last run", "it ended while loading the plugin " + crashed->plugin_id,
          "rm " + crashed->file + " (if it is to blame; --only-bundled-plugins leaves it out)"};
}

Checkup examine_state(const Environment& environment, Filesystem& filesystem) {
  std::filesystem::path folder = compose::state_folder(environment);
  FileStatus ignored;
  while (!folder.empty() && filesystem.status(folder, ignored) != 0 &&
         folder != folder.parent_path()) {
    folder = folder.parent_path();
  }
  const int problem = -filesystem.check_writable(folder);
  if (problem == 0) return {State::kOk, "state folder", compose::state_folder(environment), {}};
  return {State::kBad, "state folder",
          folder.string() + " cannot be written: " + std::strerror(problem),
          "sudo chown $USER " + folder.string() + ", or set XDG_STATE_HOME to a folder of yours"};
}

Checkup examine_engine(const Environment& environment, Network& network) {
  const std::string host = environment.get("DOCKER_HOST").value_or("unix:///var/run/docker.sock");
  if (!host.starts_with("unix://")) return {State::kOk, "Docker Engine", host + " (not asked)", {}};
  const std::string socket = host.substr(7);
  const int problem = -network.connect_unix(socket);
  if (problem == 0) return {State::kOk, "Docker Engine", "answers at " + socket, {}};
  const bool forbidden = problem == EACCES || problem == EPERM;
  return {State::kWarning, "Docker Engine",
          socket + ": " + std::strerror(problem) + " (generating works without it)",
          forbidden           ? "sudo usermod -aG docker $USER, then log in again"
          : problem == ENOENT ? "sudo systemctl start docker (where it is not installed: "
                                "sudo apt-get install docker.io)"
                              : "sudo systemctl start docker"};
}

// docker compose is a plugin of the docker program: a file in one of these folders (docker's plugin
// manager).
Checkup examine_compose(const Environment& environment, Filesystem& filesystem) {
  std::vector<std::string> places;
  if (const auto config = environment.get("DOCKER_CONFIG"))
    places.push_back(*config + "/cli-plugins/docker-compose");
  places.push_back(environment.home + "/.docker/cli-plugins/docker-compose");
  for (const char* folder : {"/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"}) {
    places.push_back(std::string(folder) + "/docker/cli-plugins/docker-compose");
  }
  for (const std::string& place : places) {
    FileStatus status;
    if (filesystem.status(place, status) == 0 && status.regular && (status.mode & 0111U) != 0)
      return {State::kOk, "docker compose", place, {}};
  }
  return {State::kWarning, "docker compose", "not found (generating works without it)",
          "sudo apt-get install docker-compose-plugin (Docker's packages; Ubuntu's: "
          "docker-compose-v2)"};
}

}  // namespace

std::vector<Checkup> examine(Session& session, Network& network) {
  std::vector<Checkup> checkups = {examine_config(session),
                                   examine_plugins(session),
                                   examine_mappings(session),
                                   examine_last_load(session),
                                   examine_state(session.environment(), session.filesystem()),
                                   examine_engine(session.environment(), network),
                                   examine_compose(session.environment(), session.filesystem())};
  for (Checkup& checkup : examine_host_programs(session, network))
    checkups.push_back(std::move(checkup));
  return checkups;
}

}  // namespace mcpmx::app
