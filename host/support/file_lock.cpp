#include "support/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <thread>
#include <utility>

#include "support/atomic_file.h"

namespace mcpmx {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kBetweenTries{10};
constexpr int kMostFolders = 100;  // that another process removed under our hands

// The uppermost folder on the way to `folder` that is missing; empty: none is.
std::string first_missing(const std::string& folder) {
  std::string missing;
  std::error_code error;
  for (fs::path at = folder; fs::symlink_status(at, error).type() == fs::file_type::not_found;
       at = at.parent_path()) {
    missing = at.string();
    if (!at.has_relative_path()) break;
  }
  return missing;
}

Error held_too_long(const std::string& folder) {
  return failed("another run of mcpmx has held the lock on the folder for 10 seconds", folder,
                "wait for it to end, or see who holds it: fuser -v '" + folder + "'");
}

}  // namespace

int PosixLockSystem::open(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return descriptor >= 0 ? descriptor : -errno;
}

int PosixLockSystem::try_lock(int descriptor) {
  return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : -errno;
}

bool PosixLockSystem::is_at(int descriptor, const std::string& folder) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(folder.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

void PosixLockSystem::close(int descriptor) { ::close(descriptor); }

void PosixLockSystem::wait(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

FileLock::FileLock(FileLock&& other) noexcept
    : system_(other.system_),
      folder_(std::move(other.folder_)),
      first_made_(std::exchange(other.first_made_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      is_held_(std::exchange(other.is_held_, false)) {}

FileLock::~FileLock() { release(); }

void FileLock::release() {
  // Still under the lock: who waits for it sees that the folder has gone, and makes it again.
  if (is_held_ && !first_made_.empty()) {
    std::error_code in_use;
    for (fs::path at = folder_; fs::is_directory(at, in_use) && fs::remove(at, in_use);
         at = at.parent_path()) {
      if (at == first_made_) break;
    }
  }
  first_made_.clear();
  if (descriptor_ >= 0) system_->close(std::exchange(descriptor_, -1));
  is_held_ = false;
}

Result<FileLock> FileLock::take(LockSystem& system, Filesystem& filesystem,
                                const std::string& folder, unsigned mode) {
  std::chrono::milliseconds waited{0};
  for (int attempt = 0; attempt < kMostFolders; ++attempt) {
    FileLock lock(system, folder);
    lock.descriptor_ = system.open(folder);
    if (lock.descriptor_ == -ENOENT) {
      lock.first_made_ = first_missing(folder);
      MCPMX_CHECK(make_folders(filesystem, folder, mode));
      lock.descriptor_ = system.open(folder);
      if (lock.descriptor_ == -ENOENT) continue;
    }
    if (lock.descriptor_ < 0) return lock;
    int failure = 0;
    while ((failure = system.try_lock(lock.descriptor_)) == -EWOULDBLOCK || failure == -EINTR) {
      if (waited >= kLongestWait) return held_too_long(folder);
      system.wait(kBetweenTries);
      waited += kBetweenTries;
    }
    if (failure < 0) return lock;
    lock.is_held_ = system.is_at(lock.descriptor_, folder);
    if (lock.is_held_) return lock;
  }
  return held_too_long(folder);
}

}  // namespace mcpmx
