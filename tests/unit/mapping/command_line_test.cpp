#include "mapping/command_line.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "mapping/launcher.h"

namespace mcpmx::mapping {
namespace {

std::string shown(const CommandLine& line) {
  std::string text = line.command;
  for (const std::string& arg : line.args) text.append(" ").append(arg);
  return text;
}

RecoveredFacts facts(Kind kind, std::string spec) {
  RecoveredFacts facts;
  facts.kind = kind;
  facts.spec = std::move(spec);
  facts.args = {"serve", "--port"};
  return facts;
}

TEST(CommandLine, IsAsPeopleWriteIt) {
  struct Row {
    Kind kind;
    const char* spec;
    const char* entry;
    const char* module;
    std::vector<Pair> options;
    const char* expected;
  };
  const Row rows[] = {
      {Kind::kNpm, "@a/b@1", "", "", {}, "npx -y @a/b@1 serve --port"},
      {Kind::kNpm, "a", "b", "", {{"package", "c"}}, "npx -y -p c -p a b serve --port"},
      {Kind::kNpm,
       "a",
       "",
       "",
       {{"registry", "https://r"}, {"yes", ""}, {"x", "y"}},
       "npx -y --registry https://r --x=y a serve --port"},
      {Kind::kNpm, "a", "", "", {{"directory", "/w"}}, "npx -y --prefix /w a serve --port"},
      {Kind::kNpm,
       "a",
       "",
       "",
       {{"env-file", "/v"}, {"directory", "/w"}},
       "bunx --env-file /v --cwd /w a serve --port"},
      {Kind::kNpm,
       "jsr:@a/b",
       "",
       "",
       {{"allow-all", ""}, {"allow-read", "x"}},
       "deno run -A --allow-read=x jsr:@a/b serve --port"},
      {Kind::kPypi, "a==1", "", "", {{"with", "b"}}, "uvx --with b a==1 serve --port"},
      {Kind::kPypi, "a", "b", "", {}, "uvx --from a b serve --port"},
      {Kind::kPypi,
       "acme-mcp",
       "",
       "acme_mcp",
       {{"unbuffered", ""}, {"extended", "utf8"}},
       "python -u -X utf8 -m acme_mcp serve --port"},
      {Kind::kPypi,
       "acme-mcp==2",
       "",
       "acme_mcp",
       {{"with", "b"}, {"unbuffered", ""}},
       "uvx --with b --from acme-mcp==2 python -u -m acme_mcp serve --port"},
      {Kind::kGit, "git+https://h/o/r", "", "", {}, "npx -y git+https://h/o/r serve --port"},
      {Kind::kDocker, "a/b:1", "", "", {}, "docker run -i --rm -e X a/b:1 serve --port"},
      {Kind::kBinary, "acme-mcp", "", "", {}, "acme-mcp serve --port"},
  };
  for (const Row& row : rows) {
    RecoveredFacts given = facts(row.kind, row.spec);
    given.entry = row.entry;
    given.module = row.module;
    given.options = row.options;
    const auto lines = command_lines(given, "npx", {"-e", "X"});
    ASSERT_FALSE(lines.empty()) << row.expected;
    EXPECT_EQ(shown(lines.front()), row.expected);
    EXPECT_EQ(lines.front().args.at(lines.front().server_args_at), "serve") << row.expected;
  }
}

TEST(CommandLine, OfARepositoryIsByTheProgramThatRan) {
  const RecoveredFacts given = facts(Kind::kGit, "git+https://h/o/r");
  EXPECT_EQ(command_lines(given, "uvx", {}).front().command, "uvx");
  EXPECT_EQ(command_lines(given, "npx", {}).front().command, "npx");
  EXPECT_EQ(command_lines(given, "uvx", {}).size(), 2u);
}

// A mapper may state options of docker run that its service shows by itself, or not.
TEST(CommandLine, SaysAnOptionOfDockerOnce) {
  RecoveredFacts given = facts(Kind::kDocker, "a");
  given.options = {{{"volume", "x:/x"}, {"publish", "1:2"}, {"init", ""}, {"user", "me"}}};
  EXPECT_EQ(shown(command_lines(given, {}, {"-v", "x:/x", "-p", "3:4", "--init"}).front()),
            "docker run -i --rm --publish 1:2 --user me -v x:/x -p 3:4 --init a serve --port");
}

TEST(CommandLine, HasNoRmWhereDockerRestarts) {
  EXPECT_EQ(shown(command_lines(facts(Kind::kDocker, "a"), {}, {"--restart", "always"}).front()),
            "docker run -i --restart always a serve --port");
}

std::string word() {
  return *rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz0189"))));
}

// What the reading of command lines says of a line is what it was made from.
RC_GTEST_PROP(CommandLineLaw, IsReadAsItWasMeant, ()) {
  RecoveredFacts given;
  given.kind = *rc::gen::element(Kind::kNpm, Kind::kPypi, Kind::kDocker);
  const std::string package = "p" + word();
  const bool is_npm = given.kind == Kind::kNpm;
  const char* separator = is_npm ? "@" : given.kind == Kind::kPypi ? "==" : ":";
  given.spec = package;
  if (*rc::gen::arbitrary<bool>()) given.spec += separator + std::string("1.") + word();
  if (given.kind != Kind::kDocker && *rc::gen::arbitrary<bool>()) given.entry = "e" + word();
  given.options.emplace();
  if (given.kind != Kind::kDocker && *rc::gen::arbitrary<bool>())
    given.options->push_back({is_npm ? "registry" : "index-url", "https://" + word()});
  given.args = *rc::gen::container<std::vector<std::string>>(
      rc::gen::map(rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab-=/ $"))),
                   [](const std::string& text) { return text; }));

  for (const CommandLine& line : command_lines(given, {}, {})) {
    Server server;
    server.command = line.command;
    server.args = line.args;
    const Launch launch = parse_launch(server);
    RC_ASSERT(launch.kind == *given.kind);
    RC_ASSERT(launch.spec == given.spec);
    RC_ASSERT(launch.entry == given.entry);
    RC_ASSERT(launch.server_args == *given.args);
    RC_ASSERT(given.kind == Kind::kDocker || launch.options == *given.options);
  }
}

}  // namespace
}  // namespace mcpmx::mapping
