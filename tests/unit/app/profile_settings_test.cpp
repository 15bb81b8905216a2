#include "app/profile_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <utility>

#include "../compose/temporary_home.h"
#include "../support/faulty_filesystem.h"

namespace mcpmx::app {
namespace {

using testing::HasSubstr;

// Two profiles, and another program that writes when the run is about to swap.
class SetProfile : public compose::TemporaryHome {
 protected:
  void SetUp() override {
    TemporaryHome::SetUp();
    mcpm_ = home_ + "/.config/mcpm";
    put(mcpm_ + "/servers.json", R"({"one": {"name": "one", "profile_tags": ["work", "home"],
        "command": "npx"}})");
    environment_.working_directory = home_ + "/here";
    environment_.executable = std::string(MCPMX_BINARY_DIR) + "/bin/mcpmx";
    filesystem_.before = [this](const std::string& call) {
      // The first swap of a write; the one that takes it back comes without a new temp file.
      if (call == "create") is_staged_ = true;
      if (call != "swap" || !std::exchange(is_staged_, false)) return;
      if (other_program_) other_program_(++writes_);
    };
  }

  Result<ProfileSettings> set(std::vector<std::string> assignments,
                              const std::string& profile = "work") {
    Options options;
    options.config_dir = mcpm_;
    Session session(options, environment_, filesystem_);
    PosixLockSystem locks;
    return set_profile(session, locks, {profile, std::move(assignments)});
  }
  std::string mcpm_;  // MCPM's folder
  std::string folder() const { return home_ + "/.config/mcpmx"; }
  std::string path() const { return folder() + "/profiles.json"; }
  static unsigned mode(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
  }

  FaultyFilesystem filesystem_;
  std::function<void(int write)> other_program_;
  int writes_ = 0;

 private:
  bool is_staged_ = false;
};

TEST_F(SetProfile, MakesThePrivateFile) {
  const auto result = set({"compose_file=../there/x.yml", "auto_deploy=true"});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->changed);
  EXPECT_EQ(result->path, path());
  EXPECT_EQ(result->binding.compose_file, home_ + "/there/x.yml");
  EXPECT_TRUE(result->binding.auto_deploy);
  EXPECT_EQ(mode(path()), 0600U);
  EXPECT_EQ(mode(folder()), 0700U);
  EXPECT_EQ(get(path()), "{\n  \"work\": {\n    \"compose_file\": \"" + home_ +
                             "/there/x.yml\",\n    \"auto_deploy\": true\n  }\n}\n");
}

TEST_F(SetProfile, WritesNothingWhereNothingChanges) {
  const auto none = set({"auto_deploy="});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->changed);
  EXPECT_FALSE(std::filesystem::exists(folder())) << "not even a folder";
  ASSERT_TRUE(set({"auto_deploy=true"}));
  const auto before = std::filesystem::last_write_time(path());
  const auto again = set({"auto_deploy=true"});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->changed);
  EXPECT_EQ(std::filesystem::last_write_time(path()), before);
}

TEST_F(SetProfile, FollowsTheTilde) {
  const auto result = set({"compose_file=~/x.yml"});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->binding.compose_file, home_ + "/x.yml");
}

TEST_F(SetProfile, ReadsAgainWhatAnotherProgramWroteMeanwhile) {
  put(path(), "{\"home\": {}}");
  other_program_ = [this](int write) {
    if (write == 1) put(path(), "{\"home\": {\"mine\": 1}}");
  };
  const auto result = set({"auto_deploy=true"});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(get(path()), "{\"home\": {\"mine\": 1}, \"work\": {\"auto_deploy\": true}}");
  other_program_ = [this](int write) {
    put(path(), "{\"home\": {\"mine\": " + std::to_string(write) + "}}");
  };
  writes_ = 0;
  const auto never = set({"auto_deploy=false"});
  ASSERT_FALSE(never);
  EXPECT_EQ(writes_, 3);
  EXPECT_EQ(never.error().code, ErrorCode::kNeedsPerson);
}

TEST_F(SetProfile, OneFileHoldsOneProfile) {
  ASSERT_TRUE(set({"compose_file=/d/x.yml"}, "home"));
  const auto taken = set({"compose_file=/d/../d/x.yml"});
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("the profile \"home\" is bound to this file"));
  EXPECT_TRUE(set({"compose_file=/d/x.yml"}, "home")) << "its own file";
  ASSERT_TRUE(set({"compose_file="}, "home"));
  EXPECT_TRUE(set({"compose_file=/d/x.yml"}));
}

TEST_F(SetProfile, NamesTheFolderOfAnotherFoldersProfile) {
  ASSERT_TRUE(set({"compose_file=/d/x.yml"}));
  const std::string usual = std::exchange(mcpm_, home_ + "/other");
  std::filesystem::create_directories(mcpm_);
  std::filesystem::copy_file(usual + "/servers.json", mcpm_ + "/servers.json");
  ASSERT_FALSE(set({"compose_file=/d/x.yml"}));
  ASSERT_TRUE(set({"compose_file=/d/y.yml"}));
  mcpm_ = usual;
  const auto taken = set({"compose_file=/d/y.yml"});
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().hint,
              HasSubstr("mcpmx --config-dir " + home_ + "/other profile set work compose_file="));
}

TEST_F(SetProfile, AProfileThatIsGoneCanBeReset) {
  put(path(), R"({"gone": {"auto_deploy": true}})");
  EXPECT_FALSE(set({"auto_deploy=false"}, "gone"));
  EXPECT_FALSE(set({"auto_deploy="}, "never"));
  ASSERT_TRUE(set({"auto_deploy="}, "gone"));
  EXPECT_EQ(get(path()), "{}");
}

struct RefusalRow {
  std::vector<std::string> assignments;
  const char* message;
  const char* hint;
  ErrorCode code = ErrorCode::kUsage;
};

TEST_F(SetProfile, Refuses) {
  std::filesystem::create_directories(home_ + "/folder");
  const RefusalRow rows[] = {
      {{"conflict=merge"}, "no setting \"conflict\"", "The settings are compose_file, auto_deploy"},
      {{"=x"}, "no setting \"\"", "The settings are"},
      {{"auto_deploy"}, "needs a value", "auto_deploy= for the default"},
      {{"auto_deploy=1"}, "true or false, not \"1\"", "auto_deploy=true"},
      {{"auto_deploy=true", "auto_deploy="}, "set twice", "leave one"},
      {{"last_sync_hash="}, "not set by hand", "the next sync"},
      {{"conflict_resolution=mrege"},
       "no conflict strategy \"mrege\"",
       "did you mean merge? The strategies are "},
      {{"compose_file=.env"}, "the .env beside it", "another path", ErrorCode::kFailed},
      {{"compose_file=~/.config/mcpmx/x.yml"},
       "among MCPM's or mcpmx's own files",
       "another path",
       ErrorCode::kFailed},
      {{"compose_file=../folder"},
       "this is a folder",
       "compose_file=../folder/docker-compose.yml",
       ErrorCode::kFailed},
      {{"auto_deploy=true", "compose_file=x/"},
       "names a folder",
       "another path",
       ErrorCode::kFailed},
  };
  for (const RefusalRow& row : rows) {
    const auto result = set(row.assignments);
    ASSERT_FALSE(result) << row.message;
    EXPECT_THAT(result.error().message, HasSubstr(row.message));
    EXPECT_THAT(result.error().hint, HasSubstr(row.hint)) << row.message;
    EXPECT_EQ(result.error().code, row.code) << row.message;
    EXPECT_FALSE(std::filesystem::exists(path())) << row.message;
  }
}

TEST_F(SetProfile, KnowsTheStrategiesOfTheBuild) {
  for (const char* name : {"profile_wins", "docker_wins", "manual", "merge"}) {
    const auto result = set({std::string("conflict_resolution=") + name});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->binding.conflict_resolution, name);
  }
}

TEST_F(SetProfile, LeavesABrokenFileAlone) {
  put(path(), "{\"work\": ");
  EXPECT_FALSE(set({"auto_deploy=true"}));
  EXPECT_EQ(get(path()), "{\"work\": ");
}

}  // namespace
}  // namespace mcpmx::app
