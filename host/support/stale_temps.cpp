#include "support/stale_temps.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

namespace mcpmx {
namespace {

bool is_file_of_this_user(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == ::geteuid();
}

}  // namespace

bool is_temp_name(std::string_view name) {
  constexpr std::string_view kStart = ".mcpmx-";
  constexpr std::string_view kEnd = ".tmp";
  constexpr std::size_t kDigits = 16;
  if (name.size() != kStart.size() + kDigits + kEnd.size()) return false;
  return name.starts_with(kStart) && name.ends_with(kEnd) &&
         name.substr(kStart.size(), kDigits).find_first_not_of("0123456789abcdef") ==
             std::string_view::npos;
}

void remove_stale_temps(Filesystem& filesystem, const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> stale;
  std::error_code failure;
  for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
       it.increment(failure)) {
    const std::string name = it->path().filename().string();
    if (is_temp_name(name)) stale.push_back(std::string(folder).append("/").append(name));
  }
  // One that cannot be removed is no worse than before, and no reason not to do what was asked for.
  for (const std::string& path : stale) {
    if (is_file_of_this_user(path)) (void)filesystem.remove(path);
  }
}

}  // namespace mcpmx
