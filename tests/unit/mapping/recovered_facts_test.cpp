#include "mapping/recovered_facts.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

std::string document(const std::string& members) {
  return R"({"schema": "mcpmx.recover/1", )" + members + "}";
}

TEST(RecoveredFacts, SpellsPackagesAsTheirKindDoes) {
  const std::pair<const char*, const char*> rows[] = {
      {R"("kind": "npm", "package": "@a/b", "version": "^1")", "@a/b@^1"},
      {R"("kind": "pypi", "package": "a", "version": "1")", "a==1"},
      {R"("kind": "pypi", "package": "a", "version": ">=1")", "a>=1"},
      {R"("kind": "docker", "package": "a", "version": "1")", "a:1"},
      {R"("kind": "docker", "package": "a", "version": "sha256:00")", "a@sha256:00"},
      {R"("kind": "binary", "package": "a")", "a"},
      {R"("kind": "npm", "spec": "a@1", "package": "other")", "a@1"},
  };
  for (const auto& [members, spec] : rows) {
    const auto facts = parse_recovered(document(members), "acme");
    ASSERT_TRUE(facts) << members << facts.error().message;
    EXPECT_EQ(facts->spec, spec);
  }
}

TEST(RecoveredFacts, BlamesTheMapper) {
  const std::pair<std::string, const char*> rows[] = {
      {"{", ""},
      {"{}", "/schema"},
      {R"({"schema": "mcpmx.recover/2", "from": "runner"})", "/schema"},
      {document(R"("from": "elsewhere")"), "/from"},
      {document(R"("kind": "remote", "spec": "x")"), "/kind"},
      {document(R"("kind": "npm")"), ""},
      {document(R"("spec": "a")"), ""},
      {document(R"("from": "runner", "options": [["a"]])"), "/options/0"},
      {document(R"("from": "runner", "args": [1])"), "/args/0"},
      {document(R"("from": "runner", "env": {"A": null})"), "/env/A"},
      {document(R"("from": "runner", "more": 1)"), "/more"},
  };
  for (const auto& [text, where] : rows) {
    const auto facts = parse_recovered(text, "acme");
    ASSERT_FALSE(facts) << text;
    EXPECT_TRUE(facts.error().message.starts_with("what mapper \"acme\" recovered is not valid"))
        << facts.error().message;
    EXPECT_TRUE(facts.error().fault);
    EXPECT_EQ(facts.error().where, where) << text;
  }
}

TEST(RecoveredFacts, LiesOverTheRunners) {
  const auto runner = parse_recovered(
      document(R"("kind": "npm", "spec": "a@1", "primary": "mcp", "options": [["registry", "r"]],
               "args": ["x"], "env": {"A": "1"})"),
      "runners");
  const auto args =
      parse_recovered(document(R"("from": "runner", "args": [], "env": {"B": "2"})"), "acme");
  const RecoveredFacts same = laid_over(*runner, *args);
  EXPECT_EQ(same.spec, "a@1");
  EXPECT_EQ(same.options, runner->options);
  EXPECT_TRUE(same.args->empty());
  EXPECT_EQ(same.env, (std::vector<Pair>{{"A", "1"}, {"B", "2"}}));
  // Another package has a line of its own.
  const auto other =
      parse_recovered(document(R"("from": "runner", "kind": "npm", "spec": "b")"), "acme");
  const RecoveredFacts its_own = laid_over(*runner, *other);
  EXPECT_EQ(its_own.spec, "b");
  EXPECT_FALSE(its_own.args);
  EXPECT_FALSE(its_own.options);
  EXPECT_EQ(its_own.primary, "mcp");
}

}  // namespace
}  // namespace mcpmx::mapping
