// The real file system, with failures and other programs put in where a test wants them.
#pragma once

#include <cerrno>
#include <functional>
#include <string>
#include <vector>

#include "support/filesystem.h"

namespace mcpmx {

// Passes every call on, but for the one of the given number, which fails with `reason`; every call
// of `always` fails with `always_reason` besides. `before` is called before each, with its name:
// the moment for another program to do something.
class FaultyFilesystem final : public Filesystem {
 public:
  int fail_at = -1;
  int reason = EIO;
  std::string always;
  int always_reason = EIO;
  std::size_t write_limit = SIZE_MAX;  // bytes one write() takes
  bool to_disk = true;                 // false: sync() does nothing, for tests with many writes
  std::vector<std::string> calls;
  std::vector<std::string> created;  // paths
  std::function<void(const std::string& call)> before;

  int status(const std::string& path, FileStatus& result) override {
    return refused("status") ? failure_ : real_.status(path, result);
  }
  int read_link(const std::string& path, std::string& target) override {
    return refused("read_link") ? failure_ : real_.read_link(path, target);
  }
  int check_writable(const std::string& path) override {
    return refused("check_writable") ? failure_ : real_.check_writable(path);
  }
  int create(const std::string& path, unsigned mode) override {
    created.push_back(path);
    return refused("create") ? failure_ : real_.create(path, mode);
  }
  int open_folder(const std::string& path) override {
    return refused("open_folder") ? failure_ : real_.open_folder(path);
  }
  std::ptrdiff_t write(int descriptor, std::string_view bytes) override {
    return refused("write") ? failure_ : real_.write(descriptor, bytes.substr(0, write_limit));
  }
  int set_owner(int descriptor, unsigned uid, unsigned gid) override {
    return refused("set_owner") ? failure_ : real_.set_owner(descriptor, uid, gid);
  }
  int set_mode(int descriptor, unsigned mode) override {
    return refused("set_mode") ? failure_ : real_.set_mode(descriptor, mode);
  }
  void start_sync(int descriptor) override {
    if (to_disk) real_.start_sync(descriptor);
  }
  int sync(int descriptor) override {
    if (refused("sync")) return failure_;
    return to_disk ? real_.sync(descriptor) : 0;
  }
  int sync_bytes(int descriptor) override {
    if (refused("sync_bytes")) return failure_;
    return to_disk ? real_.sync_bytes(descriptor) : 0;
  }
  int close(int descriptor) override {
    // Closed all the same, as Linux does it.
    const int result = real_.close(descriptor);
    return refused("close") ? failure_ : result;
  }
  int rename(const std::string& from, const std::string& to, Rename kind) override {
    const bool refuse = refused(kind == Rename::kReplace ? "rename" : "swap");
    return refuse ? failure_ : real_.rename(from, to, kind);
  }
  int remove(const std::string& path) override {
    return refused("remove") ? failure_ : real_.remove(path);
  }
  int make_folder(const std::string& path, unsigned mode) override {
    return refused("make_folder") ? failure_ : real_.make_folder(path, mode);
  }
  int random(char* bytes, std::size_t size) override {
    return refused("random") ? failure_ : real_.random(bytes, size);
  }

 private:
  bool refused(const std::string& call) {
    if (before) before(call);
    const bool now = static_cast<int>(calls.size()) == fail_at;
    calls.push_back(call);
    failure_ = now ? -reason : -always_reason;
    return now || call == always;
  }

  PosixFilesystem real_;
  int failure_ = 0;
};

}  // namespace mcpmx
