#include "app/doctor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "compose/state_key.h"

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

Checkup examine_state(const Environment& environment) {
  std::filesystem::path folder = compose::state_folder(environment);
  std::error_code ignored;
  while (!folder.empty() && !std::filesystem::exists(folder, ignored) &&
         folder != folder.parent_path()) {
    folder = folder.parent_path();
  }
  if (::access(folder.c_str(), W_OK) == 0)
    return {State::kOk, "state folder", compose::state_folder(environment), {}};
  return {State::kBad, "state folder",
          folder.string() + " cannot be written: " + std::strerror(errno),
          "give yourself the right to write there, or set XDG_STATE_HOME"};
}

// Does anything answer at the socket? connect() to a Unix socket answers at once.
bool answers(const std::string& path) {
  sockaddr_un address = {};
  if (path.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return false;
  const bool connected =
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const int problem = errno;
  ::close(descriptor);
  errno = problem;
  return connected;
}

Checkup examine_engine(const Environment& environment) {
  const std::string host = environment.get("DOCKER_HOST").value_or("unix:///var/run/docker.sock");
  if (!host.starts_with("unix://")) return {State::kOk, "Docker Engine", host + " (not asked)", {}};
  const std::string socket = host.substr(7);
  if (answers(socket)) return {State::kOk, "Docker Engine", "answers at " + socket, {}};
  const std::string why = std::strerror(errno);
  const bool forbidden = errno == EACCES || errno == EPERM;
  return {State::kWarning, "Docker Engine", socket + ": " + why + " (generating works without it)",
          forbidden ? "sudo usermod -aG docker $USER, then log in again"
                    : "start it: sudo systemctl start docker"};
}

// docker compose is a plugin of the docker program: a file in one of these folders (docker's plugin
// manager).
Checkup examine_compose(const Environment& environment) {
  std::vector<std::string> places;
  if (const auto config = environment.get("DOCKER_CONFIG"))
    places.push_back(*config + "/cli-plugins/docker-compose");
  places.push_back(environment.home + "/.docker/cli-plugins/docker-compose");
  for (const char* folder : {"/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"}) {
    places.push_back(std::string(folder) + "/docker/cli-plugins/docker-compose");
  }
  for (const std::string& place : places) {
    if (::access(place.c_str(), X_OK) == 0) return {State::kOk, "docker compose", place, {}};
  }
  return {State::kWarning, "docker compose", "not found (generating works without it)",
          "install Docker's compose plugin: docker-compose-plugin or docker-compose-v2"};
}

}  // namespace

std::vector<Checkup> examine(Session& session) {
  return {examine_config(session),
          examine_plugins(session),
          examine_mappings(session),
          examine_last_load(session),
          examine_state(session.environment()),
          examine_engine(session.environment()),
          examine_compose(session.environment())};
}

}  // namespace mcpmx::app
