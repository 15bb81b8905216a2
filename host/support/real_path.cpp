#include "support/real_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

namespace mcpmx {
namespace {

struct Named {
  std::string name;  // empty: nothing is there, or the kernel has no such name for it
  bool is_absent = false;
};

// How the kernel names what the path leads to: it walks the way once, where realpath asks for each
// name on it.
Named name_of(const char* path) {
  const int opened = ::open(path, O_PATH | O_CLOEXEC);
  if (opened < 0) return {{}, errno == ENOENT};
  std::array<char, 4096> name{};
  const std::string link = "/proc/self/fd/" + std::to_string(opened);
  const auto size = ::readlink(link.c_str(), name.data(), name.size());
  ::close(opened);
  const std::string_view text(name.data(), size < 0 ? 0 : static_cast<std::size_t>(size));
  // What was removed meanwhile is marked, and so it looks where a file is really called that.
  const bool is_name =
      text.starts_with('/') && text.size() < name.size() && !text.ends_with(" (deleted)");
  return {is_name ? std::string(text) : std::string()};
}

}  // namespace

std::string real_path(const std::string& path, const std::string& working_directory) {
  std::filesystem::path whole(path);
  if (whole.is_relative()) whole = std::filesystem::path(working_directory) / whole;
  // From the end up to what exists.
  std::string absent;
  for (std::filesystem::path head = whole;; head = head.parent_path()) {
    const Named found = name_of(head.c_str());
    if (!found.name.empty())
      return found.name == "/" && !absent.empty() ? absent : found.name + absent;
    const std::string last = head.filename().string();
    if (!found.is_absent || last.empty() || last == "." || last == "..") break;
    absent.insert(0, "/" + last);
  }
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(whole, error);
  return (error ? whole.lexically_normal() : real).string();
}

}  // namespace mcpmx
