#include <gtest/gtest.h>

#include "mapping/yaml_mapping.h"

namespace mcpmx::mapping {
namespace {

constexpr const char* kMapping = R"(
id: acme
detect: {npm: ["@acme/mcp", acme-old], pypi: [acme-mcp], git: [github.com/acme/mcp], commands: [acme], images: [acme/mcp]}
kinds:
  npm:
    from: none
    compose:
      image: acme/mcp
      command: [serve, {$arg: 0}, --, {$args: 1}]
      environment: {MODE: fast}
      init: true
  binary:
    compose:
      image: acme/mcp:host
      command: [{$args: 0}]
)";

constexpr const char* kFromRunner = R"({"schema":"mcpmx.recover/1","from":"runner"})";

RecoverInput::Service service(std::string image, std::vector<std::string> command) {
  RecoverInput::Service service;
  service.name = "it";
  service.image = std::move(image);
  service.command = std::move(command);
  service.env = {{"MODE", "slow"}};
  service.raw = R"({"init": true})";
  return service;
}

std::string recovered(const RecoverInput::Service& one, const char* text = kMapping) {
  const auto loaded = parse_mapping(text, "acme.yaml", 0);
  EXPECT_TRUE(loaded.mapper) << (loaded.errors.empty() ? "" : loaded.errors.front().message);
  if (!loaded.mapper) return {};
  std::vector<Diagnostic> findings;
  const auto result = loaded.mapper->recover({{one}, {}}, findings);
  return result && *result ? **result : "nothing";
}

TEST(YamlRecover, KnowsAServiceThatItWritesOutByItself) {
  EXPECT_EQ(recovered(service("docker.io/acme/mcp:2", {"serve", "a", "--", "b", "c"})),
            R"({"schema":"mcpmx.recover/1","kind":"npm","spec":"@acme/mcp","primary":"",)"
            R"("args":["a","b","c"]})");
  EXPECT_EQ(recovered(service("acme/mcp", {"serve", "a", "--"})),
            R"({"schema":"mcpmx.recover/1","kind":"npm","spec":"@acme/mcp","primary":"",)"
            R"("args":["a"]})");
}

TEST(YamlRecover, TakesTheProgramOfTheMachineLast) {
  EXPECT_EQ(recovered(service("acme/mcp", {"other", "a"})),
            R"({"schema":"mcpmx.recover/1","kind":"binary","spec":"acme","primary":"",)"
            R"("args":["other","a"]})");
}

TEST(YamlRecover, LeavesTheRestToTheRunners) {
  // Of a line of npx the runners say which package it is.
  EXPECT_EQ(recovered(service("acme/mcp", {"npx", "-y", "@acme/mcp"})), kFromRunner);
  EXPECT_EQ(recovered(service("node", {"acme"})), kFromRunner);
}

// A bare service of the image has less than the mapping sets.
TEST(YamlRecover, AsksForWhatTheMappingSets) {
  constexpr const char* kOnlyNpm = R"(
id: acme
detect: {npm: [acme]}
service: {from: none, compose: {image: acme/mcp, command: [{$args: 0}], environment: {MODE: fast, GONE: null}, init: true}}
)";
  RecoverInput::Service one = service("acme/mcp", {"a"});
  EXPECT_NE(recovered(one, kOnlyNpm), kFromRunner);
  one.env.clear();
  EXPECT_EQ(recovered(one, kOnlyNpm), kFromRunner);
  one = service("acme/mcp", {"a"});
  one.raw = "{}";
  EXPECT_EQ(recovered(one, kOnlyNpm), kFromRunner);
}

// An argument that the service does not show cannot be told.
TEST(YamlRecover, NeedsEveryArgument) {
  constexpr const char* kGap = R"(
id: acme
detect: {npm: [acme]}
service: {from: none, compose: {image: acme/mcp, command: [{$args: 1}]}}
)";
  EXPECT_EQ(recovered(service("acme/mcp", {"b"}), kGap), kFromRunner);
}

TEST(YamlRecover, OfWhatStaysOnTheHostThereAreNoServices) {
  EXPECT_EQ(recovered(service("acme/mcp", {}),
                      "id: a\ndetect: {npm: [a]}\nstays_on_host: it has a window\n"),
            "nothing");
}

TEST(YamlRecover, TakesTheServiceThatSpeaksMcp) {
  const auto loaded = parse_mapping(kMapping, "acme.yaml", 0);
  ASSERT_TRUE(loaded.mapper);
  RecoverInput input;
  input.services = {service("postgres", {}), service("acme/mcp", {"x"})};
  input.services[0].key = "db";
  input.services[1].key = "mcp";
  std::vector<Diagnostic> findings;
  EXPECT_EQ(*loaded.mapper->recover(input, findings).value(),
            R"({"schema":"mcpmx.recover/1","kind":"binary","spec":"acme","primary":"mcp",)"
            R"("args":["x"]})");
  input.services.pop_back();
  EXPECT_FALSE(loaded.mapper->recover(input, findings).value());
}

}  // namespace
}  // namespace mcpmx::mapping
