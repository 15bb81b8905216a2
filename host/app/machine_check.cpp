#include "app/machine_check.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cerrno>
#include <filesystem>

#include "app/git_ignore.h"
#include "compose/dollars.h"

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

// The host path of a bind mount in the long form, which is the one that rendering writes; empty for
// any other volume.
std::string bind_source(const boost::json::value& volume) {
  const auto* mount = volume.if_object();
  const auto* type = mount == nullptr ? nullptr : mount->if_contains("type");
  const auto* source = mount == nullptr ? nullptr : mount->if_contains("source");
  if (type == nullptr || *type != "bind" || source == nullptr || !source->is_string()) return {};
  return compose::with_single_dollars(std::string_view(source->get_string()));
}

}  // namespace

void warn_of_missing_binds(Filesystem& filesystem, const Project& project,
                           std::vector<Diagnostic>& findings) {
  for (const auto& service : project.document.at("services").as_object()) {
    const auto* volumes = service.value().as_object().if_contains("volumes");
    if (volumes == nullptr || !volumes->is_array()) continue;
    for (const auto& volume : volumes->get_array()) {
      const std::string path = bind_source(volume);
      if (path.empty() || !is_missing(filesystem, path)) continue;
      findings.push_back({Severity::kWarning, "bind.missing",
                          path + " is not on this machine, and docker compose up will fail",
                          std::string(service.key()), "make it, or mend the profile"});
    }
  }
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
