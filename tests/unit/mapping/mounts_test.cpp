#include "mapping/mounts.h"

#include <gtest/gtest.h>

#include <map>

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
                           "/home/u/.kube/config",
                           "/home/u/.config/gh",
                           "/home/u/.claude.json",
                           "/home/u/.local/share/keyrings",
                           "/var/lib/kubelet/pki",
                           "/var/spool/cron",
                           "/root/.aws",
                           "/root/.kube",
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

TEST_F(MountRules, DenyTheSecretsOfTheComposeFileWithTheFolderThatHoldsThem) {
  surroundings_.env_file = "/srv/project/.env";
  EXPECT_TRUE(is_denied("/srv/project/.env"));
  EXPECT_TRUE(is_denied("/srv/project"));
  EXPECT_TRUE(is_denied("/srv"));
  EXPECT_FALSE(is_denied("/srv/project/docs"));
  EXPECT_FALSE(is_denied("/srv/project/.env.example"));
  EXPECT_FALSE(is_denied("/srv/project", {"/srv/project"}));
}

TEST_F(MountRules, TheUsersWordStandsAndTheErrorSaysHowToGiveIt) {
  EXPECT_FALSE(is_denied("/etc/ssl", {"/etc/ssl"}));
  EXPECT_TRUE(is_denied("/etc", {"/etc/ssl"}));
  const auto denied = check_mount("/home/u", surroundings_, {}, "fs");
  ASSERT_FALSE(denied);
  EXPECT_NE(denied.error().hint.find("x-mcpmx.services.fs.allow: [/home/u]"), std::string::npos);
  EXPECT_FALSE(is_denied("/home/u/.ssh", {"~/.ssh/"}));
}

TEST_F(MountRules, ALinkIsWhatItLeadsTo) {
  const std::map<std::string, std::string> links = {{"/srv/link", "/home/u/.ssh"},
                                                    {"/srv/home", "/home/u"},
                                                    {"/srv/all", "/"},
                                                    {"/srv/data", "/mnt/data"},
                                                    {"/var/run/docker.sock", "/run/docker.sock"},
                                                    {"/home/u/.aws", "/mnt/aws"}};
  surroundings_.real_path = [&](const std::string& path) {
    const auto found = links.find(path);
    return found == links.end() ? path : found->second;
  };
  struct Row {
    const char* name;
    const char* path;
    std::vector<std::string> allow;
    bool denied;
  };
  const Row rows[] = {
      {"to credentials", "/srv/link", {}, true},
      {"to the home", "/srv/home", {}, true},
      {"to everything", "/srv/all", {}, true},
      {"to nothing special", "/srv/data", {}, false},
      {"no link", "/srv/docs", {}, false},
      {"allowed by what it leads to", "/srv/link", {"/home/u/.ssh"}, false},
      {"allowing the link says nothing of its target", "/srv/link", {"/srv/link"}, true},
      {"a denied path that is allowed may be a link", "/home/u/.aws", {"/home/u/.aws"}, false},
      {"the socket", "/var/run/docker.sock", {"/var/run/docker.sock"}, false},
  };
  for (const Row& row : rows) EXPECT_EQ(is_denied(row.path, row.allow), row.denied) << row.name;
  const auto denied = check_mount("/srv/link", surroundings_, {}, "fs");
  EXPECT_EQ(denied.error().message,
            "it would mount /srv/link, which leads to /home/u/.ssh, which holds credentials or "
            "controls this machine");
  EXPECT_NE(denied.error().hint.find("allow: [/home/u/.ssh]"), std::string::npos);
}

TEST_F(MountRules, WhatADeniedFolderLeadsToIsDeniedByItsOwnName) {
  surroundings_.denied_targets = [] { return std::vector<std::string>{"/home/u/dotfiles/ssh"}; };
  EXPECT_TRUE(is_denied("/home/u/dotfiles/ssh/id_rsa"));
  EXPECT_TRUE(is_denied("/home/u/dotfiles"));
  EXPECT_FALSE(is_denied("/home/u/dotfiles/vim"));
}

TEST_F(MountRules, AHomeThatIsALinkIsNoReasonToDenyWhatLiesInIt) {
  surroundings_.real_path = [](const std::string& path) {
    return path.starts_with("/home/u") ? "/data/u" + path.substr(7) : path;
  };
  EXPECT_FALSE(is_denied("/home/u/docs"));
  EXPECT_TRUE(is_denied("/home/u"));
}

}  // namespace
}  // namespace mcpmx::mapping
