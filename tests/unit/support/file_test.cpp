#include "support/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace mcpmx {
namespace {

class ReadFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "mcpmx-file-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string written(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  static void expect_refused(const std::string& path, const std::string& reason) {
    const auto result = read_file(path, 1000);
    ASSERT_FALSE(result.has_value()) << path;
    EXPECT_NE(result.error().message.find(reason), std::string::npos) << result.error().message;
    EXPECT_EQ(result.error().where, path);
  }

  std::string folder_;
};

TEST_F(ReadFile, GivesEveryByte) {
  const std::string text("a\0\xff\r\n", 5);
  EXPECT_EQ(read_file(written("f", text)).value(), text);
  EXPECT_EQ(read_file(written("empty", "")).value(), "");
  const std::string large(300'000, 'x');
  EXPECT_EQ(read_file(written("large", large)).value(), large);
}

TEST_F(ReadFile, KeepsRoomBehindTheText) {
  const std::string text = read_file(written("f", "{}")).value();
  EXPECT_GE(text.capacity(), text.size() + 64);
}

TEST_F(ReadFile, FollowsLinks) {
  written("f", "text");
  std::filesystem::create_symlink("f", path("link"));
  EXPECT_EQ(read_file(path("link")).value(), "text");
}

TEST_F(ReadFile, ReadsFilesThatStateNoSize) {
  EXPECT_FALSE(read_file("/proc/self/status").value().empty());
}

TEST_F(ReadFile, RefusesWhatIsMissing) {
  expect_refused(path("none"), "does not exist");
  EXPECT_EQ(read_file_if_present(path("none")).value(), std::nullopt);
  EXPECT_EQ(read_file_if_present(written("f", "x")).value(), "x");
}

TEST_F(ReadFile, RefusesLinksToNothingAndInCircles) {
  std::filesystem::create_symlink("nowhere", path("dangling"));
  std::filesystem::create_symlink("circle", path("circle"));
  expect_refused(path("dangling"), "points to nothing");
  EXPECT_FALSE(read_file_if_present(path("dangling")).has_value());
  expect_refused(path("circle"), "circle");
}

TEST_F(ReadFile, RefusesFoldersAndPathsThroughFiles) {
  expect_refused(folder_, "folder");
  written("f", "x");
  expect_refused(path("f/below"), "not a folder");
}

TEST_F(ReadFile, NeverWaitsForAPipeOrReadsADevice) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const auto start = std::chrono::steady_clock::now();
  expect_refused(path("pipe"), "not a regular file");
  expect_refused("/dev/zero", "not a regular file");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST_F(ReadFile, LimitsTheSize) {
  EXPECT_TRUE(read_file(written("fits", std::string(1000, 'x')), 1000).has_value());
  expect_refused(written("large", std::string(1001, 'x')),
                 "1001 bytes, more than the limit of 1000");
  // The limit holds where the size is not known beforehand.
  EXPECT_FALSE(read_file("/proc/self/status", 10).has_value());
}

TEST_F(ReadFile, SaysThatPermissionIsMissing) {
  const std::string file = written("secret", "x");
  ASSERT_EQ(::chmod(file.c_str(), 0), 0);
  if (::access(file.c_str(), R_OK) == 0) GTEST_SKIP() << "this user may read everything";
  expect_refused(file, "permission denied");
}

TEST_F(ReadFile, GivesTheStampThatTheFileHadThen) {
  const std::string file = written("f", "text");
  for (const bool is_regular : {true, false}) {
    const auto read = read_stamped_file(file, is_regular);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->text, "text");
    EXPECT_EQ(read->stamp.size, 4U);
    EXPECT_EQ(read->stamp.modified, stamp_of(file)->modified);
    EXPECT_FALSE(read_stamped_file(path("absent"), is_regular).has_value());
    EXPECT_FALSE(read_stamped_file(folder_, is_regular).has_value());
  }
}

// Between the look and the opening: a journal of another process, which is done.
TEST_F(ReadFile, TakesWhatVanishesMeanwhileForMissing) {
  const std::string file = path("f");
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) {
      std::ofstream(file) << "x";
      ::unlink(file.c_str());
    }
  });
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) refused += read_file_if_present(file).has_value() ? 0 : 1;
  done = true;
  other.join();
  EXPECT_EQ(refused, 0);
}

TEST_F(ReadFile, RefusesNamesThatAreNone) {
  EXPECT_FALSE(read_file("").has_value());
  EXPECT_FALSE(read_file(std::string("a\0b", 3)).has_value());
}

}  // namespace
}  // namespace mcpmx
