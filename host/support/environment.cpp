#include "support/environment.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace mcpmx {

std::optional<std::string> Environment::get(std::string_view name) const {
  const auto it = variables.find(name);
  if (it == variables.end()) return std::nullopt;
  return it->second;
}

std::string Environment::absolute(std::string_view path) const {
  return (std::filesystem::path(working_directory) / path).lexically_normal().string();
}

std::string Environment::base_directory(std::string_view name, std::string_view fallback) const {
  const auto value = get(name);
  if (value && value->starts_with('/')) return *value;
  return home + "/" + std::string(fallback);
}

Environment Environment::of_this_process() {
  Environment result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    // The first of two equal names wins, as in getenv().
    result.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  result.uid = ::getuid();
  result.gid = ::getgid();
  if (const auto home = result.get("HOME"); home && home->starts_with('/')) {
    result.home = *home;
  } else if (const passwd* user = ::getpwuid(result.uid); user != nullptr) {
    result.home = user->pw_dir;
  }
  while (result.home.size() > 1 && result.home.ends_with('/')) result.home.pop_back();
  std::error_code ignored;  // an unreadable place leaves the string empty; its users say so
  result.working_directory = std::filesystem::current_path(ignored).string();
  result.executable = std::filesystem::read_symlink("/proc/self/exe", ignored).string();
  return result;
}

}  // namespace mcpmx
