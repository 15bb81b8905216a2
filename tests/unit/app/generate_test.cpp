#include "app/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "../compose/temporary_home.h"
#include "../support/faulty_filesystem.h"

namespace mcpmx::app {
namespace {

using testing::HasSubstr;
using testing::Not;

// A profile with one secret, and another program that writes when the run is about to swap.
class Generate : public compose::TemporaryHome {
 protected:
  void SetUp() override {
    TemporaryHome::SetUp();
    put(home_ + "/mcpm/servers.json", R"({"one": {"name": "one", "profile_tags": ["work"],
        "command": "npx", "args": ["-y", "acme"], "env": {"ACME_API_KEY": "sk-0123456789abcdef"}}})");
    environment_.working_directory = home_;
    environment_.executable = std::string(MCPMX_BINARY_DIR) + "/bin/mcpmx";
    filesystem_.before = [this](const std::string& call) {
      // The first swap of a write; those that take back come without a new temp file.
      if (call == "create") is_staged_ = true;
      if (call != "swap" || !std::exchange(is_staged_, false)) return;
      ++writes_;
      if (other_program_) other_program_(writes_);
    };
  }

  Result<Generated> run(bool force = false) {
    Options options;
    options.config_dir = home_ + "/mcpm";
    Session session(options, environment_, filesystem_);
    PosixLockSystem locks;
    return generate(session, locks,
                    {.profile = "work", .file = "docker-compose.yml", .force = force});
  }
  void append(const std::string& name, const std::string& text) const {
    std::ofstream(home_ + "/" + name, std::ios::app) << text;
  }
  std::string env() const { return get(home_ + "/.env"); }
  std::string compose_file() const { return get(home_ + "/docker-compose.yml"); }

  FaultyFilesystem filesystem_;
  std::function<void(int write)> other_program_;
  int writes_ = 0;  // rounds of swaps

 private:
  bool is_staged_ = false;
};

TEST_F(Generate, ReadsAgainWhatAnotherProgramWroteMeanwhile) {
  for (const bool is_there : {false, true}) {
    std::filesystem::remove(home_ + "/.env");
    if (is_there) put(home_ + "/.env", "MINE=1\n");
    writes_ = 0;
    other_program_ = [&](int write) {
      if (write == 1) append(".env", "NEW=2\n");
    };
    ASSERT_TRUE(run());
    EXPECT_EQ(writes_, 2);
    EXPECT_THAT(env(), HasSubstr("NEW=2"));
    EXPECT_THAT(env(), HasSubstr("ACME_API_KEY="));
    EXPECT_EQ(env().starts_with("MINE=1\n"), is_there);
  }
}

TEST_F(Generate, DoesNotReadAgainWithoutEnd) {
  put(home_ + "/.env", "MINE=1\n");
  other_program_ = [&](int) { append(".env", "#\n"); };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(writes_, 3);
  EXPECT_EQ(result.error().code, ErrorCode::kNeedsPerson);
  EXPECT_THAT(result.error().message, HasSubstr("another program changed it"));
  EXPECT_EQ(env(), "MINE=1\n#\n#\n#\n");
  EXPECT_FALSE(std::filesystem::exists(home_ + "/docker-compose.yml"));
}

TEST_F(Generate, AnEditMeanwhileIsAPersons) {
  ASSERT_TRUE(run());
  put(home_ + "/mcpm/servers.json", R"({"two": {"name": "two", "profile_tags": ["work"],
      "command": "npx", "args": ["-y", "other"]}})");
  writes_ = 0;
  other_program_ = [&](int write) {
    if (write == 1) append("docker-compose.yml", "# mine\n");
  };
  ASSERT_TRUE(run());
  EXPECT_EQ(writes_, 2);
  EXPECT_THAT(compose_file(), HasSubstr("# mine\n"));
  EXPECT_THAT(compose_file(), HasSubstr("\n  two:\n"));
  EXPECT_THAT(compose_file(), Not(HasSubstr("\n  one:\n")));
  const std::string edited = compose_file();
  writes_ = 0;
  other_program_ = [&](int write) {
    if (write == 1) append("docker-compose.yml", "# later\n");
  };
  const auto forced = run(true);
  ASSERT_TRUE(forced);
  EXPECT_EQ(get(forced->backup), edited + "# later\n");
  EXPECT_THAT(compose_file(), Not(HasSubstr("# mine")));
}

}  // namespace
}  // namespace mcpmx::app
