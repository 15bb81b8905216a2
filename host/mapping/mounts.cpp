#include "mapping/mounts.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "mapping/path_rules.h"
#include "support/text.h"

namespace mcpmx::mapping {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// Why the rules deny the path; empty if they do not.
std::string why_denied(const std::string& path, const std::string& home,
                       const Surroundings& surroundings) {
  // The home and whatever holds it would bring every credential along.
  if (is_at_or_below(home, path)) {
    return path == home ? "your whole home folder" : "which holds your home folder";
  }
  std::vector<std::string> folders = denied_folders(surroundings);
  if (surroundings.denied_targets) {
    for (std::string& target : surroundings.denied_targets()) folders.push_back(std::move(target));
  }
  for (const std::string& folder : folders) {
    if (is_at_or_below(path, folder)) return "which holds credentials or controls this machine";
    if (is_at_or_below(folder, path)) return "which holds " + folder;
  }
  return {};
}

}  // namespace

Result<std::string> host_path(std::string_view written, const std::string& home) {
  std::string path = expand_home(written, home);
  if (path.find('\0') != std::string::npos)
    return failed("the path has a NUL byte", {}, "remove the byte from the profile");
  if (starts_with_drive(path))
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

std::vector<std::string> denied_folders(const Surroundings& surroundings) {
  std::vector<std::string> folders = {"/etc",
                                      "/proc",
                                      "/sys",
                                      "/dev",
                                      "/boot",
                                      "/var/run/docker.sock",
                                      "/run/podman",
                                      "/run/containerd",
                                      "/run/user",
                                      "/run/docker.sock",
                                      "/var/lib/docker",
                                      "/var/lib/containerd",
                                      "/var/lib/kubelet",
                                      "/var/spool/cron"};
  std::vector<std::string> homes = {surroundings.home == "/" ? "" : surroundings.home};
  if (surroundings.home != "/root") homes.emplace_back("/root");
  for (const std::string& home : homes) {
    for (const char* below_home :
         {"/.ssh", "/.aws", "/.gnupg", "/.docker", "/.azure", "/.kube", "/.config/gcloud",
          "/.config/gh", "/.netrc", "/.git-credentials", "/.npmrc", "/.pypirc", "/.password-store",
          "/.local/share/keyrings", "/.claude.json", "/.mcpm"}) {
      folders.push_back(home + below_home);
    }
  }
  // The secrets of every server of the project. It may come to be by this very run, so it counts
  // before it is there: the next run must not decide otherwise.
  if (!surroundings.env_file.empty()) folders.push_back(surroundings.env_file);
  folders.insert(folders.end(), surroundings.private_folders.begin(),
                 surroundings.private_folders.end());
  return folders;
}

Result<void> check_mount(const std::string& path, const Surroundings& surroundings,
                         const std::vector<std::string>& allow, const std::string& service) {
  const auto is_allowed = [&](const std::string& target) {
    return std::any_of(allow.begin(), allow.end(), [&](const std::string& allowed) {
      const auto absolute = host_path(allowed, surroundings.home);
      return absolute && *absolute == target;
    });
  };
  const auto denied = [&](const std::string& target, const std::string& why) {
    return failed("it would mount " + path + (target == path ? "" : ", which leads to " + target) +
                      ", " + why,
                  {},
                  "to allow it, add x-mcpmx.services." + service + ".allow: [" + target +
                      "] to the Compose file and generate again");
  };
  if (const std::string why = why_denied(path, surroundings.home, surroundings); !why.empty()) {
    // Who allows /var/run/docker.sock means the socket, wherever this machine keeps it.
    if (is_allowed(path)) return {};
    return denied(path, why);
  }
  if (!surroundings.real_path) return {};
  const std::string target = surroundings.real_path(path);
  if (target == path || is_allowed(target)) return {};
  const std::string home = surroundings.real_path(surroundings.home);
  const std::string why = why_denied(target, home, surroundings);
  if (why.empty()) return {};
  return denied(target, why);
}

}  // namespace mcpmx::mapping
