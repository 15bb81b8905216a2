#include "support/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mcpmx {
namespace {

constexpr std::size_t kSpare = 64;
constexpr std::size_t kFirstBlock = 4096;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Error system_error(const std::string& path, int number) {
  switch (number) {
    case ENOENT:
      return failed("the file does not exist", path, "check the name");
    case EACCES:
    case EPERM:
      return failed("the file cannot be read: permission denied", path,
                    "look at its owner and mode with: ls -l " + path);
    case ENOTDIR:
      return failed("a part of the path is a file, not a folder", path, "check the path");
    case ELOOP:
      return failed("the path is a circle of symbolic links", path, "check the links");
    default:
      return failed(std::string("the file cannot be read: ") + std::strerror(number), path,
                    number == EIO ? "the disk reports errors: see dmesg" : "run it again");
  }
}

std::optional<Error> reason_not_to_read(const struct stat& status, const std::string& path,
                                        std::size_t limit) {
  if (S_ISDIR(status.st_mode)) {
    return failed("this is a folder, a file was expected", path, "name the file inside it");
  }
  if (!S_ISREG(status.st_mode)) {
    return failed("this is not a regular file but a device, pipe or socket", path,
                  "copy its content into a file");
  }
  if (status.st_size > 0 && static_cast<std::size_t>(status.st_size) > limit) {
    return failed("the file has " + std::to_string(status.st_size) +
                      " bytes, more than the limit of " + std::to_string(limit),
                  path, "check that it is the file that you meant");
  }
  return std::nullopt;
}

// Never trusts st_size alone: the file may grow meanwhile, and files of /proc say 0. Where it is
// met exactly, though there was room for more, that was the end.
Result<std::string> read_all(int descriptor, const std::string& path, std::size_t expected,
                             std::size_t limit) {
  std::string text;
  text.reserve(expected + kSpare + 1);
  std::size_t used = 0;
  text.resize(std::max(expected + 1, kFirstBlock));
  for (;;) {
    if (used == text.size()) text.resize(text.size() * 2);
    const ssize_t count = ::read(descriptor, text.data() + used, text.size() - used);
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error(path, errno);
    }
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
    if (used > limit) {
      return failed("the file has more than the limit of " + std::to_string(limit) + " bytes", path,
                    "check that it is the file that you meant");
    }
    if (used == expected && used < text.size()) break;
  }
  text.resize(used);
  text.reserve(used + kSpare);
  return text;
}

FileStamp stamp_in(const struct stat& status) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {static_cast<std::uint64_t>(status.st_size),
          status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec};
}

// Nothing where no file has the name.
Result<std::optional<StampedText>> read_opened(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.number() < 0 && errno == ENOENT) return std::optional<StampedText>();
  if (file.number() < 0) return system_error(path, errno);
  struct stat status = {};
  if (::fstat(file.number(), &status) != 0) return system_error(path, errno);
  if (auto error = reason_not_to_read(status, path, limit)) return *std::move(error);
  MCPMX_TRY(text, read_all(file.number(), path, static_cast<std::size_t>(status.st_size), limit));
  return std::optional<StampedText>(StampedText{std::move(text), stamp_in(status)});
}

Result<std::optional<StampedText>> read_if_present(const std::string& path, std::size_t limit) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return failed("an empty name, or one with a NUL byte, names no file");
  }
  // Looked at before it is opened, because opening a device can have effects; and again through the
  // descriptor, because the name may stand for another file by then.
  struct stat status = {};
  bool is_there = ::lstat(path.c_str(), &status) == 0;
  const bool is_link = is_there && S_ISLNK(status.st_mode);
  if (is_link) is_there = ::stat(path.c_str(), &status) == 0;
  if (!is_there) {
    const int number = errno;
    if (number != ENOENT) return system_error(path, number);
    if (is_link) {
      return failed("the symbolic link points to nothing", path, "look at it with: ls -l " + path);
    }
    return std::optional<StampedText>();
  }
  if (auto error = reason_not_to_read(status, path, limit)) return *std::move(error);
  // Another process may have removed it since: a journal that is done.
  return read_opened(path, limit);
}

}  // namespace

Result<std::optional<std::string>> read_file_if_present(const std::string& path,
                                                        std::size_t limit) {
  MCPMX_TRY(read, read_if_present(path, limit));
  if (!read) return std::optional<std::string>();
  return std::optional<std::string>(std::move(read->text));
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  MCPMX_TRY(text, read_file_if_present(path, limit));
  if (!text) return system_error(path, ENOENT);
  return *std::move(text);
}

Result<StampedText> read_stamped_file(const std::string& path, bool is_regular, std::size_t limit) {
  MCPMX_TRY(read, is_regular ? read_opened(path, limit) : read_if_present(path, limit));
  if (!read) return system_error(path, ENOENT);
  return *std::move(read);
}

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return stamp_in(status);
}

}  // namespace mcpmx
