#include "mapping/claims.h"

#include <gtest/gtest.h>

#include <optional>

#include "mapping/launcher.h"
#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

class FakeMapper final : public Mapper {
 public:
  FakeMapper(std::string id, Hints hints, Precedence precedence = {})
      : id_(std::move(id)), hints_(std::move(hints)), precedence_(precedence) {}
  std::string_view id() const override { return id_; }
  std::string_view title() const override { return id_; }
  std::string origin() const override { return id_ + ".so"; }
  const Hints& hints() const override { return hints_; }
  Precedence precedence() const override { return precedence_; }
  Result<Answer> detect(const MapperInput&, const Match& proposed) override {
    ++asked;
    Match match = proposed;
    if (answers) match.evidence = *answers;
    return Answer{!declines, match};
  }
  Result<std::string> render(const MapperInput&, std::vector<Diagnostic>&) override {
    return std::string();
  }
  Result<std::optional<std::string>> recover(const RecoverInput&,
                                             std::vector<Diagnostic>&) override {
    return std::optional<std::string>();
  }

  int asked = 0;
  bool declines = false;
  std::optional<Evidence> answers;  // weaker than what its hints stand for

 private:
  std::string id_;
  Hints hints_;
  Precedence precedence_;
};

Server entry(std::string name, std::string command, std::vector<std::string> args = {}) {
  Server server;
  server.name = std::move(name);
  server.command = std::move(command);
  server.args = std::move(args);
  return server;
}

std::string picked(const Claims& claims, const Server& server,
                   const std::string& override_id = {}) {
  const Launch launch = parse_launch(server);
  const std::vector<Pair> choices;
  const auto claim = claims.pick({server, launch, choices}, override_id);
  if (!claim) return "error: " + claim.error().message;
  return std::string(claim->mapper->id());
}

Hints npm(std::vector<std::string> names) {
  Hints hints;
  hints.npm = std::move(names);
  return hints;
}

Hints named(std::vector<std::string> names) {
  Hints hints;
  hints.names = std::move(names);
  return hints;
}

Hints fallback() {
  Hints hints;
  hints.fallback = true;
  return hints;
}

TEST(Claims, TheStrongestEvidenceDecides) {
  FakeMapper redis("redis", npm({"@org/redis"}));
  FakeMapper postgres("postgres", named({"postgres"}));
  FakeMapper runners("runners", fallback());
  const Claims claims({&redis, &postgres, &runners});
  // A name that says postgres and a package that says redis is a redis.
  EXPECT_EQ(picked(claims, entry("postgres", "npx", {"-y", "@org/redis"})), "redis");
  EXPECT_EQ(picked(claims, entry("postgres", "npx", {"-y", "@org/unknown"})), "runners");
  EXPECT_EQ(picked(claims, entry("postgres", "/opt/x")), "postgres");
  EXPECT_EQ(picked(claims, entry("other", "/opt/x")), "runners");
}

TEST(Claims, NamesCompareWhole) {
  FakeMapper postgres("postgres", npm({"@modelcontextprotocol/server-postgres"}));
  FakeMapper runners("runners", fallback());
  const Claims claims({&postgres, &runners});
  EXPECT_EQ(picked(claims, entry("x", "npx", {"@modelcontextprotocol/server-postgres@1.2"})),
            "postgres");
  EXPECT_EQ(picked(claims, entry("x", "npx", {"@modelcontextprotocol/server-postgress"})),
            "runners");
  EXPECT_EQ(postgres.asked, 1);  // nobody is asked whose hints do not fit
}

TEST(Claims, ATarballIsNotTakenForWhatTheEntryIsCalled) {
  FakeMapper postgres("postgres", named({"postgres"}));
  FakeMapper runners("runners", fallback());
  const Claims claims({&postgres, &runners});
  EXPECT_EQ(picked(claims, entry("postgres", "./run.sh", {})), "postgres");
  EXPECT_EQ(picked(claims, entry("postgres", "npx", {"https://a.b/x.tgz"})), "runners");
}

TEST(Claims, AnEarlierFolderShadowsAndAPluginGoesBeforeYaml) {
  FakeMapper bundled("github", npm({"@gh/mcp"}), {3000, false, 0});
  FakeMapper ours("github", npm({"@gh/mcp"}), {0, true, 0});
  FakeMapper yaml("other", npm({"@gh/mcp"}), {3000, true, 99});
  const Claims claims({&yaml, &bundled, &ours});
  EXPECT_EQ(picked(claims, entry("x", "npx", {"@gh/mcp"})), "github");
  EXPECT_EQ(ours.asked, 1);
  EXPECT_EQ(claims.shadowed(), (std::vector<Mapper*>{&bundled}));
}

TEST(Claims, PriorityBreaksATieAndATrueTieNamesBoth) {
  FakeMapper a("a", npm({"@x/y"}), {0, false, 0});
  FakeMapper b("b", npm({"@x/y"}), {0, false, 1});
  EXPECT_EQ(picked(Claims({&a, &b}), entry("x", "npx", {"@x/y"})), "b");
  FakeMapper c("c", npm({"@x/y"}), {0, false, 1});
  const std::string error = picked(Claims({&b, &c}), entry("x", "npx", {"@x/y"}));
  EXPECT_NE(error.find("\"b\" (b.so)"), std::string::npos) << error;
  EXPECT_NE(error.find("\"c\" (c.so)"), std::string::npos) << error;
}

TEST(Claims, WhoDeclinesLeavesItToTheNext) {
  FakeMapper a("a", npm({"@x/y"}), {0, false, 0});
  FakeMapper b("b", npm({"@x/y"}), {1, false, 0});
  a.declines = true;
  EXPECT_EQ(picked(Claims({&a, &b}), entry("x", "npx", {"@x/y"})), "b");
}

TEST(Claims, AWeakerAnswerRanksByWhatWasAnswered) {
  struct Row {
    const char* name;
    Evidence answers;  // of "doubtful", whose hint is the package, from a folder before all others
    Server server;
    std::vector<const char*> others;  // ids among those below that are there
    const char* wanted;
  };
  const Server package = entry("x", "npx", {"@x/y"});
  const Row rows[] = {
      {"a package beats a name", Evidence::kName, package, {"sure", "runners"}, "sure"},
      {"a name beats the kind", Evidence::kName, package, {"runners"}, "doubtful"},
      {"as asked, the folder decides",
       Evidence::kPackage,
       package,
       {"sure", "runners"},
       "doubtful"},
      {"by kind, the folder decides", Evidence::kFallback, package, {"runners"}, "doubtful"},
      {"a command beats a name",
       Evidence::kName,
       entry("x", "tool"),
       {"commander", "runners"},
       "commander"},
      {"of two names the folder decides",
       Evidence::kName,
       entry("called", "tool"),
       {"namesake", "runners"},
       "doubtful"},
  };
  for (const Row& row : rows) {
    Hints hints = npm({"@x/y"});
    hints.commands = {"tool"};
    FakeMapper doubtful("doubtful", hints, {0, false, 0});
    doubtful.answers = row.answers;
    Hints command;
    command.commands = {"tool"};
    FakeMapper all[] = {{"sure", npm({"@x/y"}), {1, true, 0}},
                        {"commander", command, {1, true, 0}},
                        {"namesake", named({"called"}), {1, true, 0}},
                        {"runners", fallback(), {3000, false, 0}}};
    std::vector<Mapper*> mappers = {&doubtful};
    for (FakeMapper& mapper : all) {
      for (const char* id : row.others) {
        if (mapper.id() == id) mappers.push_back(&mapper);
      }
    }
    EXPECT_EQ(picked(Claims(mappers), row.server), row.wanted) << row.name;
  }
}

TEST(Claims, WhoeverWeakensTwoHintsToOneClassIsNoTieWithItself) {
  Hints hints = npm({"@x/y"});
  hints.urls = {"a.b"};
  FakeMapper doubtful("doubtful", hints);
  doubtful.answers = Evidence::kName;
  FakeMapper runners("runners", fallback(), {3000, false, 0});
  Server server = entry("x", "npx", {"@x/y"});
  Launch launch = parse_launch(server);
  launch.url = "https://a.b/mcp";  // as of a bridge, whose package is known as well
  const std::vector<Pair> choices;
  const auto claim = Claims({&doubtful, &runners}).pick({server, launch, choices}, {});
  ASSERT_TRUE(claim) << claim.error().message;
  EXPECT_EQ(claim->mapper, &doubtful);
  EXPECT_EQ(claim->match.evidence, Evidence::kName);
}

TEST(Claims, TwoEqualWeakerAnswersAreATie) {
  FakeMapper a("a", npm({"@x/y"}));
  FakeMapper b("b", npm({"@x/y"}));
  a.answers = b.answers = Evidence::kName;
  const std::string error = picked(Claims({&a, &b}), entry("x", "npx", {"@x/y"}));
  EXPECT_NE(error.find("both claim it"), std::string::npos) << error;
}

TEST(Claims, AnOverrideIsTheUsersWord) {
  FakeMapper a("a", npm({"@x/y"}));
  FakeMapper b("b", {});
  const Claims claims({&a, &b});
  EXPECT_EQ(picked(claims, entry("x", "npx", {"@x/y"}), "b"), "b");
  EXPECT_NE(picked(claims, entry("x", "npx", {"@x/y"}), "nobody").find("no mapper has the id"),
            std::string::npos);
}

TEST(Claims, NobodyIsAnError) {
  EXPECT_NE(picked(Claims({}), entry("x", "npx", {"@x/y"})).find("error: no mapper claims it"),
            std::string::npos);
}

TEST(Claims, FormsInWhichNamesAreCompared) {
  EXPECT_EQ(normalise_pypi("MCP_Server..Time"), "mcp-server-time");
  EXPECT_EQ(comparable_image("docker.io/mcp/x"), "mcp/x");
  EXPECT_EQ(comparable_image("docker.io/library/redis"), "redis");
  EXPECT_TRUE(url_has_prefix("https://a.b/mcp/x", "https://a.b/mcp"));
  EXPECT_TRUE(url_has_prefix("https://a.b/mcp?x", "https://a.b/mcp/"));
  EXPECT_FALSE(url_has_prefix("https://a.b/mcpx", "https://a.b/mcp"));
  EXPECT_FALSE(url_has_prefix("https://a.b.evil.com/", "https://a.b"));
  EXPECT_FALSE(url_has_prefix("https://a.b:x@evil.com/", "https://a.b"));
  EXPECT_FALSE(url_has_prefix("https://a.b@evil.com/", "a.b"));
  EXPECT_TRUE(url_has_prefix("https://me:x@a.b/mcp", "a.b/mcp"));
  EXPECT_TRUE(url_has_prefix("https://A.b/mcp", "a.B"));
  EXPECT_TRUE(url_has_prefix("http://a.b:8080/mcp", "a.b"));
  EXPECT_FALSE(url_has_prefix("https://a.b/MCP", "a.b/mcp"));
}

}  // namespace
}  // namespace mcpmx::mapping
