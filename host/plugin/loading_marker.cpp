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

#include "support/atomic_file.h"

namespace mcpmx::plugin {

std::string loading_marker_path(const Environment& environment) {
  return environment.base_directory("XDG_STATE_HOME", ".local/state") + "/mcpmx/loading";
}

LoadingMarker::~LoadingMarker() {
  if (file_) ::unlink(path_.c_str());
}

void LoadingMarker::open() {
  if (std::exchange(was_tried_, true) || path_.empty()) return;
  const auto open_file = [this] {
    return Descriptor(::open(
        path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  };
  file_ = open_file();
  if (file_ || errno != ENOENT) return;
  PosixFilesystem filesystem;
  if (!make_folders(filesystem, std::filesystem::path(path_).parent_path().string(), 0700)) return;
  file_ = open_file();
}

// What a longer text left behind the third line is not read.
void LoadingMarker::write(const std::string& text) {
  if (!file_) return;
  (void)!::pwrite(file_.number(), text.data(), text.size(), 0);  // a cut marker is read as none
}

LoadingMarker::Scope::Scope(LoadingMarker& marker, const std::string& plugin_id,
                            const std::string& file)
    : marker_(marker) {
  marker_.open();
  marker_.write(std::to_string(::getpid()) + "\n" + plugin_id + "\n" + file + "\n");
}

LoadingMarker::Scope::~Scope() { marker_.write(std::to_string(::getpid()) + "\n\n\n"); }

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
  if (lines[1].empty()) return std::nullopt;
  return InterruptedLoad{std::string(lines[1]), std::string(lines[2])};
}

}  // namespace mcpmx::plugin
