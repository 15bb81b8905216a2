#include "compose/leaves.h"

#include <gmock/gmock.h>

#include "project_folder.h"

namespace mcpmx::compose {
namespace {

struct LeafRow {
  const char* name;
  const char* service;              // lines of services.a, as a flow map
  std::vector<std::string> leaves;  // "path value", but for those that stand nowhere
};

std::vector<std::string> told(const std::vector<Leaf>& leaves) {
  std::vector<std::string> result;
  for (const Leaf& leaf : leaves) {
    if (leaf.at->origin.editing != Editing::kNowhere)
      result.push_back(leaf.path + " " + leaf.value);
  }
  return result;
}

class LeafRows : public ProjectReaderTest, public testing::WithParamInterface<LeafRow> {};

TEST_P(LeafRows, AreWhereValuesAreCompared) {
  const auto project = read({{"compose.yaml", std::string("services: {a: {") + GetParam().service +
                                                  "}, b: {image: x}}\n"},
                             {".env", "TOKEN=t\n"}},
                            {.read_env_files = false});
  ASSERT_TRUE(project) << project.error().message << project.error().where;
  EXPECT_EQ(told(leaves_of(*project->service("a"), service_syntax())), GetParam().leaves);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LeafRows,
    testing::Values(
        LeafRow{"scalars",
                "image: 'x:1', tty: true, scale: 2, cpus: 0.5",
                {"image \"x:1\"", "tty true", "scale 2", "cpus 0.5"}},
        LeafRow{"variables",
                "environment: {B: '${TOKEN}', A: 1, N: }",
                {"environment/B \"t\"", "environment/A \"1\"", "environment/N null"}},
        LeafRow{"variables_of_a_list",
                "environment: [A=1, B]",
                {"environment/A \"1\"", "environment/B null"}},
        LeafRow{"escaped_keys",
                "labels: {a/b~c: 1, '[x]': 2, '': 3}",
                {"labels/a~1b~0c \"1\"", "labels/~2x] \"2\"", "labels/ \"3\""}},
        LeafRow{"command", "command: run 'it now'", {"command [\"run\",\"it now\"]"}},
        LeafRow{"ports",
                "ports: ['5433:5432', {target: 53, published: '53', protocol: udp}, "
                "'5434:5432', '127.0.0.1:5435:5432']",
                {"ports/[5432/tcp] "
                 "{\"mode\":\"ingress\",\"protocol\":\"tcp\",\"published\":\"5433\","
                 "\"target\":5432}",
                 "ports/[53/udp] {\"mode\":\"ingress\",\"protocol\":\"udp\",\"published\":\"53\","
                 "\"target\":53}",
                 "ports/[5432/tcp#2] "
                 "{\"mode\":\"ingress\",\"protocol\":\"tcp\",\"published\":\"5434\","
                 "\"target\":5432}",
                 "ports/[5432/tcp#3] {\"host_ip\":\"127.0.0.1\",\"mode\":\"ingress\","
                 "\"protocol\":\"tcp\",\"published\":\"5435\",\"target\":5432}"}},
        LeafRow{"mounts",
                "volumes: ['data:/data:ro', /tmp]",
                {"volumes/[/data] {\"read_only\":true,\"source\":\"data\",\"target\":\"/data\","
                 "\"type\":\"volume\",\"volume\":{}}",
                 "volumes/[/tmp] {\"target\":\"/tmp\",\"type\":\"volume\",\"volume\":{}}"}},
        LeafRow{"secrets",
                "secrets: [one, {source: two, target: /t}]",
                {"secrets/[/run/secrets/one] "
                 "{\"source\":\"one\",\"target\":\"/run/secrets/one\"}",
                 "secrets/[/t] {\"source\":\"two\",\"target\":\"/t\"}"}},
        LeafRow{
            "texts",
            "cap_add: [A, B], security_opt: ['no:new', 'no:new'], dns: d, tmpfs: ['/t:size=1m'], "
            "extra_hosts: {h: 1.2.3.4}",
            {"cap_add/[A] \"A\"", "cap_add/[B] \"B\"", "security_opt/[no:new] \"no:new\"",
             "security_opt/[no:new#2] \"no:new\"", "dns/[d] \"d\"",
             "tmpfs/[/t:size] \"/t:size=1m\"", "extra_hosts/[h=1.2.3.4] \"h=1.2.3.4\""}},
        LeafRow{"devices",
                "devices: ['/dev/a:/dev/b']",
                {"devices/[/dev/b] "
                 "{\"permissions\":\"rwm\",\"source\":\"/dev/a\",\"target\":\"/dev/b\"}"}},
        LeafRow{"nested",
                "healthcheck: {test: 'exit 0', interval: 90s}, "
                "deploy: {resources: {limits: {memory: 1m}}}",
                {"healthcheck/test [\"CMD-SHELL\",\"exit 0\"]", "healthcheck/interval \"1m30s\"",
                 "deploy/resources/limits/memory \"1048576\""}},
        LeafRow{
            "dependencies", "depends_on: {b: {condition: c}}", {"depends_on/b/condition \"c\""}},
        LeafRow{"networks", "networks: [n]", {"networks/n null"}},
        LeafRow{"what_is_empty",
                "environment: {}, ports: [], command: [], dns: ",
                {"environment {}", "ports []", "command []", "dns null"}},
        LeafRow{"lists_without_names",
                "gpus: [{count: 1}], x-own: {list: [1, {b: 2, a: 1}], map: {k: v}}",
                {"gpus [{\"count\":1}]", "x-own/list [1,{\"a\":1,\"b\":2}]", "x-own/map/k \"v\""}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(ProjectReaderTest, EnvFilesAreLeavesByTheirPath) {
  const auto project = read({{"compose.yaml", "services: {a: {image: x, env_file: e.env}}\n"}},
                            {.read_env_files = false});
  ASSERT_TRUE(project);
  const auto leaves = told(leaves_of(*project->service("a"), service_syntax()));
  EXPECT_EQ(leaves.back(),
            "env_file/[" + home_ + "/e.env] {\"path\":\"" + home_ + "/e.env\",\"required\":true}");
}

TEST_F(ProjectReaderTest, TopLevelPartsHaveLeavesAsWell) {
  const auto project = read({{"compose.yaml",
                              "services: {a: {image: x}}\nnetworks: {n: {internal: true}}\n"
                              "x-mcpmx: {checksums: {a: 1f}}\n"}});
  ASSERT_TRUE(project);
  EXPECT_THAT(told(leaves_of(project->root, file_syntax())),
              testing::ElementsAre("services/a/image \"x\"", "networks/n/internal true",
                                   "x-mcpmx/checksums/a \"1f\""));
  EXPECT_THAT(
      told(leaves_of(*project->root.find("networks"), syntax_below(file_syntax(), "networks"))),
      testing::ElementsAre("n/internal true"));
}

TEST(Leaves, PathsComeApartAgain) {
  using testing::ElementsAre;
  EXPECT_THAT(split_path("image"), ElementsAre("image"));
  EXPECT_THAT(split_path("labels/a~1b~0c"), ElementsAre("labels", "a/b~c"));
  EXPECT_THAT(split_path("labels/~2x]"), ElementsAre("labels", "[x]"));
  EXPECT_THAT(split_path("labels/"), ElementsAre("labels", ""));
  EXPECT_THAT(split_path("ports/[80/tcp#2]"), ElementsAre("ports", "[80/tcp#2]"));
  EXPECT_THAT(split_path("volumes/[/a~1/[b]]"), ElementsAre("volumes", "[/a~1/[b]]"));
}

TEST(Leaves, NamesStayApartWhateverTheTexts) {
  Value list = empty_list({});
  for (const char* text : {"a", "a#2", "a", "a"}) list.append(string_value(text, {}));
  const auto names = entry_names(list, {.shape = Shape::kStrings});
  EXPECT_THAT(names, testing::ElementsAre("[a]", "[a#2]", "[a#3]", "[a#4]"));
}

}  // namespace
}  // namespace mcpmx::compose
