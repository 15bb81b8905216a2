// Keeps processes apart that read a folder's files and write what follows from them: one holds the
// folder, the others wait. The lock is on the folder itself (flock), so that it leaves no file
// behind and ends with its holder, however that ends. It keeps out who takes it as well, nobody
// else: write_files() looks after those with PendingFile::expected.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "support/filesystem.h"
#include "support/result.h"

namespace mcpmx {

// The system calls of locking, so that a test can be the other process. Negated errno on failure.
class LockSystem {
 public:
  virtual ~LockSystem() = default;

  virtual int open(const std::string& folder) = 0;  // descriptor; not inherited by programs
  virtual int try_lock(int descriptor) = 0;         // -EWOULDBLOCK: another process holds it
  virtual bool is_at(int descriptor, const std::string& folder) = 0;  // not removed or replaced
  virtual void close(int descriptor) = 0;                             // gives up the lock
  virtual void wait(std::chrono::milliseconds time) = 0;
};

class PosixLockSystem final : public LockSystem {
 public:
  int open(const std::string& folder) override;
  int try_lock(int descriptor) override;
  bool is_at(int descriptor, const std::string& folder) override;
  void close(int descriptor) override;
  void wait(std::chrono::milliseconds time) override;
};

// One owner; held until it is destroyed, at the latest until the process ends.
class FileLock {
 public:
  static constexpr std::chrono::milliseconds kLongestWait{10000};

  // Waits while another process holds it. The folder is there, or is made (its parents as well,
  // all with `mode`); what was made and is empty at the end is removed again. A folder that cannot
  // be opened is not held, nor is one whose file system has no locks (NFS has none for folders):
  // the first cannot be written either, and for the second write_files() must do. Errors: the wait
  // took too long; the folder cannot be made.
  static Result<FileLock> take(LockSystem& system, Filesystem& filesystem,
                               const std::string& folder, unsigned mode);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

  bool is_held() const { return is_held_; }
  const std::string& folder() const { return folder_; }

 private:
  FileLock(LockSystem& system, std::string folder) : system_(&system), folder_(std::move(folder)) {}
  void release();

  LockSystem* system_;
  std::string folder_;
  std::string first_made_;  // the uppermost folder that was made for it; empty: it was there
  int descriptor_ = -1;
  bool is_held_ = false;
};

}  // namespace mcpmx
