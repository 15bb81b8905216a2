#include "app/doctor.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/detect.h"
#include "app/host_programs.h"
#include "compose/state_key.h"
#include "mapping/names.h"

namespace mcpmx::app {
namespace {

using State = Checkup::State;

std::string counted(std::size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

Checkup examine_config(Session& session) {
  const std::string folder = session.config_dir();
  const auto library = session.load_library();
  if (!library)
    return {State::kBad, "MCPM's folder", library.error().message, library.error().hint};
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
    result.remedy = "mcpmx detect --all says which and why";
  }
  return result;
}

Checkup examine_plugins(Session& session) {
  const auto registry = session.registry();
  if (!registry) return {State::kBad, "plugins", registry.error().message, registry.error().hint};
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
    return {State::kBad, "plugins", "none was found",
            "install mcpmx as a whole, or give --plugin-dir"};
  return {State::kOk, "plugins", found, {}};
}

Checkup examine_mappings(Session& session) {
  const auto files = session.mapping_files();
  if (!files) return {State::kBad, "mappings", files.error().message, files.error().hint};
  if (!(*files)->refused.empty()) {
    const Error& error = (*files)->refused.front();
    return {State::kWarning, "mappings", error.where + ": " + error.message,
            "mcpmx mapping check FILE"};
  }
  return {State::kOk, "mappings", counted((*files)->mappers.size(), "YAML file"), {}};
}

Checkup examine_last_load(const Session& session) {
  const auto& crashed = session.interrupted_load();
  if (!crashed) return {State::kOk, "last run", "ended properly", {}};
  return {
      State::kWarning, "last run", "it ended while loading the plugin " + crashed->plugin_id,
      "mcpmx --only-bundled-plugins leaves it out; remove " + crashed->file + " if it is to blame"};
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
          "give yourself the right to write there, or set XDG_STATE_HOME"};
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
          : problem == ENOENT ? "install Docker Engine, or start it: sudo systemctl start docker"
                              : "start it: sudo systemctl start docker"};
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
          "install Docker's compose plugin: docker-compose-plugin or docker-compose-v2"};
}

// What is not running now is no fault, and neither is a machine without Docker's bridge: there the
// address is another one, or another machine's.
std::vector<Checkup> examine_host_programs(Session& session, Network& network) {
  constexpr const char* kWhat = "programs of this machine";
  const auto library = session.load_library();
  if (!library) return {};  // MCPM's folder has said it
  const auto detected = detect(session, library->servers, {});
  if (!detected) return {{State::kBad, kWhat, detected.error().message, detected.error().hint}};
  const std::vector<HostProgram> programs = host_programs(detected->servers);
  if (programs.empty()) return {{State::kOk, kWhat, "no server reaches for one", {}}};
  const std::string bridge = network.interface_address("docker0");
  if (bridge.empty()) {
    return {{State::kOk,
             kWhat,
             "not asked whether containers reach " + counted(programs.size(), "port") +
                 ": there is no bridge docker0 here",
             {}}};
  }
  std::vector<Checkup> checkups;
  for (const HostProgram& program : programs) {
    const std::string port = std::to_string(program.port);
    std::string found = "port ";
    found.append(port).append(", for ").append(program.server).append(", ");
    switch (hearing_of(program, bridge, network)) {
      case Hearing::kHeard:
        checkups.push_back({State::kOk, kWhat, found.append("listens on ").append(bridge), {}});
        break;
      case Hearing::kSilent:
        checkups.push_back({State::kOk, kWhat, found.append("is not listening now"), {}});
        break;
      case Hearing::kLoopbackOnly:
        checkups.push_back(
            {State::kWarning, kWhat,
             found.append("listens on 127.0.0.1 alone, and containers come to ").append(bridge),
             std::string("let the program listen on ")
                 .append(bridge)
                 .append(" too, or set x-mcpmx.services.")
                 .append(mapping::service_name(program.server))
                 .append(".network: host in the Compose file")});
        break;
    }
  }
  return checkups;
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
