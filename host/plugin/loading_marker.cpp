#include "plugin/loading_marker.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <utility>

#include "plugin/descriptor.h"
#include "support/atomic_file.h"

namespace mcpmx::plugin {

std::string loading_marker_path(const Environment& environment) {
  return environment.base_directory("XDG_STATE_HOME", ".local/state") + "/mcpmx/loading";
}

LoadingMarker::LoadingMarker(std::string path, const std::string& plugin_id,
                             const std::string& file) {
  if (path.empty()) return;
  const auto open = [&path] {
    return Descriptor(::open(
        path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  };
  Descriptor marker = open();
  if (!marker && errno == ENOENT) {
    PosixFilesystem filesystem;
    if (!make_folders(filesystem, std::filesystem::path(path).parent_path().string(), 0700)) return;
    marker = open();
  }
  if (!marker) return;
  const std::string text = std::to_string(::getpid()) + "\n" + plugin_id + "\n" + file + "\n";
  (void)!::write(marker.number(), text.data(), text.size());  // a cut marker is read as none
  path_ = std::move(path);
}

LoadingMarker::~LoadingMarker() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

std::optional<InterruptedLoad> take_interrupted_load(const std::string& path) {
  const Descriptor marker(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!marker) return std::nullopt;
  std::array<char, 8192> buffer{};
  const ssize_t size = ::read(marker.number(), buffer.data(), buffer.size());
  std::string_view text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  std::array<std::string_view, 3> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      ::unlink(path.c_str());
      return std::nullopt;
    }
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  pid_t process = 0;
  const auto parsed = std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), process);
  const bool is_running = parsed.ec == std::errc() && process > 0 && process != ::getpid() &&
                          (::kill(process, 0) == 0 || errno == EPERM);
  if (is_running) return std::nullopt;
  ::unlink(path.c_str());
  return InterruptedLoad{std::string(lines[1]), std::string(lines[2])};
}

}  // namespace mcpmx::plugin
