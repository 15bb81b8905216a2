#include <gtest/gtest.h>

#include <algorithm>

#include "mapping/launcher.h"
#include "mapping/value.h"

namespace mcpmx::mapping {
namespace {

using Words = std::vector<std::string>;

// One line a value: text as it is, S(NAME=value), M(NAME text) and M!(...) for a secret one,
// P(path), W(path) where it is written, H(host).
std::string shown(const Value& value) {
  std::string text;
  for (const auto& segment : value) {
    switch (segment.kind) {
      case Segment::Kind::kText:
        text += segment.text;
        break;
      case Segment::Kind::kSecret:
        text += "S(" + segment.name + "=" + segment.text + ")";
        break;
      case Segment::Kind::kMissing:
        text += (segment.secret ? "M!(" : "M(") + segment.name + " " + segment.text + ")";
        break;
      case Segment::Kind::kPath:
        text += (segment.write ? "W(" : "P(") + segment.text + ")";
        break;
      case Segment::Kind::kHost:
        text += "H(" + segment.text + ")";
        break;
    }
  }
  return text;
}

Server entry(const Words& args, const std::vector<Pair>& env = {}) {
  Server server;
  server.name = "srv";
  server.command = "npx";
  server.args = {"pkg"};
  server.args.insert(server.args.end(), args.begin(), args.end());
  server.env = env;
  return server;
}

EntryValues read(const Server& server, const Knowledge& knowledge = {}) {
  return analyse(server, parse_launch(server), knowledge, "/home/me");
}

struct ArgRow {
  const char* name;
  Words args;
  Words want;
};

TEST(Analysis, ReadsArguments) {
  const ArgRow rows[] = {
      {"plain", {"run", "--x", "y"}, {"run", "--x", "y"}},
      {"option", {"--api-key", "k1"}, {"--api-key", "S(API_KEY=k1)"}},
      {"option equals", {"--apiKey=k1"}, {"--apiKey=S(API_KEY=k1)"}},
      {"positional", {"API_KEY=k1"}, {"API_KEY=S(API_KEY=k1)"}},
      {"placeholder", {"--token", "${T}"}, {"--token", "M!(T ${T})"}},
      {"named placeholder", {"${api-key}"}, {"M!(API_KEY ${api-key})"}},
      {"plain placeholder", {"--location", "${L}"}, {"--location", "M(L ${L})"}},
      {"angle", {"--client", "<client>"}, {"--client", "M(client <client>)"}},
      {"fill me", {"--api-key", "YOUR_API_KEY"}, {"--api-key", "M!(API_KEY YOUR_API_KEY)"}},
      {"token", {"ghp_0123456789abcdef0123"}, {"S(GITHUB_TOKEN=ghp_0123456789abcdef0123)"}},
      {"switch", {"--use-token", "true"}, {"--use-token", "true"}},
      {"secret switch", {"--token", "false"}, {"--token", "false"}},
      {"header",
       {"--header", "Authorization: Bearer abc123"},
       {"--header", "Authorization: Bearer S(AUTHORIZATION=abc123)"}},
      {"header glued", {"--header", "X-Api-Key:${K}"}, {"--header", "X-Api-Key:M!(K ${K})"}},
      {"plain header", {"-H", "Accept: text/html"}, {"-H", "Accept: text/html"}},
      {"json",
       {"--config", R"x({"apiKey": "k1", "n": 1})x"},
       {"--config", R"x({"apiKey": "S(API_KEY=k1)", "n": 1})x"}},
      {"json in quotes",
       {R"x("{\"VEYRAX_API_KEY\":\"${VEYRAX_API_KEY}\"}")x"},
       {R"x("{\"VEYRAX_API_KEY\":\"M!(VEYRAX_API_KEY ${VEYRAX_API_KEY})\"}")x"}},
      {"json path", {R"x({"dir":"/a/b"})x"}, {R"x({"dir":"P(/a/b)"})x"}},
      {"url password",
       {"postgresql://u:pw@localhost:5432/db"},
       {"postgresql://u:S(POSTGRESQL_PASSWORD=pw)@H(localhost:5432)/db"}},
      {"url placeholder", {"postgresql://u:${pw}@db/x"}, {"postgresql://u:M!(pw ${pw})@db/x"}},
      {"url raw password",
       {"postgres://u:p#s/s@h/x"},
       {"postgres://u:S(POSTGRES_PASSWORD=p#s/s)@h/x"}},
      {"url option",
       {"--db-url=mysql://u:pw@h/x"},
       {"--db-url=mysql://u:S(DB_URL_PASSWORD=pw)@h/x"}},
      {"url many hosts",
       {"mongodb://a:b@localhost:1,h:2/x"},
       {"mongodb://a:S(MONGODB_PASSWORD=b)@H(localhost:1),h:2/x"}},
      {"url query",
       {"https://a.b/mcp?api_key=k1&x=2"},
       {"https://a.b/mcp?api_key=S(API_KEY=k1)&x=2"}},
      {"url port", {"http://127.0.0.1:8080/"}, {"http://H(127.0.0.1:8080)/"}},
      {"url six", {"http://[::1]:80/x"}, {"http://H([::1]:80)/x"}},
      {"url any", {"http://0.0.0.0:1/"}, {"http://H(0.0.0.0:1)/"}},
      {"url other", {"http://localhost.example/"}, {"http://localhost.example/"}},
      {"npm url", {"https://x.y/@scope/p:1"}, {"https://x.y/@scope/p:1"}},
      {"host port", {"--redis", "localhost:6379"}, {"--redis", "H(localhost:6379)"}},
      {"host option", {"--db-host", "localhost"}, {"--db-host", "H(localhost)"}},
      {"bind option",
       {"--host", "127.0.0.1", "--transport", "sse"},
       {"--host", "127.0.0.1", "--transport", "sse"}},
      {"listen", {"--listen", "localhost:80"}, {"--listen", "localhost:80"}},
      {"any address", {"--http-addr", "0.0.0.0:4000"}, {"--http-addr", "0.0.0.0:4000"}},
      {"word", {"localhost"}, {"localhost"}},
      {"path", {"/a/b c"}, {"P(/a/b c)"}},
      {"home", {"~/x"}, {"P(/home/me/x)"}},
      {"home variable", {"${HOME}/x"}, {"P(/home/me/x)"}},
      {"drive", {"C:\\x"}, {"P(C:\\x)"}},
      {"option path", {"--root=/a"}, {"--root=P(/a)"}},
      {"written", {"--output-dir", "/a"}, {"--output-dir", "W(/a)"}},
      {"list", {"--dirs=/a,/b"}, {"--dirs=P(/a),P(/b)"}},
      {"colon list", {"/a:/b"}, {"P(/a):P(/b)"}},
      {"file url", {"file:///a/b"}, {"file://P(/a/b)"}},
      {"sqlite", {"sqlite:////a/b.db"}, {"sqlite:///W(/a/b.db)"}},
      {"sqlite rooted", {"sqlite:///home/me/b.db"}, {"sqlite://W(/home/me/b.db)"}},
      {"sqlite relative", {"sqlite:///b.db"}, {"sqlite:///b.db"}},
      {"route", {"--ssePath", "/sse"}, {"--ssePath", "/sse"}},
      {"relative", {"./a", "../b"}, {"./a", "../b"}},
      {"connection string",
       {"Server=localhost;Password=p;X=1"},
       {"Server=H(localhost);Password=S(PASSWORD=p);X=1"}},
      {"same twice",
       {"--token", "a", "--token", "a"},
       {"--token", "S(TOKEN=a)", "--token", "S(TOKEN=a)"}},
      {"two values",
       {"--token", "a", "--token", "b"},
       {"--token", "S(TOKEN=a)", "--token", "S(TOKEN_2=b)"}},
      {"ends with the pair's own separator",
       {"Server=x;User Id=u;Password=a,b&c d;X=1"},
       {"Server=x;User Id=u;Password=S(PASSWORD=a,b&c d);X=1"}},
      {"libpq", {"host=h password=a;b,c dbname=d"}, {"host=h password=S(PASSWORD=a;b,c) dbname=d"}},
      {"libpq in quotes", {"user=u password='a b' x=y"}, {"user=u password='S(PASSWORD=a b)' x=y"}},
      {"middle of a query", {"x=1&token=a,b&y=2"}, {"x=1&token=S(TOKEN=a,b)&y=2"}},
      {"jdbc of a server",
       {"jdbc:sqlserver://h:1;password=p;x=1"},
       {"jdbc:sqlserver://h:1;password=S(PASSWORD=p);x=1"}},
      {"shared access signature",
       {"https://a.b/c?sv=1&sig=s%3D&se=2"},
       {"https://a.b/c?sv=1&sig=S(SIG=s%3D)&se=2"}},
      {"go dsn",
       {"root:pw@tcp(localhost:3306)/d"},
       {"root:S(PASSWORD=pw)@tcp(H(localhost:3306))/d"}},
      {"go dsn with an at sign",
       {"--dsn=u:p@w@unix(/x.sock)/d"},
       {"--dsn=S(DSN=u:p@w@unix(/x.sock)/d)"}},
      {"go dsn of this machine",
       {"--dsn", "u:p@w@tcp(localhost:1)/d"},
       {"--dsn", "u:S(DSN_PASSWORD=p@w)@tcp(H(localhost:1))/d"}},
      {"login of a server",
       {"--smtp", "bot:pw@mail.example:587"},
       {"--smtp", "bot:S(SMTP_PASSWORD=pw)@mail.example:587"}},
      {"oracle", {"scott/tiger@h:1521/x"}, {"scott/S(PASSWORD=tiger)@h:1521/x"}},
      {"no login",
       {"npm:a@1.2", "mailto:a@b:25", "image:tag@sha256:0123456789abcdef", "a/b@v1"},
       {"npm:a@1.2", "mailto:a@b:25", "image:tag@sha256:0123456789abcdef", "a/b@v1"}},
      {"user option",
       {"-u", "me:pw", "--user=me:pw2", "-ume:pw3"},
       {"-u", "me:S(PASSWORD=pw)", "--user=me:S(PASSWORD_2=pw2)", "-ume:S(PASSWORD_3=pw3)"}},
      {"user option without a password",
       {"--user", "1000:1000", "-u", "db.example:5432", "-u", "me"},
       {"--user", "1000:1000", "-u", "db.example:5432", "-u", "me"}},
      {"dashed secret",
       {"--token", "-abc", "--password", "-x9/==", "-p"},
       {"--token", "S(TOKEN=-abc)", "--password", "S(PASSWORD=-x9/==)", "-p"}},
      {"no dashed secret",
       {"--token", "-y", "--token", "--verbose", "-token", "-transport", "stdio"},
       {"--token", "-y", "--token", "--verbose", "-token", "-transport", "stdio"}},
      {"options in one argument",
       {"run --token t1 -u me:pw --port 1"},
       {"run --token S(TOKEN=t1) -u me:S(PASSWORD=pw) --port 1"}},
      {"dashed secret in one argument",
       {"run --token -Abc123xyz --port 1", "run --password -abc"},
       {"run --token S(TOKEN=-Abc123xyz) --port 1", "run --password S(PASSWORD=-abc)"}},
      {"no dashed secret in one argument",
       {"run --token --verbose -u -x:y --token -y"},
       {"run --token --verbose -u -x:y --token -y"}},
      {"digit before a capital",
       {"--oauth2Bearer", "b1", "--s3Bucket", "b2"},
       {"--oauth2Bearer", "S(OAUTH2_BEARER=b1)", "--s3Bucket", "b2"}},
      {"json number",
       {R"x({"password": 1234, "port": 5432})x"},
       {R"x({"password": S(PASSWORD=1234), "port": 5432})x"}},
      {"json list",
       {R"x({"apiKeys": ["a1", "b2"], "hosts": ["h"]})x"},
       {R"x({"apiKeys": ["S(API_KEYS=a1)", "S(API_KEYS_2=b2)"], "hosts": ["h"]})x"}},
      {"json object",
       {R"x({"credentials": {"username": "u", "value": "v", "n": 7}, "a": "b"})x"},
       {R"x({"credentials": {"username": "u", "value": "S(VALUE=v)", "n": S(N=7)}, "a": "b"})x"}},
      {"json list in quotes",
       {R"x("{\"tokens\":[\"t\"],\"n\":1}")x"},
       {R"x("{\"tokens\":[\"S(TOKENS=t)\"],\"n\":1}")x"}},
      {"json headers",
       {R"x({"headers": {"X-Foo": "f123", "Accept": "text/x"}})x"},
       {R"x({"headers": {"X-Foo": "S(X_FOO=f123)", "Accept": "text/x"}})x"}},
      {"dict of python",
       {"{'api_key': 'k1', 'x': 'y'}"},
       {"{'api_key': 'S(API_KEY=k1)', 'x': 'y'}"}},
      {"yaml", {"api_key: abc123\nregion: eu"}, {"api_key: S(API_KEY=abc123)\nregion: eu"}},
      {"prose", {"token: the one you were given"}, {"token: the one you were given"}},
      {"other header", {"--header", "X-Custom: v123"}, {"--header", "X-Custom: S(X_CUSTOM=v123)"}},
      {"hook of slack",
       {"https://hooks.slack.com/services/T0/B0/x"},
       {"https://hooks.slack.com/services/S(WEBHOOK=T0/B0/x)"}},
      {"hook of discord",
       {"--to=https://discord.com/api/webhooks/1/x?wait=true"},
       {"--to=https://discord.com/api/webhooks/S(TO_WEBHOOK=1/x)?wait=true"}},
      {"bot of telegram",
       {"https://api.telegram.org/bot1:x/getMe"},
       {"https://api.telegram.org/botS(WEBHOOK=1:x)/getMe"}},
      {"hook of teams",
       {"https://a.webhook.office.com/webhookb2/x@y/z"},
       {"https://a.webhook.office.com/webhookb2/S(WEBHOOK=x@y/z)"}},
      {"hook of one's own server",
       {"https://chat.example/hooks/a1b2c3d4e5f6g7h8/"},
       {"https://chat.example/hooks/S(WEBHOOK=a1b2c3d4e5f6g7h8)/"}},
      {"page about hooks",
       {"https://docs.example/webhooks/introduction-to-webhooks"},
       {"https://docs.example/webhooks/introduction-to-webhooks"}},
      {"key as the user",
       {"https://a1b2c3d4e5f6g7h8@h.example/1", "https://me@h.example/1"},
       {"https://S(TOKEN=a1b2c3d4e5f6g7h8)@h.example/1", "https://me@h.example/1"}},
      {"key as the user beside a password",
       {"git+https://a1b2c3d4e5f6g7h8:x-oauth-basic@h.example/a.git"},
       {"git+https://S(TOKEN=a1b2c3d4e5f6g7h8):S(GIT_PASSWORD=x-oauth-basic)@h.example/a.git"}},
      {"user of a database beside a password",
       {"postgres://u.a1b2c3d4e5f6g7h8:pw@h.example/d"},
       {"postgres://u.a1b2c3d4e5f6g7h8:S(POSTGRES_PASSWORD=pw)@h.example/d"}},
      {"password with a slash of the web",
       {"https://u:p/w@h/x", "https://h:80/@scope/p"},
       {"https://u:S(HTTPS_PASSWORD=p/w)@h/x", "https://h:80/@scope/p"}},
      {"password that begins as a port",
       {"redis://u:12/34@h/0"},
       {"redis://u:S(REDIS_PASSWORD=12/34)@h/0"}},
      {"angle in secret", {"--password", "a<b"}, {"--password", "S(PASSWORD=a<b)"}},
      {"minus", {"--n", "-1", "/a"}, {"--n", "-1", "P(/a)"}},
      {"empty", {""}, {""}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    Words got;
    for (const auto& value : read(entry(row.args)).args) got.push_back(shown(value));
    EXPECT_EQ(got, row.want);
  }
}

struct EnvRow {
  const char* name;
  const char* value;
  const char* want;
  bool secret;
};

TEST(Analysis, ReadsVariables) {
  const EnvRow rows[] = {
      {"API_KEY", "k1", "S(API_KEY=k1)", true},
      {"API_KEY", "Bearer k1", "S(API_KEY=Bearer k1)", true},
      {"API_KEY", "${X}", "M!(API_KEY ${X})", true},
      {"API_KEY", "s3cret ab ${X}", "S(API_KEY=s3cret ab )M!(X ${X})", true},
      {"API_KEY", "Bearer ${X}", "Bearer M!(X ${X})", true},
      {"API_KEY", "<your key>", "M!(API_KEY <your key>)", true},
      {"API_KEY", "", "M!(API_KEY )", true},
      {"302AI_API_KEY", "k", "S(SRV_302AI_API_KEY=k)", true},
      {"mapApi_key", "k", "S(mapApi_key=k)", true},
      {"OPENAPI_MCP_HEADERS", R"x({"Authorization":"Bearer ${T}","V":"1"})x",
       R"x({"Authorization":"Bearer M!(T ${T})","V":"1"})x", true},
      {"OPENAPI_MCP_HEADERS", R"x({"Authorization":"Bearer t"})x",
       R"x(S(OPENAPI_MCP_HEADERS={"Authorization":"Bearer t"}))x", true},
      {"MODEL", "gpt", "gpt", false},
      {"MODEL", "", "", false},
      {"NOTE", "sk-abcdEFGH12345678", "S(API_KEY=sk-abcdEFGH12345678)", true},
      {"DATABASE_URL", "postgres://u:pw@localhost/db",
       "postgres://u:S(DATABASE_URL_PASSWORD=pw)@H(localhost)/db", true},
      {"DATABASE_URL", "postgres://db/x", "postgres://db/x", false},
      {"DB_HOST", "localhost", "H(localhost)", false},
      {"HOST", "localhost", "localhost", false},
      {"REDIRECT_URI", "http://localhost:1/cb", "http://localhost:1/cb", false},
      {"YML", "/home/me/x.yml", "P(/home/me/x.yml)", false},
      {"MEMORY_FILE_PATH", "~/m.json", "W(/home/me/m.json)", false},
      {"MCP_PATH", "/mcp", "/mcp", false},
      {"GOOGLE_APPLICATION_CREDENTIALS", "/home/me/k.json", "P(/home/me/k.json)", false},
      {"SECRET_KEY", "/xZ9+abc=", "S(SECRET_KEY=/xZ9+abc=)", true},
      {"MAX_TOKENS", "4000", "4000", false},
      {"ES_AUTH", "me:pw", "S(ES_AUTH=me:pw)", true},
      {"ES_AUTH", "basic", "basic", false},
      {"HOOK", "https://hooks.slack.com/services/a/b",
       "https://hooks.slack.com/services/S(HOOK_WEBHOOK=a/b)", true},
      {"N8N_WEBHOOK_URL", "http://localhost:5678/webhook/x",
       "http://H(localhost:5678)S(N8N_WEBHOOK_URL_PATH=/webhook/x)", true},
      {"SENTRY_DSN", "https://k@o1.ingest.example/1", "S(SENTRY_DSN=https://k@o1.ingest.example/1)",
       true},
      {"EXTRA", "X-Api-Key: k123", "X-Api-Key: S(X_API_KEY=k123)", true},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.name) + "=" + row.value);
    const auto values = read(entry({}, {{row.name, row.value}}));
    ASSERT_EQ(values.env.size(), 1U);
    EXPECT_EQ(shown(values.env[0].second), row.want);
    EXPECT_EQ(!values.secrets.empty(), row.secret);
  }
}

// Each of these made a rule look to the end of the text from every place in it, or go through all
// secrets for each: what is linear ends at once here, what is not takes minutes.
TEST(Analysis, ReadsLongValues) {
  constexpr std::size_t kSize = 100000;
  for (const char* piece : {"a.",      "a://",        "http://a ",
                            "'a://",   "sk-",         "\\",
                            "\\\"",    "\"a\":",      "\"a\":\"",
                            "'a':'",   "a=",          "token=a&",
                            "a;b",     "a:b@",        "(token=a b",
                            "${",      "<",           "-u ",
                            "bearer ", "-----BEGIN ", "eyJ",
                            "file://", "sqlite:///",  "a,",
                            "token: ", "--token '",   "http://x/hooks/",
                            "/a:",     "1234567890:", "\"tokens\":["}) {
    SCOPED_TRACE(piece);
    std::string text;
    while (text.size() < kSize) text += piece;
    const auto values = read(entry({}, {{"NOTE", text}}));
    ASSERT_EQ(values.env.size(), 1U);
    std::string whole;
    for (const auto& segment : values.env[0].second) whole += segment.text;
    EXPECT_TRUE(whole == text);
  }
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "token=secret" + std::to_string(i) + "&";
  EXPECT_GE(read(entry({}, {{"NOTE", many}})).env[0].second.size(), 40000U);
}

TEST(Analysis, DropsVariablesOfTheHost) {
  const auto values = read(entry({}, {{"PATH", "/usr/bin"}, {"UV_PATH", "/u/uv"}, {"A", "b"}}));
  ASSERT_EQ(values.env.size(), 1U);
  EXPECT_EQ(values.env[0].first, "A");
  EXPECT_EQ(values.findings.size(), 2U);
  EXPECT_TRUE(values.paths.empty());
}

Server docker(const Words& args, const std::vector<Pair>& env = {}) {
  Server server;
  server.name = "srv";
  server.command = "docker";
  server.args = {"run", "-i"};
  server.args.insert(server.args.end(), args.begin(), args.end());
  server.env = env;
  return server;
}

TEST(Analysis, NamesASecretOfAnArgumentAlikeWhateverTheVariableHolds) {
  // With the server's name in front, which the project gives to both: SRV_API_KEY.
  const auto same = read(entry({"API_KEY=one"}, {{"API_KEY", "one"}}));
  EXPECT_EQ(shown(same.args[0]), "API_KEY=S(API_KEY=one)");
  const auto other = read(entry({"API_KEY=one"}, {{"API_KEY", "two"}}));
  EXPECT_EQ(shown(other.args[0]), "API_KEY=S(SRV_API_KEY=one)");
  EXPECT_EQ(shown(other.env[0].second), "S(API_KEY=two)");
}

TEST(Analysis, TellsOfAVariableThatTheCommandLineStandsOver) {
  Server server = entry({});
  server.command = "docker";
  server.args = {"run", "-e", "MODE=one", "-e", "SAME=1", "acme/x"};
  server.env = {{"MODE", "two"}, {"SAME", "1"}};
  const auto values = read(server);
  ASSERT_EQ(values.findings.size(), 1U);
  EXPECT_EQ(values.findings[0].code, "mapping.left-out");
  EXPECT_EQ(values.findings[0].message,
            "the variable MODE of env is not kept: the command line gives it another value");
}

TEST(Analysis, LeavesAContainersOwnPathsAlone) {
  const auto values =
      read(docker({"-v", "/h:/c", "--mount", "type=bind,src=${GAP},dst=/d", "-v", "named:/n", "-e",
                   "P=/c/x", "-e", "K_CREDENTIALS=/c/k.json", "img", "/c", "http://localhost:1"}));
  EXPECT_EQ(values.paths, (Words{"/h"}));
  EXPECT_EQ(shown(values.args[0]), "/c");
  EXPECT_EQ(shown(values.args[1]), "http://localhost:1");
  EXPECT_EQ(shown(values.env[0].second), "/c/x");
  EXPECT_EQ(shown(values.env[1].second), "/c/k.json");
  EXPECT_TRUE(values.secrets.empty());
}

TEST(Analysis, TakesDockerVariablesFromTheEntry) {
  const auto values =
      read(docker({"-e", "A_TOKEN", "-e", "B=${B}", "-e", "C=1", "-e", "D", "-e", "E_TOKEN", "img"},
                  {{"A_TOKEN", "t"}, {"B", "b"}, {"C", "2"}}));
  Words got;
  for (const auto& [name, value] : values.env) got.push_back(name + ":" + shown(value));
  EXPECT_EQ(got, (Words{"B:b", "C:1", "A_TOKEN:S(A_TOKEN=t)", "D:M(D )", "E_TOKEN:M!(E_TOKEN )"}));
  EXPECT_EQ(values.secrets, (Words{"A_TOKEN", "E_TOKEN"}));
  EXPECT_EQ(values.required_env, (Words{"E_TOKEN"}));
}

TEST(Analysis, FollowsWhatIsKnown) {
  Knowledge knowledge;
  knowledge.env["PIN"].secret = true;
  knowledge.env["PUBLIC_TOKEN"].secret = false;
  knowledge.env["NEEDED"].required = true;
  knowledge.env["MODE"].fallback = "stdio";
  knowledge.env["TARGET"].host_url = true;
  knowledge.env["FOLDER"].path = Access::kWrite;
  knowledge.path_options["--db-path"] = Access::kWrite;
  knowledge.secret_options = {"--pin"};
  knowledge.argument_paths = Access::kWrite;
  const auto values = read(
      entry({"--pin", "1", "--db-path", "/a", "/b"},
            {{"PIN", "1234"}, {"PUBLIC_TOKEN", "x"}, {"TARGET", "localhost"}, {"FOLDER", "/f"}}),
      knowledge);
  Words got;
  for (const auto& [name, value] : values.env) got.push_back(name + ":" + shown(value));
  EXPECT_EQ(got, (Words{"PIN:S(PIN=1234)", "PUBLIC_TOKEN:x", "TARGET:H(localhost)", "FOLDER:W(/f)",
                        "MODE:stdio", "NEEDED:M(NEEDED )"}));
  EXPECT_EQ(values.secrets, (Words{"PIN"}));
  EXPECT_EQ(values.required_env, (Words{"NEEDED"}));
  EXPECT_EQ(shown(values.args[1]), "S(SRV_PIN=1)");
  EXPECT_EQ(shown(values.args[3]), "W(/a)");
  EXPECT_EQ(shown(values.args[4]), "W(/b)");
}

TEST(Analysis, ReportsSecretsOfArgumentsWithoutTheirValue) {
  const auto values = read(entry({"--api-key", "hush-hush-1", "${api-key}"}));
  EXPECT_EQ(values.arg_secrets, (Words{"API_KEY", "api-key"}));
  ASSERT_EQ(values.findings.size(), 2U);
  for (const auto& finding : values.findings) {
    EXPECT_EQ(finding.code, "mapping.secret-argument");
    EXPECT_EQ((finding.message + finding.hint).find("hush"), std::string::npos);
  }
}

TEST(Analysis, ReadsHeadersAndTheUrl) {
  Server server;
  server.name = "srv";
  server.url = "https://a.b/mcp?token=t1";
  server.headers = {
      {"Authorization", "Bearer ${K}"}, {"X-Key", "v1"}, {"Accept", "a/b"}, {"X-Tenant", "acme"},
      {"X-Api-Version", "2024-01-01"},  {"X-Flag", "1"}};
  const auto values = read(server);
  EXPECT_EQ(shown(values.headers[0].second), "Bearer M!(K ${K})");
  EXPECT_EQ(shown(values.headers[1].second), "S(X_KEY=v1)");
  EXPECT_EQ(shown(values.headers[2].second), "a/b");
  EXPECT_EQ(shown(values.headers[3].second), "S(X_TENANT=acme)");
  EXPECT_EQ(shown(values.headers[4].second), "2024-01-01");
  EXPECT_EQ(shown(values.headers[5].second), "1");
  EXPECT_EQ(values.secrets, (Words{"K", "X_KEY", "X_TENANT"}));
  EXPECT_EQ(shown(values.url), "https://a.b/mcp?token=S(TOKEN=t1)");
}

TEST(Analysis, NamesTheFilesOfALocalProgram) {
  Server server;
  server.name = "srv";
  server.command = "uv";
  server.args = {"--directory", "/p", "run", "--with-editable", "/e", "/p/s.py", "/d"};
  EXPECT_EQ(read(server).paths, (Words{"/p", "/p/s.py", "/e", "/d"}));
  server.command = "uvx";
  server.args = {"--directory", "/q", "pkg"};
  EXPECT_EQ(read(server).paths, (Words{"/q"}));
  server.command = "/opt/prog";
  server.args = {};
  EXPECT_EQ(read(server).paths, (Words{"/opt/prog"}));
}

}  // namespace
}  // namespace mcpmx::mapping
