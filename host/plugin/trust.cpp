#include "plugin/trust.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace mcpmx::plugin {
namespace {

// "/a/b/" -> "/", "/a", "/a/b"
std::vector<std::string> folders_down_to(const std::string& path) {
  std::vector<std::string> result{"/"};
  for (std::size_t at = 1; at < path.size();) {
    std::size_t end = path.find('/', at);
    if (end == std::string::npos) end = path.size();
    if (end > at) result.push_back(path.substr(0, end));
    at = end + 1;
  }
  return result;
}

bool leads_to(const std::string& folder, const std::string& path) {
  if (path.empty()) return false;
  return folder == "/" || path == folder || path.starts_with(folder + "/");
}

Error refused(const std::string& what, const std::string& path, const Distrust& distrust) {
  return failed("it is not trusted: " + what + " " + distrust.reason, path,
                distrust.cure + " '" + path + "'");
}

Error unreadable(const std::string& path) {
  return failed(
      "it is not trusted: '" + path + "' cannot be examined (" + std::strerror(errno) + ")", path,
      "check the permissions of the folders above it");
}

// A link is as good as whoever can exchange it: its owner. (Its folder is checked with the others.)
// `status`: of the name itself, link or not.
Result<void> trust_link(const std::string& path, const Caller& caller, struct stat& status) {
  if (::lstat(path.c_str(), &status) != 0) return unreadable(path);
  if (!S_ISLNK(status.st_mode)) return {};
  Ownership ownership = Ownership::of(status);
  ownership.mode = 0;  // a link's permission bits mean nothing
  if (const auto distrust = judge(ownership, caller))
    return refused("the link '" + path + "'", path, *distrust);
  return {};
}

Result<void> trust_folders(const std::string& path, const Caller& caller,
                           const std::string& above) {
  for (const std::string& folder : folders_down_to(path)) {
    if (leads_to(folder, above)) continue;
    struct stat status {};
    MCPMX_CHECK(trust_link(folder, caller, status));
    if (S_ISLNK(status.st_mode) && ::stat(folder.c_str(), &status) != 0) return unreadable(folder);
    if (const auto distrust = judge(Ownership::of(status), caller)) {
      return refused("the folder '" + folder + "'", folder, *distrust);
    }
  }
  return {};
}

std::string resolved(const std::string& path) {
  std::error_code error;
  const std::filesystem::path result = std::filesystem::canonical(path, error);
  return error ? std::string() : result.string();
}

}  // namespace

bool PrivateGroup::is(unsigned gid) const {
  if (gid_ != gid) return false;
  if (!known_) {
    const passwd* user = ::getpwuid(gid);
    const std::string user_name = user == nullptr ? "" : user->pw_name;
    const group* group = ::getgrgid(gid);
    known_ = group != nullptr && !user_name.empty() && user_name == group->gr_name;
    if (!known_) gid_.reset();
  }
  return known_;
}

Caller Caller::of(const Environment& environment) {
  Caller caller;
  caller.uid = environment.uid;
  caller.private_group = PrivateGroup(environment.uid, environment.gid);
  struct stat program {};
  if (!environment.executable.empty() && ::stat(environment.executable.c_str(), &program) == 0) {
    caller.program_owner = program.st_uid;
  }
  return caller;
}

Ownership Ownership::of(const struct stat& status) {
  return {status.st_uid, status.st_gid, status.st_mode & 07777u, S_ISDIR(status.st_mode)};
}

std::optional<Distrust> judge(const Ownership& ownership, const Caller& caller) {
  const bool owned =
      ownership.uid == 0 || ownership.uid == caller.uid || ownership.uid == caller.program_owner;
  if (!owned) {
    return Distrust{"belongs to user " + std::to_string(ownership.uid) +
                        ", who is neither root nor you (user " + std::to_string(caller.uid) + ")",
                    "chown " + std::to_string(caller.uid)};
  }
  // In a sticky folder others can add names, but not exchange ours.
  if (ownership.folder && (ownership.mode & S_ISVTX) != 0) return std::nullopt;
  const bool group_writes =
      (ownership.mode & S_IWGRP) != 0 && !caller.private_group.is(ownership.gid);
  const bool others_write = (ownership.mode & S_IWOTH) != 0;
  if (!group_writes && !others_write) return std::nullopt;
  std::array<char, 8> mode{};
  (void)std::snprintf(mode.data(), mode.size(), "%04o", ownership.mode & 07777u);
  const std::string who = others_write ? "everybody" : "group " + std::to_string(ownership.gid);
  const std::string bits = group_writes && others_write ? "go-w" : others_write ? "o-w" : "g-w";
  return Distrust{"is writable by " + who + " (mode " + mode.data() + ")", "chmod " + bits};
}

Result<void> trust_file(int descriptor, const std::string& path, const Caller& caller) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return unreadable(path);
  if (const auto distrust = judge(Ownership::of(status), caller))
    return refused("the file", path, *distrust);
  struct stat link {};
  MCPMX_CHECK(trust_link(path, caller, link));
  if (!S_ISLNK(link.st_mode)) return {};
  const std::string target = resolved(path);
  if (target.empty()) return unreadable(path);
  return trust_folders(std::filesystem::path(target).parent_path().string(), caller, {});
}

Result<void> trust_folder(const std::string& path, const Caller& caller, const std::string& above) {
  const std::string target = resolved(path);
  if (target.empty()) return unreadable(path);
  MCPMX_CHECK(trust_folders(target, caller, above));
  return path == target ? Result<void>() : trust_folders(path, caller, above);
}

}  // namespace mcpmx::plugin
