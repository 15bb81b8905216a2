#include "mapping/launcher.h"

#include "launcher_rows.h"

namespace mcpmx::mapping {
namespace {

TEST_P(LauncherRow, IsRead) {
  const auto& row = GetParam();
  const auto launch = parse_launch(entry(row.line));
  EXPECT_STREQ(kind_name(launch.kind), kind_name(row.kind));
  if (row.kind == Kind::kBinary) {
    EXPECT_EQ(launch.script.empty() ? launch.program : launch.script, row.package);
  } else {
    EXPECT_EQ(launch.package, row.package);
  }
  EXPECT_EQ(launch.version, row.version);
  EXPECT_EQ(launch.server_args, row.server_args);
}

// Found by a property: the search for options of PowerShell once changed words that are none.
TEST(Launcher, KeepsTheCaseOfAProgramsArguments) {
  EXPECT_EQ(parse_launch(entry({"pwsh", "-NoSuchTHING"})).server_args, (Words{"-NoSuchTHING"}));
  EXPECT_EQ(parse_launch(entry({"pwsh", "-"})).program, "-");
}

TEST(Launcher, FillsTheFieldsOfAPackage) {
  auto launch = parse_launch(
      entry({"uvx", "--from", "git+https://github.com/o/r.git@main#subdirectory=d/e", "x"}));
  EXPECT_EQ(launch.subdirectory, "d/e");
  EXPECT_EQ(launch.entry, "x");
  EXPECT_EQ(launch.launcher, "uvx");
  launch = parse_launch(entry({"uvx", "--from", "p[cli, z]>=0.5", "bin"}));
  EXPECT_EQ(launch.extras, "cli,z");
  EXPECT_EQ(launch.spec, "p[cli, z]>=0.5");
  launch = parse_launch(entry({"cmd", "/c", "deno", "run", "-A", "jsr:@s/p@1"}));
  EXPECT_EQ(launch.spec, "jsr:@s/p@1");
  EXPECT_EQ(launch.launcher, "deno");
}

TEST(Launcher, FillsTheFieldsOfAProject) {
  auto launch = parse_launch(entry({"uv", "--directory", "/p", "run", "python", "-m", "srv"}));
  EXPECT_EQ(launch.kind, Kind::kBinary);
  EXPECT_EQ(launch.project_dir, "/p");
  EXPECT_EQ(launch.runtime, "uv");
  EXPECT_EQ(launch.module, "srv");
  launch = parse_launch(entry({"sh", "-c", "cd /srv/x && node i.js"}));
  EXPECT_EQ(launch.project_dir, "/srv/x");
  EXPECT_EQ(launch.runtime, "node");
  launch = parse_launch(entry({"npm", "--prefix", "/p", "run", "start", "--", "-v"}));
  EXPECT_EQ(launch.runtime, "npm");
  EXPECT_EQ(launch.project_dir, "/p");
  EXPECT_EQ(launch.entry, "start");
  EXPECT_EQ(launch.server_args, (Words{"-v"}));
}

TEST(Launcher, SaysWhereTheServersArgumentsBegin) {
  EXPECT_EQ(parse_launch(entry({"npx", "-y", "p", "a"})).server_args_at, 2U);
  EXPECT_EQ(parse_launch(entry({"cmd", "/c", "npx", "p", "a"})).server_args_at, 3U);
  EXPECT_EQ(parse_launch(entry({"npx", "-y", "p"})).server_args_at, 2U);
  EXPECT_EQ(parse_launch(entry({"sh", "-c", "npx p a"})).server_args_at, 2U);  // nested: the end
}

TEST(Launcher, RecordsDockerOptionsByLongName) {
  const auto launch =
      parse_launch(entry({"docker", "run", "-it", "--rm", "-v", "a:/b", "--net=host", "-u1000",
                          "-e", "A=b=c", "-e", "NAME", "img"}));
  EXPECT_EQ(launch.options, (std::vector<Pair>{{"interactive", ""},
                                               {"tty", ""},
                                               {"rm", ""},
                                               {"volume", "a:/b"},
                                               {"network", "host"},
                                               {"user", "1000"}}));
  EXPECT_EQ(launch.env, (std::vector<Pair>{{"A", "b=c"}}));
  EXPECT_EQ(launch.env_names, (Words{"NAME"}));
}

TEST(Launcher, NeverTakesASecretForAName) {
  auto server = entry({"docker", "run", "-e", "ghp_0123456789abcdef0123456789abcdef0123", "-e",
                       "${TOKEN}", "-e", "plainvalue", "-e", "${F}=/x", "img"});
  server.env = {{"TOKEN", "plainvalue"}};
  const auto launch = parse_launch(server);
  EXPECT_EQ(launch.env_names, (Words{"TOKEN"}));
  EXPECT_EQ(launch.env, (std::vector<Pair>{{"F", "/x"}}));
}

TEST(Launcher, TellsWhatReadsAsNoVariablesName) {
  const struct {
    const char* word;
    bool is_name;
  } rows[] = {
      {"TOKEN", true},
      {"GH_TOKEN_2", true},
      {"http_proxy", true},
      {"X1", true},
      {"npm_config_registry", true},
      {"OAUTH2_CLIENT_ID", true},
      {"qX7fT29LmWv4Kd", false},
      {"a1b2c3d4e5f60718", false},
      {"p/4Zk+", false},
      {"AB12CD34EF56GH78", false},
  };
  for (const auto& [word, is_name] : rows) {
    const auto launch = parse_launch(entry({"docker", "run", "-e", word, "img"}));
    EXPECT_EQ(launch.env_names, is_name ? Words{word} : Words{}) << word;
    EXPECT_EQ(launch.left_out.size(), is_name ? 0U : 1U) << word;
    for (const std::string& sentence : launch.left_out) {
      EXPECT_EQ(sentence.find(word), std::string::npos) << word;
    }
  }
}

TEST(Launcher, BridgesCarryTheirUrl) {
  EXPECT_EQ(parse_launch(entry({"npx", "mcp-remote@latest", "https://a.b/sse"})).url,
            "https://a.b/sse");
  EXPECT_EQ(parse_launch(entry({"uvx", "mcp-proxy", "--x=https://a.b/c"})).url, "https://a.b/c");
  EXPECT_EQ(parse_launch(entry({"npx", "supergateway", "--sse", "https://a/s"})).url,
            "https://a/s");
  EXPECT_EQ(parse_launch(entry({"npx", "goalstory", "https://a.b/c"})).url, "");
}

TEST(Launcher, ReadsTheTransportOfAUrl) {
  Server server;
  server.url = "https://a.b/sse/?k=v";
  EXPECT_EQ(parse_launch(server).transport, "sse");
  server.url = "https://a.b/mcp";
  const auto launch = parse_launch(server);
  EXPECT_EQ(launch.transport, "streamable-http");
  EXPECT_EQ(launch.kind, Kind::kRemote);
}

struct ProblemRow {
  const char* name;
  Words line;
  const char* says;  // a part of the problem; "" means none
};

TEST(Launcher, SaysWhyALineCannotRun) {
  const ProblemRow rows[] = {
      {"fine", {"npx", "p", "start"}, ""},
      {"fine docker", {"docker", "run", "-i", "img"}, ""},
      {"unknown docker flag", {"docker", "run", "--frobnicate=9", "img"}, "'--frobnicate'"},
      {"unknown docker letter", {"docker", "run", "-iz", "img"}, "'-iz'"},
      {"no image", {"docker", "run", "-i", "--rm"}, "names no image"},
      {"value missing", {"docker", "run", "-v"}, "'-v' has no value"},
      {"file as program", {"uvx", "--from", "p", "src/server.py"}, "'src/server.py'"},
      {"uvx run", {"uvx", "run", "p"}, "called run"},
      {"installer", {"pip", "install", "x"}, "installs"},
      {"one shot", {"npx", "p", "install"}, "'install'"},
      {"version", {"uvx", "p", "--version"}, "'--version'"},
      {"no package", {"npx", "-y"}, "no package"},
      {"nothing", {}, "neither a command nor a URL"},
      {"only assignments", {"env", "A=b"}, "before it names a program"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto problem = parse_launch(entry(row.line)).problem;
    if (*row.says == '\0') {
      EXPECT_EQ(problem, "");
    } else {
      EXPECT_NE(problem.find(row.says), std::string::npos) << problem;
    }
  }
}

}  // namespace
}  // namespace mcpmx::mapping
