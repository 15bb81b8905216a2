#include "app/machine_check.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "app/git_ignore.h"
#include "model/json_member.h"
#include "support/dollars.h"

namespace mcpmx::app {
namespace {

bool is_there(Filesystem& filesystem, const std::string& path) {
  FileStatus status;
  return filesystem.status(path, status) == 0;
}

// Not where nobody can say: a folder on the way may be closed to us and open to the engine.
bool is_missing(Filesystem& filesystem, const std::string& path) {
  FileStatus status;
  const int found = filesystem.status(path, status);
  return found == -ENOENT || found == -ENOTDIR;
}

struct Bind {
  std::string_view service;
  std::string source;
  bool read_only = false;
  std::optional<std::pair<unsigned, unsigned>> user;  // of the service, where it is in numbers
};

// "uid:gid"; nullopt for names, which only the image knows.
std::optional<std::pair<unsigned, unsigned>> user_of(const boost::json::object& service) {
  const std::string text = text_member(service, "user");
  unsigned uid = 0;
  unsigned gid = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, uid);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, gid);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  // With its capabilities root reads everything.
  if (uid == 0 && !service.contains("cap_drop")) return std::nullopt;
  return std::pair(uid, gid);
}

// The host path of a bind mount in the long form, which is the one that rendering writes; empty for
// any other volume.
std::string bind_source(const boost::json::value& volume) {
  const auto* mount = volume.if_object();
  const auto* type = mount == nullptr ? nullptr : mount->if_contains("type");
  const auto* source = mount == nullptr ? nullptr : mount->if_contains("source");
  if (type == nullptr || *type != "bind" || source == nullptr || !source->is_string()) return {};
  return with_single_dollars(std::string_view(source->get_string()));
}

template <class Visit>
void for_each_bind(const Project& project, const Visit& visit) {
  for (const auto& service : project.document.at("services").as_object()) {
    const auto& body = service.value().as_object();
    const auto* volumes = list_member(body, "volumes");
    if (volumes == nullptr) continue;
    for (const auto& volume : *volumes) {
      Bind bind = {service.key(), bind_source(volume), false, user_of(body)};
      if (bind.source.empty()) continue;
      bind.read_only = flag_member(volume.get_object(), "read_only");
      visit(bind);
    }
  }
}

}  // namespace

void warn_of_missing_binds(Filesystem& filesystem, const Project& project,
                           std::vector<Diagnostic>& findings) {
  for_each_bind(project, [&](const Bind& bind) {
    if (!is_missing(filesystem, bind.source)) return;
    findings.push_back({Severity::kWarning, "bind.missing",
                        bind.source + " is not on this machine, and docker compose up will fail",
                        std::string(bind.service), "make it, or mend the profile"});
  });
}

std::vector<std::string> missing_folders(Filesystem& filesystem, const Project& project) {
  std::vector<std::string> folders;
  for_each_bind(project, [&](const Bind& bind) {
    if (!is_missing(filesystem, bind.source)) return;
    // notes.json is no folder's name; .config may be one.
    if (std::filesystem::path(bind.source).has_extension()) return;
    if (std::find(folders.begin(), folders.end(), bind.source) == folders.end())
      folders.push_back(bind.source);
  });
  return folders;
}

void warn_of_closed_binds(Filesystem& filesystem, const Project& project,
                          std::vector<Diagnostic>& findings) {
  for_each_bind(project, [&](const Bind& bind) {
    FileStatus status;
    if (!bind.user || filesystem.status(bind.source, status) != 0) return;
    const unsigned needed = bind.read_only ? 4U : 6U;
    const unsigned shift = status.uid == bind.user->first    ? 6U
                           : status.gid == bind.user->second ? 3U
                                                             : 0U;
    if ((status.mode >> shift & needed) == needed) return;
    const std::string owner = std::to_string(status.uid) + ":" + std::to_string(status.gid);
    findings.push_back({Severity::kWarning, "bind.closed",
                        "it runs as user " + std::to_string(bind.user->first) + ", who may not " +
                            (bind.read_only ? "read " : "write to ") + bind.source +
                            ", which belongs to " + owner,
                        std::string(bind.service),
                        "set x-mcpmx.services." + std::string(bind.service) + ".user: \"" + owner +
                            "\", or run mcpmx as that user"});
  });
}

void warn_of_readers(Filesystem& filesystem, const std::string& env_path,
                     std::vector<Diagnostic>& findings) {
  FileStatus status;
  if (filesystem.status(env_path, status) == 0 && (status.mode & 0077U) != 0) {
    findings.push_back({Severity::kWarning, "env.mode",
                        "other users of this machine can read the secrets in it", env_path,
                        "chmod 600 " + env_path});
  }
  if (is_committable(env_path)) {
    findings.push_back({Severity::kWarning, "env.git",
                        "it holds secrets and lies in a git work tree that does not ignore it",
                        env_path, "add the line .env to .gitignore"});
  }
}

std::vector<UnusedVariable> unused_variables(const ComposeTarget& target, const Project& project) {
  std::vector<UnusedVariable> unused;
  for (const compose::DotenvEntry& entry : target.env.entries()) {
    if (!target.record.has_variable(entry.name) || project.variables.contains(entry.name)) continue;
    const auto known = target.surroundings.variables.find(entry.name);
    if (known != target.surroundings.variables.end() && !known->second.elsewhere.empty()) continue;
    unused.push_back({entry.name, target.shown_env + ":" + std::to_string(entry.line)});
  }
  return unused;
}

// It takes the first of these that is there.
bool is_found_by_compose(Filesystem& filesystem, const std::string& path) {
  const std::filesystem::path file(path);
  for (const char* name : {"compose.yaml", "compose.yml", "docker-compose.yml"}) {
    if (file.filename() == name) return true;
    if (is_there(filesystem, (file.parent_path() / name).string())) return false;
  }
  return false;
}

}  // namespace mcpmx::app
