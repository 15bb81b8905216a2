#include "app/backup.h"

namespace mcpmx::app {
namespace {

constexpr std::string_view kSuffix = ".mcpmx-bak";

}  // namespace

std::string free_backup_name(Filesystem& filesystem, const std::string& path) {
  FileStatus status;
  const std::string first = std::string(path).append(kSuffix);
  std::string name = first;
  for (int number = 2; filesystem.status(name, status) == 0; ++number) {
    name.assign(first).append(".").append(std::to_string(number));
  }
  return name;
}

std::optional<std::string> first_backup_name(Filesystem& filesystem, const std::string& path) {
  FileStatus status;
  std::string name = std::string(path).append(kSuffix);
  if (filesystem.status(name, status) == 0) return std::nullopt;
  return name;
}

PendingFile backup_file(const std::string& name, std::string_view text) {
  return {.path = name, .content = text, .mode = 0600, .only_new = true};
}

bool is_backup_name(std::string_view path) {
  const auto at = path.rfind(kSuffix);
  if (at == std::string_view::npos) return false;
  std::string_view rest = path.substr(at + kSuffix.size());
  if (rest.empty()) return true;
  if (!rest.starts_with('.')) return false;
  rest.remove_prefix(1);
  return !rest.empty() && rest.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace mcpmx::app
