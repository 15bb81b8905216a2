#include "support/real_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

namespace mcpmx {
namespace {

// How the kernel names what the path leads to: it walks the way once, where realpath asks for each
// name on it. Empty, with errno: nothing is there, or the kernel has no such name for it.
std::string name_of(const char* path) {
  const int opened = ::open(path, O_PATH | O_CLOEXEC);
  if (opened < 0) return {};
  std::array<char, 4096> name{};
  const std::string link = "/proc/self/fd/" + std::to_string(opened);
  const auto size = ::readlink(link.c_str(), name.data(), name.size());
  ::close(opened);
  errno = 0;
  const bool is_whole = size > 0 && static_cast<std::size_t>(size) < name.size();
  return is_whole && name[0] == '/' ? std::string(name.data(), static_cast<std::size_t>(size))
                                    : std::string();
}

}  // namespace

std::string real_path(const std::string& path, const std::string& working_directory) {
  std::filesystem::path whole(path);
  if (whole.is_relative()) whole = std::filesystem::path(working_directory) / whole;
  // From the end up to what exists.
  std::string absent;
  for (std::filesystem::path head = whole;; head = head.parent_path()) {
    if (const std::string name = name_of(head.c_str()); !name.empty())
      return name == "/" && !absent.empty() ? absent : name + absent;
    const std::string last = head.filename().string();
    if (errno != ENOENT || last.empty() || last == "." || last == "..") break;
    absent.insert(0, "/" + last);
  }
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(whole, error);
  return (error ? whole.lexically_normal() : real).string();
}

}  // namespace mcpmx
