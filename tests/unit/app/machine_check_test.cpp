#include "app/machine_check.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <string>

namespace mcpmx::app {
namespace {

// A folder of ours with the given mode, and a project whose one service mounts it.
class ClosedBinds : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "mcpmx-closed-binds-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<Diagnostic> found(unsigned mode, const std::string& user, bool read_only,
                                const std::string& more = R"("cap_drop": ["ALL"])") {
    EXPECT_EQ(::chmod(folder_.c_str(), mode), 0);
    Project project;
    project.document =
        boost::json::parse(R"({"services": {"s": {"user": ")" + user + R"(", )" + more +
                           R"(, "volumes": [{"type": "bind", "source": ")" + folder_ +
                           R"(", "read_only": )" + (read_only ? "true" : "false") + "}]}}}")
            .as_object();
    std::vector<Diagnostic> findings;
    warn_of_closed_binds(filesystem_, project, findings);
    return findings;
  }

  static std::string me() { return std::to_string(::getuid()) + ":" + std::to_string(::getgid()); }

  std::string folder_;
  PosixFilesystem filesystem_;
};

TEST_F(ClosedBinds, NamesFolderOwnerAndTheLineThatMendsIt) {
  const auto findings = found(0700, "4242:4242", true);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "bind.closed");
  EXPECT_EQ(findings[0].message,
            "it runs as user 4242, who may not read " + folder_ + ", which belongs to " + me());
  EXPECT_NE(findings[0].hint.find("x-mcpmx.services.s.user: \"" + me() + "\""), std::string::npos);
}

TEST_F(ClosedBinds, AsksForNoMoreThanTheMountDoes) {
  EXPECT_TRUE(found(0755, "4242:4242", true).empty());
  EXPECT_EQ(found(0755, "4242:4242", false).size(), 1U);
  EXPECT_TRUE(found(0700, me(), false).empty());
  EXPECT_TRUE(found(0777, "4242:4242", false).empty());
}

TEST_F(ClosedBinds, LeavesAloneWhomItCannotJudge) {
  EXPECT_TRUE(found(0700, "node", true).empty());
  // Root with its capabilities reads everything.
  EXPECT_TRUE(found(0700, "0:0", true, R"("init": true)").empty());
}

}  // namespace
}  // namespace mcpmx::app
