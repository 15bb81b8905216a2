#include "support/real_path.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mcpmx {
namespace {

namespace fs = std::filesystem;

// root/folder/file, and links: to_folder, to_file, to_nothing, circle.
class RealPath : public testing::Test {
 protected:
  RealPath() {
    std::string made = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
    if (::mkdtemp(made.data()) == nullptr) std::abort();
    root_ = fs::canonical(made).string();
    fs::create_directory(root_ + "/folder");
    std::ofstream(root_ + "/folder/file") << "x";
    fs::create_symlink("folder", root_ + "/to_folder");
    fs::create_symlink("folder/file", root_ + "/to_file");
    fs::create_symlink("absent", root_ + "/to_nothing");
    fs::create_symlink("circle", root_ + "/circle");
  }
  ~RealPath() override { fs::remove_all(root_); }

  std::string of(const std::string& path) const {
    const std::string real = real_path(path, root_);
    EXPECT_TRUE(real.starts_with(root_)) << real;
    return real.substr(std::min(real.size(), root_.size()));
  }

  std::string root_;
};

TEST_F(RealPath, FollowsLinks) {
  EXPECT_EQ(of("folder/file"), "/folder/file");
  EXPECT_EQ(of("to_folder/file"), "/folder/file");
  EXPECT_EQ(of("to_file"), "/folder/file");
  EXPECT_EQ(of(root_ + "/to_folder"), "/folder");
  EXPECT_EQ(of("."), "");
  EXPECT_EQ(of("to_folder/../to_folder/file"), "/folder/file");
}

TEST_F(RealPath, KeepsTheNamesOfWhatIsNotThere) {
  EXPECT_EQ(of("absent"), "/absent");
  EXPECT_EQ(of("to_folder/absent/further"), "/folder/absent/further");
  EXPECT_EQ(of("to_folder/absent/../other"), "/folder/other");
  EXPECT_EQ(of("to_nothing"), "/to_nothing");
  EXPECT_EQ(of("to_nothing/file"), "/to_nothing/file");
  EXPECT_EQ(of("to_file/below"), "/folder/file/below");
  EXPECT_EQ(real_path("/no-such-name-at-all"), "/no-such-name-at-all");
}

TEST_F(RealPath, ResolvesNothingOnAWayThatCannotBeWalked) {
  EXPECT_EQ(of("to_folder/../circle/./file"), "/circle/file");
}

}  // namespace
}  // namespace mcpmx
