#include "mapping/yaml_mapping.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

struct Row {
  const char* what;
  const char* text;   // behind "id: acme\n"
  const char* where;  // of the first mistake
  const char* message;
};

// The place is that of the very node: the key that is wrong, or the value that does not fit.
TEST(YamlMapping, EveryMistakeHasItsLineAndColumn) {
  const Row rows[] = {
      {"unknown key", "dettect: {}\n", "a.yaml:2:1", R"(unknown key "dettect")"},
      {"a number among names", "detect:\n  npm: [a, 1]\n", "a.yaml:3:12",
       "detect.npm.1: expected a string, found a number"},
      {"unknown key of a variable", "env:\n  KEY:\n    secert: true\n", "a.yaml:4:5",
       R"(env.KEY: unknown key "secert")"},
      {"a word that is none", "paths: {options: {--out: rw}}\n", "a.yaml:2:26",
       "paths.options.--out: expected none, read or write"},
      {"unknown kind", "kinds:\n  npm: {}\n  cargo: {}\n", "a.yaml:4:3",
       R"(kinds: unknown key "cargo")"},
      {"a missing key stands where its map begins", "service:\n  http: {}\n", "a.yaml:3:9",
       R"(service.http: the key "port" is missing)"},
      {"unknown key of Compose", "service:\n  compose:\n    image: x\n    comand: [a]\n",
       "a.yaml:5:5", R"(service.compose: unknown key "comand")"},
      {"wrong type, deep in Compose",
       "service:\n  compose:\n    healthcheck:\n      interval: 10\n", "a.yaml:5:17",
       "service.compose.healthcheck.interval: expected a time such as \"10s\", found a number"},
      {"behind an alias: where it is written",
       "service: &s\n  compose: {init: x}\nkinds:\n  npm: *s\n", "a.yaml:3:19",
       "service.compose.init: expected true or false, found a string"},
      {"behind a merge key", "x-base: &b {usr: root}\nservice:\n  compose:\n    <<: *b\n",
       "a.yaml:2:13", R"(service.compose: unknown key "usr")"},
      {"a place that does not belong", "service:\n  compose:\n    command: [a, {$port: 80}]\n",
       "a.yaml:4:18",
       R"(service.compose.command.1: the place "$port" cannot stand here: expected a string)"},
      {"a place in what is no Compose", "env:\n  KEY: {default: {$secret: A}}\n", "a.yaml:3:18",
       R"(env.KEY.default: the place "$secret" cannot stand here: expected a string)"},
      {"an image is missing", "kinds:\n  npm: {from: none}\n", "a.yaml:3:8",
       "for npm entries: a service that takes nothing from the runners needs an image"},
      {"a program of the host without an image", "kinds:\n  binary: {compose: {init: true}}\n",
       "a.yaml:3:11",
       "for binary entries: a service that takes nothing from the runners needs an image"},
      {"both at once", "stays_on_host: so\nnotes: [a]\n", "a.yaml:2:16",
       "stays_on_host means that there is no service, and the file describes one"},
      {"no YAML", "a: [\n", "a.yaml:3:1", ""},
  };
  for (const Row& row : rows) {
    const LoadedMapping loaded = parse_mapping("id: acme\n" + std::string(row.text), "a.yaml", 0);
    EXPECT_EQ(loaded.mapper, nullptr) << row.what;
    ASSERT_FALSE(loaded.errors.empty()) << row.what;
    EXPECT_EQ(loaded.errors[0].where, row.where) << row.what;
    if (*row.message != '\0') {
      EXPECT_EQ(loaded.errors[0].message, row.message) << row.what;
      EXPECT_FALSE(loaded.errors[0].hint.empty()) << row.what;
    }
  }
}

TEST(YamlMapping, NamesEveryMistakeOfAFile) {
  const LoadedMapping loaded =
      parse_mapping("id: Acme\ntitel: x\nservice:\n  compose: {imgae: x, user: 5}\n", "a.yaml", 0);
  std::vector<std::string> places;
  for (const Error& error : loaded.errors) places.push_back(error.where);
  EXPECT_EQ(places,
            (std::vector<std::string>{"a.yaml:1:5", "a.yaml:2:1", "a.yaml:4:13", "a.yaml:4:29"}));
}

TEST(YamlMapping, ReadsWhatItSays) {
  const LoadedMapping loaded = parse_mapping(
      "id: acme\ntitle: Acme\npriority: 5000\ndetect: {npm: [a], images: [b]}\n"
      "service: {http: {port: 80}, compose: {cpus: 0.5, x-mine: {a: [1]}}}\nx-team: {$any: 1}\n",
      "a.yaml", 3);
  ASSERT_TRUE(loaded.errors.empty()) << loaded.errors[0].message;
  EXPECT_EQ(loaded.mapper->id(), "acme");
  EXPECT_EQ(loaded.mapper->title(), "Acme");
  EXPECT_EQ(loaded.mapper->precedence().rank, 3);
  EXPECT_EQ(loaded.mapper->precedence().priority, 1000);
  EXPECT_EQ(loaded.mapper->hints().npm, std::vector<std::string>{"a"});
  EXPECT_EQ(loaded.mapper->hints().images, std::vector<std::string>{"b"});
}

}  // namespace
}  // namespace mcpmx::mapping
