// The law of the way back: what is recovered from the services of an entry renders to the same
// services. Held for every profile of the golden tests and of the corpus, through the file as it is
// written and read again; and how many entries come back as they were spelt.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "../compose/temporary_home.h"
#include "app/session.h"
#include "app/settings_reader.h"
#include "compose/dotenv.h"
#include "compose/key_order.h"
#include "compose/project_reader.h"
#include "compose/writer.h"
#include "mapping/project_builder.h"
#include "sync/recover_services.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

struct Figures {
  std::size_t entries = 0;  // with a service
  std::size_t same_services = 0;
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
  void compare(const Server& given, const Server& recovered, Figures& figures);

  PosixFilesystem filesystem_;
  std::unique_ptr<Session> session_;
  const mapping::Claims* claims_ = nullptr;
  mapping::Surroundings surroundings_;
};

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
  for (const EnvLine& line : project.env) {
    lines.push_back({line.name, line.value});
    if (line.value.empty()) options.process[line.name] = "${" + line.name + "}";
  }
  EXPECT_TRUE(env.set_all(lines));
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
// of them that is read.
std::multiset<std::string> values_of(const Project& project) {
  std::multiset<std::string> values;
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

void RecoverEntryLaw::hold(const mcpm::Library& library, const mcpm::Profile& profile,
                           Figures& figures) {
  std::vector<const Server*> servers;
  for (const std::size_t index : profile.servers) servers.push_back(&library.servers[index]);
  surroundings_.settings.clear();
  Project project = render(servers);
  const compose::ProjectModel model = read(project);
  const json::value before = sync::json_of(model.root);
  const auto groups = sync::server_services(model);
  std::vector<Diagnostic> of_settings;
  const auto settings = read_settings(document::root_of(model.files.front().document), of_settings);
  ASSERT_TRUE(settings) << settings.error().message;
  surroundings_.settings = settings->services;

  std::map<std::string, Server> recovered;
  for (const sync::ServerServices& group : groups) {
    std::vector<mapping::RecoverService> neighbours;
    for (const auto& other : groups) {
      if (&other != &group)
        neighbours.insert(neighbours.end(), other.services.begin(), other.services.end());
    }
    std::vector<Diagnostic> findings;
    auto result = mapping::recover_entry(
        *claims_, surroundings_,
        {group.server, group.mapping, group.memo, group.services, neighbours}, findings);
    ASSERT_TRUE(result) << group.server << ": " << result.error().message;
    ASSERT_TRUE(*result) << group.server << " is taken for no server";
    EXPECT_EQ((*result)->how, "label") << group.server;
    recovered.emplace(group.server, std::move((*result)->entry));
  }

  std::vector<const Server*> again;
  for (const Server* server : servers) {
    const auto found = recovered.find(server->name);
    again.push_back(found == recovered.end() ? server : &found->second);
  }
  Project second = render(again);
  const json::value after = sync::json_of(read(second).root);
  EXPECT_EQ(values_of(second), values_of(project)) << profile.name << ": other secrets";
  EXPECT_EQ(part_of(after, "volumes"), part_of(before, "volumes")) << profile.name;
  for (const sync::ServerServices& group : groups) {
    const auto given = std::find_if(servers.begin(), servers.end(), [&](const Server* server) {
      return server->name == group.server;
    });
    ASSERT_NE(given, servers.end()) << group.server;
    ++figures.entries;
    bool same = true;
    for (const auto& service : group.services) {
      const json::value* now = after.at("services").as_object().if_contains(service.name);
      const json::value& was = before.at("services").at(service.name);
      const bool equal =
          now != nullptr && without_empty_options(*now) == without_empty_options(was);
      same = same && equal;
      EXPECT_TRUE(equal) << profile.name << "/" << service.name << "\n  was " << line_of(**given)
                         << "\n  now " << line_of(recovered.at(group.server)) << "\n  was "
                         << json::serialize(was) << "\n  now "
                         << (now == nullptr ? "nothing" : json::serialize(*now));
    }
    figures.same_services += same ? 1 : 0;
    compare(**given, recovered.at(group.server), figures);
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
  std::cout << title << ": same services " << percent(figures.same_services, figures.entries)
            << ", same command line " << percent(figures.same_command, figures.entries)
            << ", same variables " << percent(figures.same_env, figures.entries) << ", same entry "
            << percent(figures.same_entry, figures.entries) << "\n";
  for (const auto& [words, count] : figures.respelt)
    std::cout << "  " << count << "  " << words << "\n";
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
  const char* set = std::getenv("MCPMX_CORPUS");
  const std::string corpus =
      set != nullptr ? std::string(set) : MCPMX_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus + "/profiles"))
    GTEST_SKIP() << "the corpus is not at " << corpus;
  Figures figures;
  for (const char* size : {"small", "medium", "large"}) hold(corpus + "/profiles/" + size, figures);
  print("corpus", figures);
  EXPECT_GT(figures.entries, 250u);
}

}  // namespace
}  // namespace mcpmx::app
