#include "support/stale_temps.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace mcpmx {
namespace {

namespace fs = std::filesystem;

struct NameRow {
  const char* name;
  const char* file;
  bool is_temp;
};

class TempName : public testing::TestWithParam<NameRow> {};

TEST_P(TempName, IsKnown) { EXPECT_EQ(is_temp_name(GetParam().file), GetParam().is_temp); }

INSTANTIATE_TEST_SUITE_P(Rows, TempName,
                         testing::Values(NameRow{"ours", ".mcpmx-0123456789abcdef.tmp", true},
                                         NameRow{"too_short", ".mcpmx-0123456789abcde.tmp", false},
                                         NameRow{"too_long", ".mcpmx-0123456789abcdef0.tmp", false},
                                         NameRow{"capitals", ".mcpmx-0123456789ABCDEF.tmp", false},
                                         NameRow{"other_end", ".mcpmx-0123456789abcdef.txt", false},
                                         NameRow{"other_start", ".other-0123456789abcdef.tmp",
                                                 false},
                                         NameRow{"nothing", "", false}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(StaleTemps, OnlyPlainFilesOfThisUserGo) {
  std::string folder = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto temp = [](char digit) { return ".mcpmx-" + std::string(16, digit) + ".tmp"; };
  std::set<std::string> left = {"mine", temp('b'), temp('c')};
  for (const std::string& name : {std::string("mine"), temp('a')}) {
    std::ofstream(folder + "/" + name) << "x";
  }
  fs::create_symlink("mine", folder + "/" + temp('b'));
  fs::create_directory(folder + "/" + temp('c'));
  if (::geteuid() == 0) {
    std::ofstream(folder + "/" + temp('d')) << "x";
    ASSERT_EQ(::chown((folder + "/" + temp('d')).c_str(), 1234, 1234), 0);
    left.insert(temp('d'));
  }
  PosixFilesystem filesystem;
  remove_stale_temps(filesystem, folder);
  remove_stale_temps(filesystem, folder + "/none");
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    found.insert(entry.path().filename().string());
  }
  EXPECT_EQ(found, left);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace mcpmx
