#include "support/file_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>

#include "support/filesystem.h"

namespace mcpmx {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// Another process, which holds the folder for some tries.
class FakeLockSystem final : public LockSystem {
 public:
  int opened = 3;      // what open() answers
  int busy_tries = 0;  // that find it held
  int failure = 0;     // of try_lock() after those
  int replaced = 0;    // times that the folder is another one by then
  milliseconds waited{0};
  int open_now = 0;

  int open(const std::string&) override {
    if (opened >= 0) ++open_now;
    return opened;
  }
  int try_lock(int) override { return busy_tries-- > 0 ? -EWOULDBLOCK : failure; }
  bool is_at(int, const std::string&) override { return replaced-- <= 0; }
  void close(int) override { --open_now; }
  void wait(milliseconds time) override { waited += time; }
};

struct Row {
  const char* name;
  int opened;
  int busy_tries;
  int failure;
  int replaced;
  bool succeeds;
  bool held;
};

class FileLockTake : public testing::TestWithParam<Row> {};

TEST_P(FileLockTake, HoldsOrSaysWhyNot) {
  const Row& row = GetParam();
  FakeLockSystem system;
  system.opened = row.opened;
  system.busy_tries = row.busy_tries;
  system.failure = row.failure;
  system.replaced = row.replaced;
  PosixFilesystem filesystem;
  {
    const auto lock = FileLock::take(system, filesystem, "/some/folder", 0700);
    ASSERT_EQ(lock.has_value(), row.succeeds);
    if (lock) {
      EXPECT_EQ(lock->is_held(), row.held);
      EXPECT_EQ(lock->folder(), "/some/folder");
      EXPECT_EQ(system.open_now, row.opened < 0 ? 0 : 1);
    } else {
      EXPECT_EQ(lock.error().where, "/some/folder");
      EXPECT_NE(lock.error().message.find("10 seconds"), std::string::npos);
      EXPECT_NE(lock.error().hint.find("/some/folder"), std::string::npos);
    }
    EXPECT_LE(system.waited, FileLock::kLongestWait);
  }
  EXPECT_EQ(system.open_now, 0) << "a descriptor is left";
}

INSTANTIATE_TEST_SUITE_P(Rows, FileLockTake,
                         testing::Values(Row{"free", 3, 0, 0, 0, true, true},
                                         Row{"held_for_a_while", 3, 20, 0, 0, true, true},
                                         Row{"held_for_good", 3, 1 << 20, 0, 0, false, false},
                                         Row{"removed_while_it_waited", 3, 2, 0, 1, true, true},
                                         Row{"no_locks_there", 3, 0, -EBADF, 0, true, false},
                                         Row{"may_not_be_opened", -EACCES, 0, 0, 0, true, false},
                                         Row{"below_a_file", -ENOTDIR, 0, 0, 0, true, false}),
                         [](const auto& row) { return std::string(row.param.name); });

class FileLockOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string folder_;
  PosixLockSystem system_;
  PosixFilesystem filesystem_;
};

TEST_F(FileLockOnDisk, OneHoldsItTheOtherDoesNot) {
  const int other = system_.open(folder_);
  ASSERT_GE(other, 0);
  {
    auto lock = FileLock::take(system_, filesystem_, folder_, 0700);
    ASSERT_TRUE(lock && lock->is_held());
    EXPECT_EQ(system_.try_lock(other), -EWOULDBLOCK);
    const FileLock moved = std::move(*lock);
    EXPECT_TRUE(moved.is_held());
    EXPECT_EQ(system_.try_lock(other), -EWOULDBLOCK) << "moving gave it up";
  }
  EXPECT_EQ(system_.try_lock(other), 0);
  system_.close(other);
}

TEST_F(FileLockOnDisk, TakesAwayOnlyWhatItMadeAndNobodyUses) {
  fs::create_directory(folder_ + "/there");
  for (const bool used : {false, true}) {
    {
      const auto lock = FileLock::take(system_, filesystem_, folder_ + "/there/a/b", 0700);
      ASSERT_TRUE(lock && lock->is_held());
      EXPECT_TRUE(fs::is_directory(folder_ + "/there/a/b"));
      if (used) std::ofstream(folder_ + "/there/a/file") << "x";
    }
    EXPECT_FALSE(fs::exists(folder_ + "/there/a/b"));
    EXPECT_EQ(fs::exists(folder_ + "/there/a/file"), used);
    EXPECT_TRUE(fs::is_directory(folder_ + "/there"));
  }
}

TEST_F(FileLockOnDisk, SeesThatTheFolderIsAnother) {
  fs::create_directory(folder_ + "/a");
  const int descriptor = system_.open(folder_ + "/a");
  EXPECT_TRUE(system_.is_at(descriptor, folder_ + "/a"));
  fs::rename(folder_ + "/a", folder_ + "/b");
  EXPECT_FALSE(system_.is_at(descriptor, folder_ + "/a"));
  fs::create_directory(folder_ + "/a");
  EXPECT_FALSE(system_.is_at(descriptor, folder_ + "/a"));
  system_.close(descriptor);
}

}  // namespace
}  // namespace mcpmx
