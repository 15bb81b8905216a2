#include "mapping/docker_options.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

using Type = Mount::Type;

TEST(DockerVolume, IsReadAsDockerDoes) {
  const struct {
    const char* text;
    Mount mount;
  } rows[] = {
      {"data:/d", {Type::kVolume, "data", "/d", false, {}}},
      {"/a/b:/d:ro", {Type::kBind, "/a/b", "/d", true, {}}},
      {".:/app", {Type::kBind, ".", "/app", false, {}}},
      {"~/.kube/config:/k", {Type::kBind, "~/.kube/config", "/k", false, {}}},
      {"$(pwd)/x:./y", {Type::kBind, "$(pwd)/x", "./y", false, {}}},
      {"${A:-/b}:/d:z,ro", {Type::kBind, "${A:-/b}", "/d", true, {"z"}}},
      {"C:\\me\\x:/d:rw", {Type::kBind, "C:\\me\\x", "/d", false, {}}},
      {"c:/me:/d", {Type::kBind, "c:/me", "/d", false, {}}},
      {"/only", {Type::kVolume, "", "/only", false, {}}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto mount = parse_volume(row.text);
    ASSERT_TRUE(mount);
    EXPECT_EQ(*mount, row.mount);
  }
}

TEST(DockerMount, IsReadAsDockerDoes) {
  const struct {
    const char* text;
    Mount mount;
  } rows[] = {
      {"type=bind,src=/a,dst=/b", {Type::kBind, "/a", "/b", false, {}}},
      {"type=bind,source=/a,target=/b,ro", {Type::kBind, "/a", "/b", true, {}}},
      {"type=bind,src=/a,destination=/b,readonly=false", {Type::kBind, "/a", "/b", false, {}}},
      {"src=vol,dst=/b,readonly", {Type::kVolume, "vol", "/b", true, {}}},
      {"type=tmpfs,dst=/t,tmpfs-size=1m", {Type::kTmpfs, "", "/t", false, {"tmpfs-size=1m"}}},
      {"type=bind,\"src=/a,b\",dst=/b", {Type::kBind, "/a,b", "/b", false, {}}},
      {"src=vol,dst=/b,\"volume-opt=o=addr=nas,rw\"",
       {Type::kVolume, "vol", "/b", false, {"volume-opt=o=addr=nas,rw"}}},
      {"type=bind,src=/a b,dst=/b,bind-propagation=rslave",
       {Type::kBind, "/a b", "/b", false, {"bind-propagation=rslave"}}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto mount = parse_mount(row.text);
    ASSERT_TRUE(mount);
    EXPECT_EQ(*mount, row.mount);
  }
}

TEST(DockerMount, RefusesWhatIsNone) {
  for (const char* text : {"", ":/d", "a:", "a:b:c:d", "a::ro"}) {
    const auto mount = parse_volume(text);
    ASSERT_FALSE(mount) << text;
    EXPECT_EQ(mount.error().where, "-v");
    EXPECT_FALSE(mount.error().hint.empty());
  }
  for (const char* text : {"type=bind,src=/a", "type=bind,dst=/b", "type=cluster,src=a,dst=/b"}) {
    const auto mount = parse_mount(text);
    ASSERT_FALSE(mount) << text;
    EXPECT_EQ(mount.error().where, "--mount");
  }
}

TEST(DockerPort, IsReadAsDockerDoes) {
  const struct {
    const char* text;
    Port port;
  } rows[] = {
      {"80", {"", "", {0, 0}, {80, 80}, "tcp"}},
      {"8080:80", {"", "", {8080, 8080}, {80, 80}, "tcp"}},
      {"127.0.0.1:8080:80/udp", {"", "127.0.0.1", {8080, 8080}, {80, 80}, "udp"}},
      {"127.0.0.1:4000-4003:4000-4003", {"", "127.0.0.1", {4000, 4003}, {4000, 4003}, "tcp"}},
      {"127.0.0.1::80", {"", "127.0.0.1", {0, 0}, {80, 80}, "tcp"}},
      {"[::1]:8080:80", {"", "::1", {8080, 8080}, {80, 80}, "tcp"}},
  };
  for (auto row : rows) {
    SCOPED_TRACE(row.text);
    const auto port = parse_port(row.text);
    ASSERT_TRUE(port);
    row.port.text = row.text;
    EXPECT_EQ(*port, row.port);
  }
  for (const char* text : {"", "a", "80:b", "0", "70000", "9-8", "80/http", "1:2:3:4:x"}) {
    EXPECT_FALSE(parse_port(text)) << text;
  }
}

TEST(DockerOptions, LastOneCounts) {
  Launch launch;
  launch.options = {{"network", "a"},   {"network", "b"},        {"init", "false"},  {"tty", ""},
                    {"volume", "v:/v"}, {"tmpfs", "/t:size=1m"}, {"mount", "dst=/m"}};
  EXPECT_EQ(docker_option(launch, "network"), "b");
  EXPECT_EQ(docker_option(launch, "user"), std::nullopt);
  EXPECT_EQ(docker_option_all(launch, "network").size(), 2U);
  EXPECT_FALSE(docker_flag(launch, "init"));
  EXPECT_TRUE(docker_flag(launch, "tty"));
  const auto mounts = docker_mounts(launch);
  ASSERT_TRUE(mounts);
  ASSERT_EQ(mounts->size(), 3U);
  EXPECT_EQ((*mounts)[1], (Mount{Type::kTmpfs, "", "/t", false, {"size=1m"}}));
  launch.options.push_back({"volume", ":/x"});
  EXPECT_FALSE(docker_mounts(launch));
}

}  // namespace
}  // namespace mcpmx::mapping
