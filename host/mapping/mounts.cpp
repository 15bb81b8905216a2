#include "mapping/mounts.h"

#include <algorithm>
#include <filesystem>

namespace mcpmx::mapping {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_drive(std::string_view path) {
  return path.size() > 1 && path[1] == ':' &&
         ((path[0] >= 'A' && path[0] <= 'Z') || (path[0] >= 'a' && path[0] <= 'z'));
}

// Folders whose content is credentials or the machine itself: denied with all that lies below them.
std::vector<std::string> denied_folders(const Surroundings& surroundings) {
  std::vector<std::string> folders = {"/etc",
                                      "/proc",
                                      "/sys",
                                      "/dev",
                                      "/boot",
                                      "/root/.ssh",
                                      "/var/run/docker.sock",
                                      "/run/podman",
                                      "/run/containerd",
                                      "/run/user",
                                      "/run/docker.sock",
                                      "/var/lib/docker"};
  for (const char* below_home :
       {"/.ssh", "/.aws", "/.gnupg", "/.docker", "/.azure", "/.config/gcloud", "/.netrc",
        "/.git-credentials", "/.npmrc", "/.pypirc", "/.password-store", "/.mcpm"}) {
    folders.push_back((surroundings.home == "/" ? "" : surroundings.home) + below_home);
  }
  folders.insert(folders.end(), surroundings.private_folders.begin(),
                 surroundings.private_folders.end());
  return folders;
}

}  // namespace

Result<std::string> host_path(std::string_view written, const std::string& home) {
  std::string path(written);
  for (const std::string_view prefix : {"~", "$HOME", "${HOME}"}) {
    if (!written.starts_with(prefix)) continue;
    const std::string_view rest = written.substr(prefix.size());
    if (!rest.empty() && rest.front() != '/') continue;
    path.replace(0, prefix.size(), home);
    break;
  }
  if (path.find('\0') != std::string::npos)
    return failed("the path has a NUL byte", {}, "remove the byte from the profile");
  if (is_drive(path))
    return failed("the path " + path + " is of a Windows machine", {},
                  "write a path of this machine");
  if (!path.starts_with('/')) {
    return failed(
        "the path " + path +
            " is not absolute: no shell and no folder to start from stand between MCPM and it",
        {}, "write the whole path into the profile");
  }
  path = std::filesystem::path(path).lexically_normal().string();
  // lexically_normal keeps "//" at the start, which means nothing here.
  while (path.size() > 1 && path[1] == '/') path.erase(0, 1);
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

std::string mount_point_of(const std::string& path, bool write) {
  const auto slash = path.rfind('/');
  std::string folder = slash == 0 ? "/" : path.substr(0, slash);
  const std::string_view name = std::string_view(path).substr(slash + 1);
  for (const std::string_view suffix : {".db", ".db3", ".sqlite", ".sqlite3", ".duckdb"}) {
    if (name.ends_with(suffix)) return folder;
  }
  if (!write) return path;
  for (const std::string_view suffix :
       {".json", ".jsonl", ".ndjson", ".log", ".txt", ".csv", ".md", ".yaml", ".yml", ".toml"}) {
    if (name.ends_with(suffix)) return folder;
  }
  return path;
}

Result<void> check_mount(const std::string& path, const Surroundings& surroundings,
                         const std::vector<std::string>& allow, const std::string& service) {
  const auto is_path = [&](const std::string& allowed) {
    const auto absolute = host_path(allowed, surroundings.home);
    return absolute && *absolute == path;
  };
  if (std::any_of(allow.begin(), allow.end(), is_path)) return {};
  const auto denied = [&](const std::string& why) {
    return failed("it would mount " + path + ", " + why, {},
                  "to allow it, add x-mcpmx.services." + service + ".allow: [" + path +
                      "] to the Compose file and generate again with --force");
  };
  // The home and whatever holds it would bring every credential along.
  if (is_at_or_below(surroundings.home, path)) {
    return denied(path == surroundings.home ? "your whole home folder"
                                            : "which holds your home folder");
  }
  for (const std::string& folder : denied_folders(surroundings)) {
    if (is_at_or_below(path, folder))
      return denied("which holds credentials or controls this machine");
    if (is_at_or_below(folder, path)) return denied("which holds " + folder);
  }
  return {};
}

}  // namespace mcpmx::mapping
