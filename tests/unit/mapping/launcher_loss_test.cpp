// No part of a command line is lost without a word: it is in the Launch, or a sentence says that a
// container does not have it.
#include <gtest/gtest.h>

#include "mapping/launcher.h"

namespace mcpmx::mapping {
namespace {

using Words = std::vector<std::string>;
using Options = std::vector<Pair>;

Server entry(const Words& words, std::vector<Pair> env = {}) {
  Server server;
  server.name = "neutral";
  server.command = words.front();
  server.args.assign(words.begin() + 1, words.end());
  server.env = std::move(env);
  return server;
}

std::string joined(const Words& list) {
  std::string text;
  for (const auto& each : list) text += each + "\n";
  return text;
}

TEST(LauncherLoss, OptionsOfPackageLaunchersAreKept) {
  const struct {
    const char* name;
    Words line;
    const char* package;
    Options options;
  } rows[] = {
      {"second package",
       {"npx", "-y", "-p", "@s/a", "-p", "@s/b@2", "bin"},
       "@s/a",
       {{"package", "@s/b@2"}}},
      {"program's package is second",
       {"npm", "exec", "--package=a", "--package=@s/bin", "--", "bin"},
       "@s/bin",
       {{"package", "a"}}},
      {"registry and options of node",
       {"npx", "--registry", "https://r.example", "--node-options=--no-warnings", "p"},
       "p",
       {{"registry", "https://r.example"}, {"node-options", "--no-warnings"}}},
      {"unknown option", {"npx", "--brand-new=3", "p"}, "p", {{"brand-new", "3"}}},
      {"talk and cache of npm", {"npx", "-yq", "--cache", "/c", "--loglevel=warn", "p"}, "p", {}},
      {"file of variables",
       {"uvx", "--env-file", "/srv/a.env", "p"},
       "p",
       {{"env-file", "/srv/a.env"}}},
      {"editable",
       {"uvx", "--with-editable", "/srv/lib", "--with", "x", "p"},
       "p",
       {{"with-editable", "/srv/lib"}, {"with", "x"}}},
      {"talk of uv", {"uv", "-q", "tool", "run", "--no-progress", "--refresh", "p"}, "p", {}},
      {"folder", {"uvx", "--directory", "/srv/x", "p"}, "p", {{"directory", "/srv/x"}}},
      {"folder of bun", {"bun", "--cwd", "/srv/x", "x", "p"}, "p", {{"directory", "/srv/x"}}},
      {"permissions",
       {"deno", "run", "--allow-net=a.b:1", "-R=data", "-E", "npm:p"},
       "p",
       {{"allow-net", "a.b:1"}, {"allow-read", "data"}, {"allow-env", ""}}},
      {"options of python",
       {"python", "-u", "-X", "utf8", "-m", "p"},
       "p",
       {{"unbuffered", ""}, {"extended", "utf8"}}},
      {"cd", {"sh", "-c", "cd /srv/x && npx -y p"}, "p", {{"directory", "/srv/x"}}},
      {"cd below cd", {"sh", "-c", "cd /srv && cd x && npx p"}, "p", {{"directory", "/srv/x"}}},
      {"cd home", {"bash", "-c", "cd && npx p"}, "p", {{"directory", "~"}}},
      {"cd on Windows", {"cmd", "/c", "cd /d C:\\x && npx p"}, "p", {{"directory", "C:\\x"}}},
      {"chdir of env", {"env", "-C", "/srv/x", "npx", "p"}, "p", {{"directory", "/srv/x"}}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto launch = parse_launch(entry(row.line));
    EXPECT_EQ(launch.package, row.package);
    EXPECT_EQ(launch.options, row.options);
    EXPECT_EQ(joined(launch.left_out), "");
  }
}

TEST(LauncherLoss, WhatStandsBeforeTheProgramIsReadAndNamed) {
  const struct {
    const char* name;
    Words line;
    const char* says;  // part of the sentence; "" means that nothing is lost
  } rows[] = {
      {"fish", {"fish", "-c", "npx -y p a"}, ""},
      {"fish login", {"fish", "-lc", "npx p a"}, ""},
      {"zsh login", {"zsh", "-lc", "npx p a"}, ""},
      {"bash apart", {"bash", "-l", "-c", "npx p a"}, ""},
      {"corepack", {"corepack", "pnpm", "dlx", "p", "a"}, ""},
      {"busybox", {"busybox", "sh", "-c", "npx p a"}, ""},
      {"timeout", {"timeout", "30", "npx", "p", "a"}, "'timeout' is left out"},
      {"timeout with options",
       {"timeout", "-k", "5", "--signal=KILL", "30s", "npx", "p", "a"},
       "until it is stopped"},
      {"nice", {"nice", "-n", "10", "npx", "p", "a"}, "priorities"},
      {"nice with a letter", {"nice", "-10", "npx", "p", "a"}, "priorities"},
      {"ionice", {"ionice", "-c", "3", "npx", "p", "a"}, "priorities"},
      {"taskset", {"taskset", "0x1", "npx", "p", "a"}, "'taskset' is left out"},
      {"nohup", {"nohup", "npx", "p", "a"}, ""},
      {"exec", {"exec", "npx", "p", "a"}, ""},
      {"sudo", {"sudo", "-u", "bob", "--", "npx", "p", "a"}, "'sudo' is left out"},
      {"unbuffer", {"unbuffer", "npx", "p", "a"}, "buffers"},
      {"architecture", {"arch", "-arm64", "npx", "p", "a"}, "processor"},
      {"display", {"xvfb-run", "-a", "npx", "p", "a"}, "no display"},
      {"secrets", {"op", "run", "--env-file=.env", "--", "npx", "p", "a"}, "'op run' is left out"},
      {"line of doppler", {"doppler", "run", "--command=npx p a"}, "variables"},
      {"folder of direnv", {"direnv", "exec", ".", "npx", "p", "a"}, "variables"},
      {"versions", {"mise", "exec", "node@22", "python@3", "--", "npx", "p", "a"}, "version"},
      {"fnm", {"fnm", "exec", "--using", "20", "npx", "p", "a"}, "version"},
      {"nvm", {"nvm", "exec", "20", "npx", "p", "a"}, "version"},
      {"source", {"bash", "-c", "source ~/.nvm/nvm.sh && npx p a"}, "'source ~/.nvm/nvm.sh'"},
      {"errors", {"sh", "-c", "npx p a 2>/tmp/log"}, "container's log"},
      {"shell settings", {"bash", "-c", "set -e; npx p a"}, ""},
      {"set of cmd", {"cmd", "/c", "set A=b&& npx p a"}, ""},
      {"call of cmd", {"cmd", "/c", "call npx p a"}, ""},
      {"start of cmd", {"cmd", "/c", "start /b npx p a"}, ""},
      {"start of cmd in words", {"cmd", "/c", "start", "/b", "npx", "p", "a"}, ""},
      {"call of cmd in words", {"cmd", "/c", "call", "npx", "p", "a"}, ""},
      {"list of cmd in words", {"cmd", "/c", "set", "A=b", "&&", "npx", "p", "a"}, ""},
      {"variable of PowerShell", {"powershell", "-Command", "$env:A='b'; npx p a"}, ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto launch = parse_launch(entry(row.line));
    EXPECT_STREQ(kind_name(launch.kind), "npm");
    EXPECT_EQ(launch.package, "p");
    EXPECT_EQ(launch.server_args, Words{"a"});
    EXPECT_EQ(launch.problem, "");
    const auto said = joined(launch.left_out);
    if (*row.says == '\0') {
      EXPECT_EQ(said, "");
    } else {
      EXPECT_NE(said.find(row.says), std::string::npos) << said;
    }
  }
}

TEST(LauncherLoss, NoSentenceShowsAnOptionsValue) {
  const auto launch =
      parse_launch(entry({"doppler", "run", "--token", "dp.st.geheim", "--", "npx", "p"}));
  EXPECT_EQ(launch.package, "p");
  EXPECT_EQ(joined(launch.left_out).find("geheim"), std::string::npos);
}

TEST(LauncherLoss, ALineOfSeveralCommandsSaysSo) {
  for (const char* line : {"npx p | tee log", "npm i && npx p", "npx p || true", "npx p; true",
                           "npx p 2>&1", "npx p $(pwd)", "npx p &", "while :; do npx p; done"}) {
    const auto launch = parse_launch(entry({"bash", "-c", line}));
    EXPECT_STREQ(kind_name(launch.kind), "binary") << line;
    EXPECT_NE(launch.problem.find("more than one plain command"), std::string::npos) << line;
  }
}

TEST(LauncherLoss, VariablesThatEnvTakesAwayDoNotPass) {
  const std::vector<Pair> own = {{"A", "1"}, {"B", "2"}};
  auto launch = parse_launch(entry({"env", "-u", "A", "--unset=C", "npx", "p"}, own));
  EXPECT_EQ(launch.unset_env, (Words{"A", "C"}));
  launch = parse_launch(entry({"env", "-i", "B=3", "npx", "p"}, own));
  EXPECT_EQ(launch.unset_env, (Words{"A", "B"}));
  EXPECT_EQ(launch.env, (std::vector<Pair>{{"B", "3"}}));
}

// A shell stands between MCPM and the server here, so it expands what it knows.
TEST(LauncherLoss, AShellPutsInTheEntrysOwnVariables) {
  const std::vector<Pair> own = {{"KEY", "s3cret"}, {"DIR", "/srv"}};
  const struct {
    const char* line;
    Words args;
  } rows[] = {
      {"npx p --key $KEY ${DIR}/x", {"--key", "s3cret", "/srv/x"}},
      {"npx p \"$KEY\" '$KEY' \\$KEY", {"s3cret", "$KEY", "$KEY"}},
      {"npx p $OTHER ${OTHER} $KEYS $", {"$OTHER", "${OTHER}", "$KEYS", "$"}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.line);
    EXPECT_EQ(parse_launch(entry({"sh", "-c", row.line}, own)).server_args, row.args);
  }
  const auto cleared = parse_launch(entry({"env", "-u", "KEY", "sh", "-c", "npx p $KEY"}, own));
  EXPECT_EQ(cleared.server_args, Words{"$KEY"});
}

}  // namespace
}  // namespace mcpmx::mapping
