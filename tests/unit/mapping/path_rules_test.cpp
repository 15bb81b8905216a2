#include "mapping/path_rules.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

TEST(HostPath, IsAbsoluteInSomeWay) {
  for (const char* text : {"/", "/a", "/a b/c", "~", "~/x", "$HOME/x", "${HOME}/x", "C:\\x", "d:/x",
                           "\\\\srv\\share", "%USERPROFILE%/x", "/.ssh"}) {
    EXPECT_TRUE(is_host_path(text)) << text;
  }
  for (const char* text : {"", "a/b", "./a", "../a", "//cdn.x/y", "~user/x", "$HOMER", "http://a/b",
                           "C:", "-/x", "s3://b/c", "/*"}) {
    EXPECT_FALSE(is_host_path(text)) << text;
  }
}

TEST(HostPath, ExpandsTheHome) {
  EXPECT_EQ(expand_home("~/x", "/home/u"), "/home/u/x");
  EXPECT_EQ(expand_home("${HOME}", "/home/u"), "/home/u");
  EXPECT_EQ(expand_home("$HOME/a/~", "/home/u"), "/home/u/a/~");
  EXPECT_EQ(expand_home("/a/~/b", "/home/u"), "/a/~/b");
}

TEST(HostVariable, DescribesTheMachine) {
  for (const char* name : {"PATH", "HOME", "SEARCH_PATH", "UV_PATH", "PYTHONPATH", "CHROME_PATH",
                           "PUPPETEER_EXECUTABLE_PATH", "NODE_BIN"}) {
    EXPECT_TRUE(is_host_program_variable(name, "")) << name;
  }
  EXPECT_TRUE(is_host_program_variable("X_PATH", "/usr/local/bin:/usr/bin"));
  for (const char* name : {"CHAT_DB_PATH", "CONFIG_PATH", "KUBECONFIG", "HOMEPAGE", "API_PATH"}) {
    EXPECT_FALSE(is_host_program_variable(name, "/home/me/x")) << name;
  }
}

TEST(Loopback, IsThisMachine) {
  for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"}) {
    EXPECT_TRUE(is_loopback(host, false)) << host;
  }
  for (const char* host : {"", "localhost.example", "127.0.0.x", "127.0", "10.0.0.1", "0.0.0.0",
                           "host.docker.internal"}) {
    EXPECT_FALSE(is_loopback(host, false)) << host;
  }
  EXPECT_TRUE(is_loopback("0.0.0.0", true));
}

TEST(Placeholder, IsReadAsPeopleWriteIt) {
  const struct {
    const char* text;
    const char* name;
  } rows[] = {{"${A}", "A"},
              {"${your-index}", "your-index"},
              {"${-s}", "-s"},
              {"${env:A}", "A"},
              {"${input:a_b}", "a_b"},
              {"${A:-x}", "A"},
              {"<your key>", "your key"},
              {"{{a.b}}", "a.b"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto place = placeholder_at(row.text, 0);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->name, row.name);
    EXPECT_EQ(place->size, std::string(row.text).size());
  }
  for (const char* text :
       {"", "$A", "${", "${}", "${HOME}", "${HOME}/x", "{a}", "<1>", "<>", "< b>", "<a=\"b\">"}) {
    EXPECT_FALSE(placeholder_at(text, 0)) << text;
  }
}

TEST(FillMe, IsWhatNoIssuerHandsOut) {
  for (const char* text :
       {"YOUR_READ_TOKEN", "your-mcp-server-name", "YOURAPIKEY", "$GITHUB_TOKEN"}) {
    EXPECT_TRUE(is_fill_me(text, false)) << text;
  }
  for (const char* text : {"changeme", "xxxxxxxx", "your token here", "enter_your_key"}) {
    EXPECT_TRUE(is_fill_me(text, true)) << text;
    EXPECT_FALSE(is_fill_me(text, false)) << text;
  }
  // Whatever may be somebody's secret is kept.
  for (const char* text : {"hunter2", "пароль-42", "xxxy", "changeme-not1", "sk-your-api-key",
                           "youth-center-key", "https://your-server.dev", "s3cr3t", "$HOME"}) {
    EXPECT_FALSE(is_fill_me(text, true)) << text;
  }
}

TEST(OwnAddress, IsNotTheHosts) {
  for (const char* name : {"HOST", "MCP_HOST", "NEO4J_MCP_SERVER_HOST", "LISTEN_ADDR",
                           "BIND_ADDRESS", "SPOTIFY_REDIRECT_URI", "ALLOWED_ORIGINS"}) {
    EXPECT_TRUE(names_own_address(name)) << name;
  }
  for (const char* name : {"DB_HOST", "OBSIDIAN_HOST", "DATABASE_URL", "REDIS_ADDR", ""}) {
    EXPECT_FALSE(names_own_address(name)) << name;
  }
}

TEST(UrlRoute, IsNoPath) {
  EXPECT_TRUE(is_url_route("/mcp/"));
  EXPECT_TRUE(is_url_route("/sse"));
  EXPECT_FALSE(is_url_route("/home/me"));
}

}  // namespace
}  // namespace mcpmx::mapping
