#include "support/filesystem.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>

namespace mcpmx {

namespace {

// The call's answer, or the negated errno. A signal that came in between is no failure.
template <class Call>
auto answer(Call call) -> decltype(call()) {
  for (;;) {
    const auto result = call();
    if (result >= 0) return result;
    if (errno != EINTR) return -errno;
  }
}

}  // namespace

int PosixFilesystem::status(const std::string& path, FileStatus& result) {
  struct stat found {};
  const int failure = answer([&] { return ::stat(path.c_str(), &found); });
  if (failure < 0) return failure;
  result.regular = S_ISREG(found.st_mode);
  result.folder = S_ISDIR(found.st_mode);
  result.mode = found.st_mode & 07777U;
  result.uid = found.st_uid;
  result.gid = found.st_gid;
  result.size = static_cast<std::size_t>(found.st_size);
  return 0;
}

int PosixFilesystem::read_link(const std::string& path, std::string& target) {
  std::array<char, PATH_MAX> buffer{};
  const auto size = answer([&] { return ::readlink(path.c_str(), buffer.data(), buffer.size()); });
  if (size < 0) return static_cast<int>(size);
  target.assign(buffer.data(), static_cast<std::size_t>(size));
  return 0;
}

int PosixFilesystem::check_writable(const std::string& path) {
  return answer([&] { return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS); });
}

int PosixFilesystem::create(const std::string& path, unsigned mode) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  return answer([&] { return ::open(path.c_str(), kFlags, mode); });
}

int PosixFilesystem::open_folder(const std::string& path) {
  return answer([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
}

std::ptrdiff_t PosixFilesystem::write(int descriptor, std::string_view bytes) {
  return answer([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
}

int PosixFilesystem::set_owner(int descriptor, unsigned uid, unsigned gid) {
  return answer([&] { return ::fchown(descriptor, uid, gid); });
}

int PosixFilesystem::set_mode(int descriptor, unsigned mode) {
  return answer([&] { return ::fchmod(descriptor, mode); });
}

// Where the file system does not know the call, sync() does it all.
void PosixFilesystem::start_sync(int descriptor) {
  (void)::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int PosixFilesystem::sync(int descriptor) {
  return answer([&] { return ::fsync(descriptor); });
}

int PosixFilesystem::sync_bytes(int descriptor) {
  constexpr unsigned kAll =
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  const int failure = answer([&] { return ::sync_file_range(descriptor, 0, 0, kAll); });
  const bool is_unknown = failure == -ENOSYS || failure == -EINVAL || failure == -ESPIPE;
  return is_unknown ? sync(descriptor) : failure;
}

int PosixFilesystem::close(int descriptor) {
  // Linux has released the descriptor even where close() says EINTR: closing twice could hit
  // another file.
  return ::close(descriptor) == 0 || errno == EINTR ? 0 : -errno;
}

int PosixFilesystem::rename(const std::string& from, const std::string& to, Rename kind) {
  if (kind == Rename::kReplace) return answer([&] { return ::rename(from.c_str(), to.c_str()); });
  const unsigned flags = kind == Rename::kNew ? RENAME_NOREPLACE : RENAME_EXCHANGE;
  return answer([&] { return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags); });
}

int PosixFilesystem::remove(const std::string& path) {
  return answer([&] { return ::unlink(path.c_str()); });
}

int PosixFilesystem::make_folder(const std::string& path, unsigned mode) {
  return answer([&] { return ::mkdir(path.c_str(), mode); });
}

int PosixFilesystem::random(char* bytes, std::size_t size) {
  return answer([&] { return ::getentropy(bytes, size); });
}

}  // namespace mcpmx
