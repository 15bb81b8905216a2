// Services that somebody wrote by hand, and the entry that each stands for: one row a way to run a
// server, through the reading of Compose files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "../compose/temporary_home.h"
#include "app/session.h"
#include "compose/project_reader.h"
#include "support/ascii.h"
#include "sync/recover_services.h"

namespace mcpmx::app {
namespace {

struct Row {
  const char* name;
  const char* compose;   // below `services:`; the service "it" is asked about
  const char* expected;  // the entry's words and variables; empty: it is no server
  const char* mapping = "runners";
  const char* how = "command";
  const char* finding = "";
  bool exact = true;
};

// How GoogleTest names the row.
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

std::string row_name(const testing::TestParamInfo<Row>& row) {
  std::string name = row.param.name;
  for (char& c : name) {
    if (!is_alnum(c)) c = '_';
  }
  return name;
}

class RecoverEntry : public compose::TemporaryHome {
 protected:
  void SetUp() override {
    TemporaryHome::SetUp();
    environment_.executable = MCPMX_BINARY_DIR "/bin/mcpmx";
    session_ = std::make_unique<Session>(Options(), environment_, filesystem_);
    const auto claims = session_->claims();
    ASSERT_TRUE(claims) << claims.error().message;
    claims_ = *claims;
    surroundings_.home = "/home/me";
  }

  // Every group but that of "it" and of its label is a neighbour.
  Result<std::optional<mapping::Recovered>> recover(const std::string& compose) {
    put(home_ + "/compose.yaml", compose);
    compose::ComposeOptions options;
    options.working_directory = home_;
    options.read_env_files = false;
    options.process = {{"TOKEN", "FAKE-token"}};
    const auto model = compose::read_project(options);
    if (!model) return model.error();
    const auto groups = sync::server_services(*model);
    std::vector<mapping::RecoverService> neighbours;
    const sync::ServerServices* asked = nullptr;
    for (const auto& group : groups) {
      const bool has_it = std::any_of(group.services.begin(), group.services.end(),
                                      [](const auto& service) { return service.name == "it"; });
      if (has_it) {
        asked = &group;
      } else {
        neighbours.insert(neighbours.end(), group.services.begin(), group.services.end());
      }
    }
    if (asked == nullptr) return failed("the row has no service \"it\"");
    return mapping::recover_entry(
        *claims_, surroundings_,
        {asked->server, asked->mapping, asked->memo, asked->services, neighbours}, findings_);
  }

  static std::string shown(const Server& server) {
    std::string text = server.command;
    for (const std::string& arg : server.args) text.append(" ").append(arg);
    for (const Pair& pair : server.env)
      text.append(" | ").append(pair.name).append("=").append(pair.value);
    return text;
  }

  PosixFilesystem filesystem_;
  std::unique_ptr<Session> session_;
  const mapping::Claims* claims_ = nullptr;
  mapping::Surroundings surroundings_;
  std::vector<Diagnostic> findings_;
};

class HandWritten : public RecoverEntry, public testing::WithParamInterface<Row> {};

TEST_P(HandWritten, IsAnEntry) {
  const Row& row = GetParam();
  const auto recovered = recover(std::string("name: app\nservices:\n") + row.compose);
  ASSERT_TRUE(recovered) << recovered.error().message << " " << recovered.error().where;
  if (*row.expected == '\0') {
    EXPECT_FALSE(*recovered) << shown((*recovered)->entry);
    return;
  }
  ASSERT_TRUE(*recovered) << "taken for no server";
  std::string entry = shown((*recovered)->entry);
  // The folder of the test is the machine's.
  if (const auto at = entry.find(home_); at != std::string::npos)
    entry.replace(at, home_.size(), "HOME");
  EXPECT_EQ(entry, row.expected);
  EXPECT_EQ((*recovered)->mapping, row.mapping);
  EXPECT_EQ((*recovered)->how, row.how);
  EXPECT_EQ((*recovered)->primary, "it");
  EXPECT_EQ((*recovered)->exact, row.exact);
  EXPECT_EQ(findings_.empty() ? std::string() : findings_.front().code, row.finding);
  for (const Diagnostic& finding : findings_)
    EXPECT_THAT(finding.message + finding.hint, testing::Not(testing::HasSubstr("FAKE")));
}

constexpr Row kRunners[] = {
    {"npx", R"(
  it: {image: "node:20", command: npx -y some-mcp@1.2 --flag, environment: {API_KEY: "${TOKEN}"}}
)",
     "npx -y some-mcp@1.2 --flag | API_KEY=FAKE-token"},
    {"npx without -y, with words of its own", R"(
  it: {image: "node:20", command: [npx, --quiet, -p, "@acme/kit@2", acme-mcp, run]}
)",
     "npx -y -p @acme/kit@2 acme-mcp run", "runners", "command", "", false},
    {"npx as the entrypoint", R"(
  it: {image: "node:20", entrypoint: [npx, -y], command: [some-mcp, --port, "8080"]}
)",
     "npx -y some-mcp --port 8080"},
    {"npx from a repository", R"(
  it: {image: "node:20", command: npx -y github:acme/server#v1}
)",
     "npx -y github:acme/server#v1"},
    {"uvx", R"(
  it: {image: "ghcr.io/astral-sh/uv:python3.12-alpine", command: uvx some-mcp==1.0 serve}
)",
     "uvx some-mcp==1.0 serve"},
    {"uvx with options", R"(
  it: {image: "python:3.12", command: uvx --python 3.12 --with httpx --from acme-tools acme-mcp}
)",
     "uvx --python 3.12 --with httpx --from acme-tools acme-mcp"},
    {"uvx from a repository", R"(
  it: {image: "python:3.12", command: "uvx --from git+https://github.com/acme/server@v1 server"}
)",
     "uvx --from git+https://github.com/acme/server@v1 server"},
    {"python -m", R"(
  it: {image: "python:3.12", command: uvx --from acme-mcp python -u -m acme_mcp serve}
)",
     "python -u -m acme_mcp serve"},
    {"deno", R"(
  it: {image: "denoland/deno:2.1", command: run -A --config=/d.json "jsr:@acme/server@1" stdio,
       environment: {DENO_DIR: /root/.cache/deno}, volumes: ["./d.json:/d.json"]}
)",
     "deno run -A --config HOME/d.json jsr:@acme/server@1 stdio", "runners", "command", "", false},
    {"a script of the image of deno", R"(
  it: {image: "denoland/deno:2.1", command: run -A main.ts, stdin_open: true}
)",
     "docker run -i --rm denoland/deno:2.1 run -A main.ts", "runners", "image"},
};
INSTANTIATE_TEST_SUITE_P(Runners, HandWritten, testing::ValuesIn(kRunners), row_name);

constexpr Row kImages[] = {
    {"an image called mcp", R"(
  it: {image: "mcp/fetch", stdin_open: true}
)",
     "docker run -i --rm mcp/fetch", "fetch", "image"},
    {"an image with mcp in its name", R"(
  it: {image: "ghcr.io/acme/acme-mcp-server:2@sha256:dc9294bfc92e4910731d217539229c0f8d460996991f5002a2dfb390390cd070",
       command: [serve, --price, "$$5"], environment: [B=2, A=1, PASSED]}
)",
     "docker run -i --rm -e B -e A -e PASSED "
     "ghcr.io/acme/acme-mcp-server:2@sha256:"
     "dc9294bfc92e4910731d217539229c0f8d460996991f5002a2dfb390390cd070 serve --price $5 | B=2 | "
     "A=1",
     "runners", "image"},
    {"an image that listens on stdin", R"(
  it: {image: "acme/tools", stdin_open: true}
)",
     "docker run -i --rm acme/tools", "runners", "image"},
    {"mounts, ports and what the container needs", R"(
  it:
    image: mcp/any
    volumes: ["/srv/in:/in:ro", "data:/data", {type: tmpfs, target: /t}]
    ports: ["127.0.0.1:8080:80", "9000:9000/udp"]
    working_dir: /work
    user: "1000:1000"
    entrypoint: [/bin/sh, -c]
    command: ["exec server"]
    cap_add: [SYS_PTRACE]
    extra_hosts: ["db:10.0.0.5"]
    shm_size: 1gb
    env_file: [vars.env]
    gpus: all
volumes: {data: {}}
)",
     "docker run -i --rm -v /srv/in:/in:ro -v app_data:/data --mount type=tmpfs,target=/t "
     "-p 127.0.0.1:8080:80 -p 9000:9000/udp --workdir /work --user 1000:1000 --add-host "
     "db:10.0.0.5 --cap-add SYS_PTRACE --shm-size 1073741824 --entrypoint /bin/sh --env-file "
     "HOME/vars.env --gpus all mcp/any -c exec server",
     "runners", "image", "", false},
    {"what Compose alone has use for stays in its file", R"(
  it:
    image: mcp/any
    restart: always
    networks: [app]
    labels: {team: a}
    container_name: fixed
    healthcheck: {test: [CMD, "true"]}
    logging: {driver: json-file}
    mem_limit: 1g
networks: {app: {}}
)",
     "docker run -i --rm mcp/any", "runners", "image"},
};
INSTANTIATE_TEST_SUITE_P(Images, HandWritten, testing::ValuesIn(kImages), row_name);

constexpr Row kKnown[] = {
    {"github's image", R"(
  it: {image: "ghcr.io/github/github-mcp-server:v1", environment: {GITHUB_PERSONAL_ACCESS_TOKEN: "${TOKEN}"}}
)",
     "docker run -i --rm -e GITHUB_PERSONAL_ACCESS_TOKEN ghcr.io/github/github-mcp-server:v1 | "
     "GITHUB_PERSONAL_ACCESS_TOKEN=FAKE-token",
     "github", "image"},
    {"github's package", R"(
  it: {image: node, command: npx -y @modelcontextprotocol/server-github, environment: {GITHUB_PERSONAL_ACCESS_TOKEN: "${TOKEN}"}}
)",
     "npx -y @modelcontextprotocol/server-github | GITHUB_PERSONAL_ACCESS_TOKEN=FAKE-token",
     "github"},
    {"context7 over HTTP, as we run it", R"(
  it: {image: node, command: npx -y @upstash/context7-mcp@2 --transport http --port 3000, ports: ["3000:3000"]}
)",
     "npx -y @upstash/context7-mcp@2", "context7"},
    // An entry of that line has a transport by its own word.
    {"context7 over HTTP, otherwise", R"(
  it: {image: node, command: npx -y @upstash/context7-mcp --transport http --port 8080}
)",
     "npx -y @upstash/context7-mcp --transport http --port 8080", "context7"},
    {"obsidian, whose application is on the host", R"(
  it: {image: mcp/obsidian, environment: {OBSIDIAN_HOST: host.docker.internal, OBSIDIAN_API_KEY: "${TOKEN}"}}
)",
     "docker run -i --rm -e OBSIDIAN_API_KEY mcp/obsidian | OBSIDIAN_API_KEY=FAKE-token",
     "obsidian", "image"},
    {"obsidian's vault, mounted elsewhere", R"(
  it: {image: node, command: npx -y obsidian-mcp /vault, volumes: ["/home/me/notes:/vault"]}
)",
     "npx -y obsidian-mcp /home/me/notes", "obsidian"},
    {"a mapping with an image of its own for the package", R"(
  it: {image: "mcr.microsoft.com/playwright/mcp:v1", command: [--headless], init: true, shm_size: 1gb, mem_limit: 2g}
)",
     "npx -y @playwright/mcp --headless", "playwright", "command"},
    {"the same image, run plainly", R"(
  it: {image: "mcr.microsoft.com/playwright/mcp:v1", command: [--headless]}
)",
     "docker run -i --rm mcr.microsoft.com/playwright/mcp:v1 --headless", "playwright", "image"},
    {"a mapping's own variable goes", R"(
  it: {image: uv, command: uvx mcp-server-sqlite --db-path /srv/a.db, environment: {UV_EXCLUDE_NEWER: "2025-12-31T00:00:00Z"}}
)",
     "uvx mcp-server-sqlite --db-path /srv/a.db", "sqlite"},
    {"folders of a package, mounted elsewhere", R"(
  it:
    image: node
    command: npx -y @modelcontextprotocol/server-filesystem /data/docs /srv/x --out=/data
    volumes: ["/home/me/files:/data", "/home/me/docs:/data/docs"]
)",
     "npx -y @modelcontextprotocol/server-filesystem /home/me/docs /srv/x --out=/home/me/files",
     "filesystem"},
};
INSTANTIATE_TEST_SUITE_P(Known, HandWritten, testing::ValuesIn(kKnown), row_name);

constexpr Row kAddresses[] = {
    {"the host", R"(
  it: {image: node, command: "npx -y web-mcp --url http://host.docker.internal:8000/x", environment: {BASE_URL: "http://host.docker.internal:9"}}
)",
     "npx -y web-mcp --url http://localhost:8000/x | BASE_URL=http://localhost:9"},
    // Of an image, localhost is the container: the host's name stays.
    {"the host, from an image", R"(
  it: {image: mcp/web, command: ["--url", "http://host.docker.internal:8000"]}
)",
     "docker run -i --rm mcp/web --url http://host.docker.internal:8000", "runners", "image"},
    {"a database of the same file, by its published port", R"(
  it: {image: node, command: "npx -y @modelcontextprotocol/server-postgres postgresql://u:${TOKEN}@db:5432/x"}
  db: {image: postgres, ports: ["127.0.0.1:5544:5432"]}
)",
     "npx -y @modelcontextprotocol/server-postgres postgresql://u:FAKE-token@localhost:5544/x",
     "postgresql"},
    {"a database of the same server", R"(
  it: {image: node, command: "npx -y @modelcontextprotocol/server-postgres postgresql://u:${TOKEN}@db:5432/x", labels: {mcpmx.server: pg}}
  db: {image: postgres, ports: ["5544:5432"], labels: {mcpmx.server: pg}}
)",
     "npx -y @modelcontextprotocol/server-postgres postgresql://u:FAKE-token@localhost:5544/x",
     "postgresql", "label", "", false},
    {"by the usual port, by a container's name, by a variable for hosts", R"(
  it: {image: node, command: "npx -y web-mcp redis://cache http://the-web/x", environment: {DB_HOST: db, DB_NAME: db}}
  cache: {image: redis, ports: ["6379:6379"]}
  web: {image: nginx, container_name: the-web, ports: ["8080:80"]}
  db: {image: postgres, ports: ["5432:5432"]}
)",
     "npx -y web-mcp redis://localhost http://localhost:8080/x | DB_HOST=localhost | DB_NAME=db"},
    {"a neighbour that publishes nothing", R"(
  it: {image: node, command: "npx -y web-mcp http://web:80/"}
  web: {image: nginx}
)",
     "npx -y web-mcp http://web:80/", "runners", "command", "recover.unreachable"},
    {"words that are called like a service", R"(
  it: {image: node, command: "npx -y web-mcp web http://web.example:80 a-web:80"}
  web: {image: nginx, ports: ["80:80"]}
)",
     "npx -y web-mcp web http://web.example:80 a-web:80"},
};
INSTANTIATE_TEST_SUITE_P(Addresses, HandWritten, testing::ValuesIn(kAddresses), row_name);

constexpr Row kNoServers[] = {
    {"redis", "\n  it: {image: redis:7, ports: [\"6379:6379\"]}\n", ""},
    {"nginx", "\n  it: {image: nginx, volumes: [\"./html:/usr/share/nginx/html\"]}\n", ""},
    {"a plain postgres", "\n  it: {image: postgres:16, environment: {POSTGRES_PASSWORD: x}}\n", ""},
    {"a shell", "\n  it: {image: alpine, stdin_open: true, tty: true}\n", ""},
    {"the app itself", "\n  it: {build: ., command: npm start}\n", ""},
    {"a name with mcp within a word", "\n  it: {image: acme/tcmcpd}\n", ""},
};
INSTANTIATE_TEST_SUITE_P(NoServers, HandWritten, testing::ValuesIn(kNoServers), row_name);

// A label is a person's or our own word: whatever runs, it is that server.
TEST_F(RecoverEntry, ALabelIsEnough) {
  const auto recovered = recover(R"(
services:
  it: {image: "acme/tools", labels: {mcpmx.server: tools}, profiles: [mcpmx-disabled]}
)");
  ASSERT_TRUE(recovered && *recovered);
  EXPECT_EQ((*recovered)->how, "label");
  EXPECT_EQ((*recovered)->entry.name, "tools");
  EXPECT_EQ((*recovered)->entry.enabled, false);
}

TEST_F(RecoverEntry, AMappingThatIsNotThereIsToldAndDoneWithout) {
  const auto recovered = recover(R"(
services:
  it: {image: node, command: npx -y acme-mcp, labels: {mcpmx.server: acme}}
x-mcpmx: {services: {it: {generated: {mapping: gone, key: mcp}}}}
)");
  ASSERT_TRUE(recovered && *recovered);
  EXPECT_EQ(shown((*recovered)->entry), "npx -y acme-mcp");
  EXPECT_EQ((*recovered)->mapping, "runners");
  ASSERT_EQ(findings_.size(), 1u);
  EXPECT_EQ(findings_.front().code, "recover.no-mapping");
}

}  // namespace
}  // namespace mcpmx::app
