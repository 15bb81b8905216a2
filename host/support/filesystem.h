// The few system calls that writing a file safely needs, behind an interface, so that a test can
// let each of them fail. Every function returns a negated errno on failure, never throws and never
// retries anything but EINTR. PosixFilesystem has no state; one may be made wherever it is needed,
// on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mcpmx {

struct FileStatus {
  bool regular = false;
  bool folder = false;
  unsigned mode = 0;  // permission bits, 07777
  unsigned uid = 0;
  unsigned gid = 0;
  std::size_t size = 0;  // bytes
};

class Filesystem {
 public:
  enum class Rename {
    kReplace,   // the old name's content takes the new name's place
    kNew,       // -EEXIST if the new name exists
    kExchange,  // both names swap contents in one step; -ENOENT if one is missing
  };

  virtual ~Filesystem() = default;

  virtual int status(const std::string& path, FileStatus& result) = 0;      // follows links
  virtual int read_link(const std::string& path, std::string& target) = 0;  // -EINVAL: not a link
  virtual int check_writable(const std::string& path) = 0;                  // as the effective user
  virtual int create(const std::string& path,
                     unsigned mode) = 0;                 // new file or -EEXIST; descriptor
  virtual int open_folder(const std::string& path) = 0;  // descriptor, for sync()
  virtual std::ptrdiff_t write(int descriptor, std::string_view bytes) = 0;  // bytes written
  virtual int set_owner(int descriptor, unsigned uid, unsigned gid) = 0;
  virtual int set_mode(int descriptor, unsigned mode) = 0;
  // Sends the file's bytes on their way to the disk, and waits for nothing: of several files that
  // are started, sync() then waits about as long as for one.
  virtual void start_sync(int descriptor) = 0;
  virtual int sync(int descriptor) = 0;  // until the file or folder is on the disk
  // Until the file's bytes are there; its name may be lost to a power cut, but no part of it.
  virtual int sync_bytes(int descriptor) = 0;
  virtual int close(int descriptor) = 0;
  // -EINVAL or -ENOSYS where the file system knows kReplace alone.
  virtual int rename(const std::string& from, const std::string& to, Rename kind) = 0;
  virtual int remove(const std::string& path) = 0;  // a file
  virtual int make_folder(const std::string& path, unsigned mode) = 0;
  virtual int random(char* bytes, std::size_t size) = 0;  // fills all of it, at most 256 bytes
};

class PosixFilesystem final : public Filesystem {
 public:
  int status(const std::string& path, FileStatus& result) override;
  int read_link(const std::string& path, std::string& target) override;
  int check_writable(const std::string& path) override;
  int create(const std::string& path, unsigned mode) override;
  int open_folder(const std::string& path) override;
  std::ptrdiff_t write(int descriptor, std::string_view bytes) override;
  int set_owner(int descriptor, unsigned uid, unsigned gid) override;
  int set_mode(int descriptor, unsigned mode) override;
  void start_sync(int descriptor) override;
  int sync(int descriptor) override;
  int sync_bytes(int descriptor) override;
  int close(int descriptor) override;
  int rename(const std::string& from, const std::string& to, Rename kind) override;
  int remove(const std::string& path) override;
  int make_folder(const std::string& path, unsigned mode) override;
  int random(char* bytes, std::size_t size) override;
};

}  // namespace mcpmx
