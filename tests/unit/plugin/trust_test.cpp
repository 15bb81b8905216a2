#include "plugin/trust.h"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "plugin_folder.h"
#include "support/descriptor.h"

namespace mcpmx::plugin {
namespace {

using ::testing::HasSubstr;

constexpr unsigned kMe = 1000;
constexpr unsigned kOther = 1001;

struct Row {
  const char* name;
  Ownership ownership;
  Caller caller;
  const char* reason;  // "": trusted
  const char* cure;
};

class JudgeTest : public ::testing::TestWithParam<Row> {};

TEST_P(JudgeTest, Says) {
  const auto distrust = judge(GetParam().ownership, GetParam().caller);
  EXPECT_EQ(distrust ? distrust->reason : "", GetParam().reason);
  EXPECT_EQ(distrust ? distrust->cure : "", GetParam().cure);
}

constexpr Caller kCaller{kMe, PrivateGroup(), std::nullopt};
constexpr Caller kWithGroup{kMe, PrivateGroup(1000), std::nullopt};
constexpr Caller kWithProgram{kMe, PrivateGroup(), kOther};

const Row kRows[] = {
    {"mine", {kMe, 1000, 0755, false}, kCaller, "", ""},
    {"root", {0, 0, 0644, false}, kCaller, "", ""},
    {"another",
     {kOther, 0, 0644, false},
     kCaller,
     "belongs to user 1001, who is neither root nor you (user 1000)",
     "chown 1000"},
    {"program_owner", {kOther, 0, 0644, false}, kWithProgram, "", ""},
    {"world_writable",
     {kMe, 1000, 0646, false},
     kCaller,
     "is writable by everybody (mode 0646)",
     "chmod o-w"},
    {"group_writable",
     {kMe, 1000, 0664, false},
     kCaller,
     "is writable by group 1000 (mode 0664)",
     "chmod g-w"},
    {"private_group", {kMe, 1000, 0664, false}, kWithGroup, "", ""},
    {"another_group",
     {kMe, 27, 0664, false},
     kWithGroup,
     "is writable by group 27 (mode 0664)",
     "chmod g-w"},
    {"private_group_and_world",
     {kMe, 1000, 0666, false},
     kWithGroup,
     "is writable by everybody (mode 0666)",
     "chmod o-w"},
    {"all_writable",
     {0, 0, 0777, true},
     kCaller,
     "is writable by everybody (mode 0777)",
     "chmod go-w"},
    {"sticky_folder", {0, 0, 01777, true}, kCaller, "", ""},
    {"sticky_file",
     {0, 0, 01777, false},
     kCaller,
     "is writable by everybody (mode 1777)",
     "chmod go-w"},
    {"sticky_folder_of_another",
     {kOther, 0, 01777, true},
     kCaller,
     "belongs to user 1001, who is neither root nor you (user 1000)",
     "chown 1000"},
};

INSTANTIATE_TEST_SUITE_P(Each, JudgeTest, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

class TrustWalkTest : public ::testing::Test {
 protected:
  PluginFolder folder_;
  Caller caller_ = Caller::of(folder_.environment());
};

TEST_F(TrustWalkTest, ChecksEveryFolderAbove) {
  (void)folder_.write("a/b/c/x", "");
  EXPECT_TRUE(trust_folder(folder_.path("a/b/c"), caller_));
  ASSERT_EQ(::chmod(folder_.path("a").c_str(), 0757), 0);
  const auto trusted = trust_folder(folder_.path("a/b/c"), caller_);
  ASSERT_FALSE(trusted);
  EXPECT_EQ(folder_.shortened(trusted.error().message),
            "it is not trusted: the folder 'TMP/a' is writable by everybody (mode 0757)");
  EXPECT_EQ(trusted.error().where, folder_.path("a"));
  EXPECT_EQ(folder_.shortened(trusted.error().hint), "chmod o-w 'TMP/a'");
}

TEST_F(TrustWalkTest, LeavesOutWhatLeadsToTheProgram) {
  (void)folder_.write("a/lib/plugins/x", "");
  ASSERT_EQ(::chmod(folder_.path("a").c_str(), 0777), 0);
  EXPECT_TRUE(trust_folder(folder_.path("a/lib/plugins"), caller_, folder_.path("a/bin")));
  ASSERT_EQ(::chmod(folder_.path("a/lib").c_str(), 0777), 0);
  EXPECT_FALSE(trust_folder(folder_.path("a/lib/plugins"), caller_, folder_.path("a/bin")));
}

TEST_F(TrustWalkTest, ChecksBothSidesOfALinkedFolder) {
  (void)folder_.write("real/plugins/x", "");
  std::filesystem::create_directory_symlink(folder_.path("real"), folder_.path("links/here"));
  EXPECT_TRUE(trust_folder(folder_.path("links/here/plugins"), caller_));
  ASSERT_EQ(::chmod(folder_.path("links").c_str(), 0777), 0);
  EXPECT_FALSE(trust_folder(folder_.path("links/here/plugins"), caller_))
      << "the link can be exchanged";
  ASSERT_EQ(::chmod(folder_.path("links").c_str(), 0755), 0);
  ASSERT_EQ(::chmod(folder_.path("real").c_str(), 0777), 0);
  EXPECT_FALSE(trust_folder(folder_.path("links/here/plugins"), caller_))
      << "the target can be exchanged";
}

TEST_F(TrustWalkTest, ChecksTheFoldersOfALinkedFile) {
  const std::string target = folder_.write("far/plugin.so", "x");
  const std::string link = folder_.path("near/plugin.so");
  std::filesystem::create_symlink(target, link);
  const Descriptor opened(::open(link.c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(trust_file(opened.number(), link, caller_));
  ASSERT_EQ(::chmod(folder_.path("far").c_str(), 0777), 0);
  const auto trusted = trust_file(opened.number(), link, caller_);
  ASSERT_FALSE(trusted);
  EXPECT_EQ(trusted.error().where, folder_.path("far"));
}

TEST_F(TrustWalkTest, RefusesFilesAndLinksOfAnotherUser) {
  if (::getuid() != 0) GTEST_SKIP() << "only root can give files away";
  const std::string file = folder_.write("a/x.so", "x");
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::chown(file.c_str(), 4711, 4711), 0);
  const auto trusted = trust_file(opened.number(), file, caller_);
  ASSERT_FALSE(trusted);
  EXPECT_THAT(trusted.error().message, HasSubstr("belongs to user 4711"));

  const std::string good = folder_.write("b/good", "x");
  const std::string link = folder_.path("b/link.so");
  std::filesystem::create_symlink(good, link);
  ASSERT_EQ(::lchown(link.c_str(), 4711, 4711), 0);
  const Descriptor through(::open(link.c_str(), O_RDONLY | O_CLOEXEC));
  const auto linked = trust_file(through.number(), link, caller_);
  ASSERT_FALSE(linked);
  EXPECT_THAT(linked.error().message, HasSubstr("the link '"));
}

TEST_F(TrustWalkTest, KnowsTheCallersPrivateGroup) {
  Environment environment = folder_.environment();
  environment.uid = 0;
  environment.gid = 0;  // root's group is called root
  EXPECT_TRUE(Caller::of(environment).private_group.is(0));
  EXPECT_FALSE(Caller::of(environment).private_group.is(1));
  environment.gid = 1;
  EXPECT_FALSE(Caller::of(environment).private_group.is(1)) << "it is not the user's number";
  environment.uid = 4000000000;  // nobody's number
  environment.gid = 4000000000;
  const Caller nobody = Caller::of(environment);
  EXPECT_FALSE(nobody.private_group.is(4000000000));
  EXPECT_FALSE(nobody.private_group.is(4000000000)) << "nor when asked again";
}

}  // namespace
}  // namespace mcpmx::plugin
