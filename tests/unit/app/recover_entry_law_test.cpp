// The law of the way back: what is recovered from the services of an entry renders to the same
// services. Held for every profile of the golden tests and of the corpus, through the file as it is
// written and read again; and how many entries come back as they were spelt.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "../compose/temporary_home.h"
#include "app/detect.h"
#include "app/session.h"
#include "app/settings_reader.h"
#include "compose/dotenv.h"
#include "compose/key_order.h"
#include "compose/project_reader.h"
#include "compose/value_json.h"
#include "compose/writer.h"
#include "mapping/project_builder.h"
#include "sync/recover_services.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;
constexpr auto kLeftOut = compose::EnvFileValues::kLeftOut;

struct Figures {
  std::size_t entries = 0;  // with a service
  std::size_t same_services = 0;
  std::size_t exact = 0;  // that recover_entry itself calls so
  std::vector<std::string> faults;
  std::chrono::nanoseconds time{};  // of recover_entry alone
  std::size_t same_command = 0;
  std::size_t same_env = 0;
  std::size_t same_entry = 0;
  std::map<std::string, std::size_t> respelt;  // by what was written and what comes back
};

class RecoverEntryLaw : public compose::TemporaryHome {
 protected:
  void SetUp() override {
    TemporaryHome::SetUp();
    environment_.executable = MCPMX_BINARY_DIR "/bin/mcpmx";
    session_ = std::make_unique<Session>(Options(), environment_, filesystem_);
    const auto claims = session_->claims();
    ASSERT_TRUE(claims) << claims.error().message;
    claims_ = *claims;
    ASSERT_NE(claims_->runner(), nullptr) << "the bundled plugins are not built";
    surroundings_.home = home_;
    surroundings_.uid = surroundings_.gid = 1000;
    surroundings_.random_secret = [] { return std::string("made-up-0123456789"); };
  }

  // Every profile of MCPM's folder.
  void hold(const std::string& folder, Figures& figures);
  void hold(const mcpm::Library& library, const mcpm::Profile& profile, Figures& figures);
  Project render(const std::vector<const Server*>& servers) const;
  compose::ProjectModel read(Project& project);
  std::vector<sync::ServerServices> groups_of(const compose::ProjectModel& model);
  std::map<std::string, mapping::Recovered> recover(const std::vector<sync::ServerServices>& groups,
                                                    Figures& figures) const;
  void compare(const Server& given, const Server& recovered, Figures& figures);

  PosixFilesystem filesystem_;
  std::unique_ptr<Session> session_;
  const mapping::Claims* claims_ = nullptr;
  mapping::Surroundings surroundings_;
  bool is_stripped_ = false;  // of x-mcpmx: only labels say whose a service is
};

// With the settings of the file, as a run of generate would follow them.
std::vector<sync::ServerServices> RecoverEntryLaw::groups_of(const compose::ProjectModel& model) {
  std::vector<Diagnostic> findings;
  const auto settings = read_settings(document::root_of(model.files.front().document), findings);
  EXPECT_TRUE(settings) << settings.error().message;
  surroundings_.settings = settings->services;
  auto groups = sync::server_services(model);
  if (!is_stripped_) return groups;
  for (sync::ServerServices& group : groups) {
    group.mapping.clear();
    group.memo.clear();
    for (mapping::RecoverService& service : group.services) service.key.clear();
  }
  return groups;
}

Project RecoverEntryLaw::render(const std::vector<const Server*>& servers) const {
  mapping::ProjectBuilder builder("law", servers, surroundings_);
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  const auto readings = mapping::read_entries(servers, *claims_, settings_for, home_);
  for (std::size_t i = 0; i < readings.size(); ++i) builder.add(*servers[i], readings[i]);
  return builder.finish();
}

// Through the file system, as the sync will read it. What a person has to fill in stays ${NAME}.
compose::ProjectModel RecoverEntryLaw::read(Project& project) {
  compose::canonical_order(project.document);
  put(home_ + "/docker-compose.yml", compose::write_yaml(project.document).value());
  compose::Dotenv env;
  compose::ComposeOptions options;
  std::vector<Pair> lines;
  for (const EnvLine& line : project.env) lines.push_back({line.name, line.value});
  EXPECT_TRUE(env.set_all(lines));
  options.process = sync::placeholders(env);
  put(home_ + "/.env", env.text());
  options.working_directory = home_;
  options.home = home_;
  options.read_env_files = false;
  auto model = compose::read_project(options);
  EXPECT_TRUE(model) << (model ? "" : model.error().message + " " + model.error().where);
  return model ? *std::move(model) : compose::ProjectModel();
}

// docker compose says `volume: {}` of a short form, and nothing of a long one: the same volume.
json::value without_empty_options(json::value service) {
  json::value* volumes = service.as_object().if_contains("volumes");
  if (volumes == nullptr) return service;
  for (json::value& item : volumes->as_array()) {
    const json::value* options = item.as_object().if_contains("volume");
    if (options != nullptr && options->as_object().empty()) item.as_object().erase("volume");
  }
  return service;
}

// Of .env, but for the names: a volume that several servers declare has its secrets from the first
// of them that is read, and a secret may stand once or twice where two entries have it.
std::set<std::string> values_of(const Project& project) {
  std::set<std::string> values;
  for (const EnvLine& line : project.env) values.insert(line.value);
  return values;
}

json::value part_of(const json::value& project, std::string_view key) {
  const json::value* part = project.as_object().if_contains(key);
  return part == nullptr ? json::value() : *part;
}

std::string first_words(const Server& server) {
  std::string words = server.command;
  for (std::size_t i = 0; i < server.args.size() && i < 2; ++i) {
    const std::string& arg = server.args[i];
    if (!arg.starts_with('-') && arg != "run" && arg != "tool" && arg != "exec" && arg != "dlx")
      break;
    words.append(" ").append(arg);
  }
  return words;
}

std::map<std::string, std::string> env_of(const Server& server) {
  std::map<std::string, std::string> env;
  for (const Pair& pair : server.env) env[pair.name] = pair.value;
  return env;
}

std::string line_of(const Server& server) {
  std::string line = server.command;
  for (const std::string& arg : server.args) line.append(" ").append(arg);
  for (const Pair& pair : server.env)
    line.append("  ").append(pair.name).append("=").append(pair.value);
  return line;
}

void RecoverEntryLaw::compare(const Server& given, const Server& recovered, Figures& figures) {
  const bool same_command = given.command == recovered.command && given.args == recovered.args;
  const bool same_env = env_of(given) == env_of(recovered);
  figures.same_command += same_command ? 1 : 0;
  figures.same_env += same_env ? 1 : 0;
  figures.same_entry += same_command && same_env ? 1 : 0;
  if (!same_command) ++figures.respelt[first_words(given) + " -> " + first_words(recovered)];
  if (std::getenv("MCPMX_SHOW_RESPELT") != nullptr && !(same_command && same_env))
    std::cout << "  was " << line_of(given) << "\n  now " << line_of(recovered) << "\n";
}

// The entries of all servers of the file, by name.
std::map<std::string, mapping::Recovered> RecoverEntryLaw::recover(
    const std::vector<sync::ServerServices>& groups, Figures& figures) const {
  std::map<std::string, mapping::Recovered> recovered;
  for (const sync::ServerServices& group : groups) {
    std::vector<mapping::RecoverService> neighbours;
    for (const auto& other : groups) {
      if (&other != &group)
        neighbours.insert(neighbours.end(), other.services.begin(), other.services.end());
    }
    std::vector<Diagnostic> findings;
    const auto start = std::chrono::steady_clock::now();
    auto result = mapping::recover_entry(
        *claims_, surroundings_,
        {group.server, group.mapping, group.memo, group.services, neighbours}, findings);
    figures.time += std::chrono::steady_clock::now() - start;
    if (result && *result) {
      figures.exact += (*result)->exact ? 1 : 0;
      recovered.emplace(group.server, **std::move(result));
    } else {
      figures.faults.push_back(group.server + ": " +
                               (result ? "taken for no server" : result.error().message));
    }
  }
  return recovered;
}

void RecoverEntryLaw::hold(const mcpm::Library& library, const mcpm::Profile& profile,
                           Figures& figures) {
  std::vector<const Server*> servers;
  for (const std::size_t index : profile.servers) servers.push_back(&library.servers[index]);
  surroundings_.settings.clear();
  Project project = render(servers);
  const compose::ProjectModel model = read(project);
  const json::value before = compose::json_of(model.root, kLeftOut);
  const auto groups = groups_of(model);
  const auto recovered = recover(groups, figures);

  std::vector<const Server*> again;
  for (const Server* server : servers) {
    const auto found = recovered.find(server->name);
    again.push_back(found == recovered.end() ? server : &found->second.entry);
  }
  Project second = render(again);
  const json::value after = compose::json_of(read(second).root, kLeftOut);
  if (values_of(second) != values_of(project))
    figures.faults.push_back(
        profile.name + ": other values in .env: " + testing::PrintToString(values_of(project)) +
        " then " + testing::PrintToString(values_of(second)));
  if (part_of(after, "volumes") != part_of(before, "volumes"))
    figures.faults.push_back(profile.name + ": other volumes");
  for (const sync::ServerServices& group : groups) {
    const auto given = std::find_if(servers.begin(), servers.end(), [&](const Server* server) {
      return server->name == group.server;
    });
    const auto found = recovered.find(group.server);
    if (given == servers.end() || found == recovered.end()) continue;
    ++figures.entries;
    bool same = true;
    for (const auto& service : group.services) {
      const json::value* now = after.at("services").as_object().if_contains(service.name);
      const json::value& was = before.at("services").at(service.name);
      if (now != nullptr && without_empty_options(*now) == without_empty_options(was)) continue;
      same = false;
      figures.faults.push_back(profile.name + "/" + service.name + "\n  was " + line_of(**given) +
                               "\n  now " + line_of(found->second.entry) + "\n  was " +
                               json::serialize(was) + "\n  now " +
                               (now == nullptr ? "nothing" : json::serialize(*now)));
    }
    figures.same_services += same ? 1 : 0;
    compare(**given, found->second.entry, figures);
  }
}

void RecoverEntryLaw::hold(const std::string& folder, Figures& figures) {
  const auto library = mcpm::load(folder);
  ASSERT_TRUE(library) << folder << ": " << library.error().message;
  for (const mcpm::Profile& profile : library->profiles) hold(*library, profile, figures);
}

std::string percent(std::size_t part, std::size_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole);
}

void print(const std::string& title, const Figures& figures) {
  for (const std::string& fault : figures.faults) ADD_FAILURE() << fault;
  std::cout << title << ": same services " << percent(figures.same_services, figures.entries)
            << ", called exact " << percent(figures.exact, figures.entries)
            << ", same command line " << percent(figures.same_command, figures.entries)
            << ", same variables " << percent(figures.same_env, figures.entries) << ", same entry "
            << percent(figures.same_entry, figures.entries) << ", "
            << figures.time.count() / 1000 / static_cast<long>(std::max(figures.entries, 1ul))
            << " us each\n";
  for (const auto& [words, count] : figures.respelt)
    std::cout << "  " << count << "  " << words << "\n";
}

std::string corpus_folder() {
  const char* set = std::getenv("MCPMX_CORPUS");
  return set != nullptr ? set : MCPMX_SOURCE_DIR "/../shared/corpus";
}

TEST_F(RecoverEntryLaw, GoldenProfiles) {
  Figures figures;
  for (const auto& entry : std::filesystem::directory_iterator(MCPMX_SOURCE_DIR "/tests/golden")) {
    const std::string input = entry.path().string() + "/input";
    if (std::filesystem::exists(input)) hold(input, figures);
  }
  print("golden", figures);
  EXPECT_GT(figures.entries, 80u);
}

TEST_F(RecoverEntryLaw, CorpusProfiles) {
  const std::string corpus = corpus_folder();
  if (!std::filesystem::exists(corpus + "/profiles"))
    GTEST_SKIP() << "the corpus is not at " << corpus;
  Figures figures;
  for (const char* size : {"small", "medium", "large"}) hold(corpus + "/profiles/" + size, figures);
  print("corpus", figures);
  EXPECT_GT(figures.entries, 250u);
}

// Without x-mcpmx: image, command and label say as much.
TEST_F(RecoverEntryLaw, CorpusProfilesWithLabelsAlone) {
  const std::string corpus = corpus_folder();
  if (!std::filesystem::exists(corpus + "/profiles"))
    GTEST_SKIP() << "the corpus is not at " << corpus;
  is_stripped_ = true;
  Figures figures;
  for (const char* size : {"small", "medium", "large"}) hold(corpus + "/profiles/" + size, figures);
  print("corpus, stripped", figures);
}

// Each row of the corpus as a profile of its own.
TEST_F(RecoverEntryLaw, CorpusServers) {
  const std::string file = corpus_folder() + "/servers-open.jsonl";
  std::ifstream rows(file);
  if (!rows) GTEST_SKIP() << "the corpus is not at " << file;
  Figures figures;
  for (std::string line; std::getline(rows, line);) {
    const json::value row = json::parse(line);
    auto server = parse_server(json::serialize(row.at("server")), "corpus");
    ASSERT_TRUE(server) << row.at("id");
    mcpm::Library library;
    library.servers.push_back(*std::move(server));
    hold(library, {std::string(row.at("id").as_string()), {}, {0}, {}}, figures);
  }
  print("corpus, row by row", figures);
  EXPECT_GT(figures.entries, 400u);
}

// As many as entries have.
template <class T>
rc::Gen<std::vector<T>> few(rc::Gen<T> item) {
  constexpr int kMost = 8;
  return rc::gen::resize(kMost, rc::gen::container<std::vector<T>>(std::move(item)));
}

// Without slashes: a path that is written oddly ("/./:") is read otherwise once it is put right.
std::string made_up_text() {
  return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1-=:,$ '\"{}")));
}

// What entries have in their arguments and variables, and the renderer reads something into. The
// host's own name is not among it: as a secret of one entry it would be one of all.
std::string made_up_value() {
  return *rc::gen::oneOf(
      rc::gen::exec(made_up_text),
      rc::gen::element<std::string>(
          "localhost:5432", "http://127.0.0.1:8080/x", "--url=http://localhost", "localhost",
          "/srv/data", "~/notes/", "--out=/srv/out", "${TOKEN}", "<your-key>", "$HOME/x", "$$",
          "postgresql://u:pw@localhost:5433/x", "sk-0123456789abcdef01", "--token",
          "ghp_0123456789abcdefghijABCDEFGHIJ012345", "/tmp", "mcp"));
}

Server made_up_docker_run() {
  Server server;
  server.command = "docker";
  server.args = {"run", "-i", "--rm"};
  const auto options = *few<std::pair<std::string, std::string>>(
      rc::gen::element<std::pair<std::string, std::string>>(
          std::pair("-v", "/srv/in:/in:ro"), std::pair("-v", "cache:/c"), std::pair("-v", "/anon"),
          std::pair("-p", "8080:80"), std::pair("-p", "127.0.0.1:53:53/udp"),
          std::pair("--network", "host"), std::pair("--network", "back"),
          std::pair("--memory", "512m"), std::pair("--cpus", "0.5"), std::pair("--user", "1:2"),
          std::pair("--restart", "always"), std::pair("--restart", "no"),
          std::pair("--entrypoint", "/bin/x"), std::pair("--entrypoint", ""),
          std::pair("--label", "a=$b"), std::pair("--tmpfs", "/t:size=1m"),
          std::pair("--gpus", "all"), std::pair("--gpus", "2"), std::pair("--ulimit", "nofile=1:2"),
          std::pair("--health-cmd", "curl $X"), std::pair("--health-interval", "90s"),
          std::pair("--log-opt", "a=b"), std::pair("--stop-timeout", "90"),
          std::pair("--env-file", "/srv/v.env"), std::pair("--add-host", "db:10.0.0.5"),
          std::pair("--device", "/dev/a:/dev/b:r"), std::pair("--dns", "1.1.1.1"),
          std::pair("--shm-size", "1g"), std::pair("--hostname", "one"),
          std::pair("--security-opt", "seccomp=unconfined"), std::pair("--cap-drop", "ALL"),
          std::pair("--mount", "type=tmpfs,dst=/m,tmpfs-size=1m"),
          std::pair("--platform", "linux/arm64"), std::pair("--sysctl", "a.b=1"),
          std::pair("--workdir", "/w"), std::pair("--expose", "99")));
  for (const auto& [option, value] : options) {
    server.args.push_back(option);
    server.args.push_back(value);
  }
  server.args.push_back(*rc::gen::element<std::string>("acme/server:1", "mcp/obsidian",
                                                       "ghcr.io/github/github-mcp-server"));
  return server;
}

Server made_up_package() {
  const auto words = *rc::gen::elementOf(std::vector<std::vector<std::string>>{
      {"npx", "-y", "acme-mcp@1"},
      {"npx", "-y", "@modelcontextprotocol/server-memory"},
      {"npx", "@playwright/mcp@latest"},
      {"npx", "-y", "-p", "kit", "acme-mcp"},
      {"uvx", "acme-mcp==1"},
      {"uvx", "mcp-server-sqlite"},
      {"uvx", "mcp-obsidian"},
      {"uvx", "--from", "git+https://github.com/acme/x@v1", "acme"},
      {"python", "-u", "-m", "acme_mcp"},
      {"deno", "run", "-A", "jsr:@acme/mcp"},
      {"npx", "-y", "@upstash/context7-mcp"},
      {"npx", "-y", "@modelcontextprotocol/server-postgres"}});
  Server server;
  server.command = words.front();
  server.args.assign(words.begin() + 1, words.end());
  return server;
}

Server made_up_entry(const std::string& name) {
  Server server = *rc::gen::arbitrary<bool>() ? made_up_docker_run() : made_up_package();
  server.name = name;
  const auto args = *few<std::string>(rc::gen::exec(made_up_value));
  server.args.insert(server.args.end(), args.begin(), args.end());
  const auto variables = *few<std::pair<std::string, std::string>>(rc::gen::pair(
      rc::gen::element<std::string>("API_KEY", "BASE_URL", "DB_HOST", "MODE", "HOME", "USER",
                                    "MEMORY_FILE_PATH", "OBSIDIAN_HOST", "OUT_DIR", "DENO_DIR"),
      rc::gen::exec(made_up_value)));
  for (const auto& [variable, value] : std::map(variables.begin(), variables.end()))
    server.env.push_back({variable, value});
  return server;
}

TEST_F(RecoverEntryLaw, MadeUpEntries) {
  std::size_t entries = 0;
  const bool holds = rc::check("what is recovered renders to the same services", [&] {
    mcpm::Library library;
    for (const char* name : {"one", "two"}) library.servers.push_back(made_up_entry(name));
    Figures figures;
    hold(library, {"made-up", {}, {0, 1}, {}}, figures);
    entries += figures.entries;
    for (const std::string& fault : figures.faults) RC_FAIL(fault);
  });
  EXPECT_TRUE(holds);
  std::cout << "made up: " << entries << " entries with a service\n";
}

}  // namespace
}  // namespace mcpmx::app
