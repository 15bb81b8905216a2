#include "mapping/mounts.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

TEST(Mounts, HostPathsAreMadeAbsoluteAndPlain) {
  const std::pair<const char*, const char*> rows[] = {
      {"/a/b", "/a/b"},
      {"~", "/home/u"},
      {"~/docs", "/home/u/docs"},
      {"$HOME/x", "/home/u/x"},
      {"${HOME}", "/home/u"},
      {"/a/./b//c/../d/", "/a/b/d"},
      {"//a", "/a"},
      {"/", "/"},
      {"/..", "/"},
      {"/a/..", "/"},
      {"/home/u/../..", "/"},
  };
  for (const auto& [written, path] : rows) {
    const auto result = host_path(written, "/home/u");
    ASSERT_TRUE(result) << written;
    EXPECT_EQ(*result, path) << written;
  }
}

TEST(Mounts, WhatIsNoPathOfThisMachineIsRefusedWithAReason) {
  const std::pair<std::string, const char*> rows[] = {
      {"docs", "not absolute"},         {"./docs", "not absolute"},
      {"$(pwd)/x", "not absolute"},     {"~bob/x", "not absolute"},
      {"C:\\Users\\me", "Windows"},     {"%USERPROFILE%/x", "not absolute"},
      {std::string("/a\0b", 4), "NUL"},
  };
  for (const auto& [written, why] : rows) {
    const auto result = host_path(written, "/home/u");
    ASSERT_FALSE(result) << written;
    EXPECT_NE(result.error().message.find(why), std::string::npos) << result.error().message;
  }
}

TEST(Mounts, ADatabaseBringsItsFolderAndSoDoesAFileThatIsWritten) {
  EXPECT_EQ(mount_point_of("/srv/x.db", false), "/srv");
  EXPECT_EQ(mount_point_of("/x.sqlite", false), "/");
  EXPECT_EQ(mount_point_of("/srv/graph.json", true), "/srv");
  EXPECT_EQ(mount_point_of("/srv/graph.json", false), "/srv/graph.json");
  EXPECT_EQ(mount_point_of("/srv/docs", true), "/srv/docs");
}

class MountRules : public testing::Test {
 protected:
  MountRules() {
    surroundings_.home = "/home/u";
    surroundings_.private_folders = {"/home/u/.config/mcpm", "/home/u/.local/state/mcpmx"};
  }
  bool is_denied(const std::string& path, const std::vector<std::string>& allow = {}) {
    return !check_mount(path, surroundings_, allow, "s");
  }
  Surroundings surroundings_;
};

TEST_F(MountRules, DenyTheMachineCredentialsAndOurOwn) {
  for (const char* path : {"/",
                           "/home",
                           "/home/u",
                           "/etc",
                           "/etc/ssl",
                           "/proc",
                           "/sys/x",
                           "/dev",
                           "/home/u/.ssh",
                           "/home/u/.ssh/id_rsa",
                           "/home/u/.aws",
                           "/home/u/.docker",
                           "/home/u/.gnupg",
                           "/var/run/docker.sock",
                           "/run/docker.sock",
                           "/run",
                           "/var",
                           "/home/u/.config/mcpm",
                           "/home/u/.config",
                           "/home/u/.config/mcpm/servers.json",
                           "/home/u/.local/state/mcpmx"}) {
    EXPECT_TRUE(is_denied(path)) << path;
  }
}

TEST_F(MountRules, AllowEverythingElse) {
  for (const char* path : {"/home/u/docs", "/srv", "/home/u/.sshx", "/home/user", "/etcetera",
                           "/home/u/.config/other"}) {
    EXPECT_FALSE(is_denied(path)) << path;
  }
}

TEST_F(MountRules, TheUsersWordStandsAndTheErrorSaysHowToGiveIt) {
  EXPECT_FALSE(is_denied("/etc/ssl", {"/etc/ssl"}));
  EXPECT_TRUE(is_denied("/etc", {"/etc/ssl"}));
  const auto denied = check_mount("/home/u", surroundings_, {}, "fs");
  ASSERT_FALSE(denied);
  EXPECT_NE(denied.error().hint.find("x-mcpmx.services.fs.allow: [/home/u]"), std::string::npos);
  EXPECT_FALSE(is_denied("/home/u/.ssh", {"~/.ssh/"}));
}

}  // namespace
}  // namespace mcpmx::mapping
