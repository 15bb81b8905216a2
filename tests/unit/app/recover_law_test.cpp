// The law of templates: recover(render(entry)) is the entry. Held for every corpus entry that a
// plugin renders, with the host's places filled by the entry's own values.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/detect.h"
#include "app/session.h"
#include "mapping/reading.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

std::string corpus_file() {
  const char* set = std::getenv("MCPMX_CORPUS");
  return (set != nullptr ? std::string(set) : MCPMX_SOURCE_DIR "/../shared/corpus") +
         "/servers-open.jsonl";
}

// What the host's filling and its way back leave of a place: the value of the entry, or the
// template's own.
std::string resolved(const json::value& value, const Launch& launch) {
  if (value.is_string()) return std::string(value.get_string());
  const json::object& place = value.as_object();
  const std::string_view name = place.begin()->key();
  const json::value& operand = place.begin()->value();
  if (name == "$arg") return launch.server_args.at(static_cast<std::size_t>(operand.as_int64()));
  if (name == "$secret")
    return place.contains("value") ? std::string(place.at("value").as_string()) : "made-up";
  if (name == "$var") return std::string(place.at("default").as_string());
  if (name == "$service") return "localhost";
  std::string out;
  for (const json::value& part : operand.as_array()) out += resolved(part, launch);
  return out;
}

std::vector<std::string> resolved_list(const json::object& compose, std::string_view key,
                                       const Launch& launch) {
  std::vector<std::string> out;
  const json::value* list = compose.if_contains(key);
  if (list == nullptr) return out;
  for (const json::value& item : list->as_array()) {
    if (item.is_object() && item.get_object().contains("$args")) {
      const auto from = static_cast<std::size_t>(item.get_object().at("$args").as_int64());
      for (std::size_t i = from; i < launch.server_args.size(); ++i)
        out.push_back(launch.server_args[i]);
    } else {
      out.push_back(resolved(item, launch));
    }
  }
  return out;
}

RecoverInput input_of(const mapping::Intent& intent, const Launch& launch) {
  RecoverInput input;
  input.memo = intent.memo;
  for (const mapping::IntentService& service : intent.services) {
    RecoverInput::Service one;
    one.name = one.key = service.key;
    one.image = std::string(service.compose.at("image").as_string());
    one.entrypoint = resolved_list(service.compose, "entrypoint", launch);
    one.command = resolved_list(service.compose, "command", launch);
    one.raw = "{}";
    input.services.push_back(std::move(one));
  }
  return input;
}

TEST(RecoverLaw, EveryEntryThatAPluginRendersComesBack) {
  std::ifstream file(corpus_file());
  if (!file) GTEST_SKIP() << "the corpus is not at " << corpus_file();
  Environment environment;
  environment.home = testing::TempDir() + "mcpmx-no-home";
  environment.executable = MCPMX_BINARY_DIR "/bin/mcpmx";
  PosixFilesystem filesystem;
  Session session({}, environment, filesystem);
  const auto claims = session.claims();
  ASSERT_TRUE(claims) << claims.error().message;
  const auto registry = session.registry();
  ASSERT_FALSE((*registry)->plugins().empty()) << "the bundled plugins are not built";

  std::size_t rendered = 0;
  for (std::string line; std::getline(file, line);) {
    const json::value row = json::parse(line);
    const std::string id(row.at("id").as_string());
    const auto server = parse_server(json::serialize(row.at("server")), "corpus");
    ASSERT_TRUE(server) << id;
    const mapping::Reading reading = mapping::read_entry(*server, **claims, {}, environment.home);
    if (!reading.intent || reading.claim.mapper->precedence().yaml) continue;
    ++rendered;
    const RecoverInput input = input_of(*reading.intent, reading.launch);
    std::vector<Diagnostic> findings;
    auto recovered = (*registry)->recover(reading.claim.mapper->id(), input, findings);
    ASSERT_TRUE(recovered && *recovered) << id;
    json::object entry = json::parse(**recovered).as_object();
    if (entry.contains("from") && !entry.contains("kind")) {
      recovered = (*registry)->recover("runners", input, findings);
      ASSERT_TRUE(recovered && *recovered) << id;
      entry = json::parse(**recovered).as_object();
    }
    // A module is installed under its package's name, which the entry need not state.
    const std::string spec =
        reading.launch.spec.empty() ? reading.launch.package : reading.launch.spec;
    EXPECT_EQ(std::string(entry.at("spec").as_string()), spec) << id;
    EXPECT_EQ(std::string(entry.at("kind").as_string()), kind_name(reading.launch.kind)) << id;
    std::vector<std::string> args;
    if (const json::value* list = entry.if_contains("args")) {
      for (const json::value& arg : list->as_array()) args.emplace_back(arg.as_string());
    }
    EXPECT_EQ(args, reading.launch.server_args) << id;
  }
  EXPECT_GT(rendered, 300u)
      << "hardly any row was rendered by a plugin: the law was not put to the test";
}

}  // namespace
}  // namespace mcpmx::app
