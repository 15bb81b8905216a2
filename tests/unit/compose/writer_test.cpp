#include "compose/writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "compose/key_order.h"
#include "yaml_events.h"

namespace mcpmx::compose {
namespace {

namespace json = boost::json;
using testing_yaml::has_pyyaml;
using testing_yaml::read_with_pyyaml;
using testing_yaml::read_with_yaml_cpp;

json::object object(const char* text) { return json::parse(text).get_object(); }

std::string written(const char* text) { return write_yaml(object(text)).value(); }

TEST(Writer, WritesAFileAsAPersonWould) {
  json::object project = object(R"({
    "x-mcpmx": {"version": 1, "profile": "small", "services": {}},
    "volumes": {"postgres-data": null, "cache": {"name": "cache"}},
    "networks": {"mcp-network": {"driver": "bridge", "ipam": {"config": [{"subnet": "10.200.0.0/16"}]}}},
    "services": {
      "postgresql": {
        "restart": "unless-stopped",
        "networks": ["mcp-network"],
        "healthcheck": {"retries": 3, "interval": "10s", "test": ["CMD-SHELL", "pg_isready -U mcpuser"],
                        "timeout": "5s", "start_period": "30s"},
        "volumes": ["postgres-data:/var/lib/postgresql/data"],
        "ports": ["127.0.0.1:5432:5432"],
        "environment": {"POSTGRES_DB": "mcpdb", "POSTGRES_PASSWORD": "${POSTGRES_PASSWORD?}", "DEBUG": "false"},
        "container_name": "mcp-postgresql",
        "image": "postgres:16-alpine"
      },
      "files": {
        "labels": {"mcpmx.server": "files"},
        "image": "node:22-slim",
        "command": ["npx", "-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "/home/u/docs",
                    "/home/u/a folder with a long name"],
        "stdin_open": true,
        "init": true,
        "volumes": [{"target": "/home/u/docs", "source": "/home/u/docs", "type": "bind", "read_only": true,
                     "bind": {"create_host_path": false}}],
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "cpus": 0.5,
        "pids_limit": 512,
        "configs": [{"source": "c", "content": "[a]\nb = 1\n"}]
      }
    },
    "name": "mcp-small"
  })");
  canonical_order(project);
  EXPECT_EQ(write_yaml(project, {.comment = "Written by mcpmx.\n\nEdit it freely."}).value(),
            R"(# Written by mcpmx.
#
# Edit it freely.

name: mcp-small

services:
  postgresql:
    image: postgres:16-alpine
    container_name: mcp-postgresql
    environment:
      POSTGRES_DB: mcpdb
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD?}
      DEBUG: "false"
    ports:
      - "127.0.0.1:5432:5432"
    volumes:
      - postgres-data:/var/lib/postgresql/data
    networks: [mcp-network]
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U mcpuser"]
      interval: 10s
      timeout: 5s
      retries: 3
      start_period: 30s
    restart: unless-stopped

  files:
    image: node:22-slim
    command:
      - npx
      - "-y"
      - "@modelcontextprotocol/server-filesystem@2025.8.21"
      - /home/u/docs
      - /home/u/a folder with a long name
    stdin_open: true
    init: true
    configs:
      - source: c
        content: |
          [a]
          b = 1
    volumes:
      - type: bind
        source: /home/u/docs
        target: /home/u/docs
        read_only: true
        bind:
          create_host_path: false
    security_opt: ["no-new-privileges:true"]
    cap_drop: [ALL]
    cpus: 0.5
    pids_limit: 512
    labels:
      mcpmx.server: files

networks:
  mcp-network:
    driver: bridge
    ipam:
      config:
        - subnet: 10.200.0.0/16

volumes:
  postgres-data:
  cache:
    name: cache

x-mcpmx:
  version: 1
  profile: small
  services: {}
)");
}

struct ValueRow {
  const char* name;
  const char* json;
  const char* yaml;
};

class WriterValue : public testing::TestWithParam<ValueRow> {};

TEST_P(WriterValue, StaysWhatItIs) { EXPECT_EQ(written(GetParam().json), GetParam().yaml); }

INSTANTIATE_TEST_SUITE_P(
    Rows, WriterValue,
    testing::Values(
        ValueRow{"nothing", "{}", "{}\n"}, ValueRow{"integer", R"({"a":512})", "a: 512\n"},
        ValueRow{"large", R"({"a":18446744073709551615})", "a: 18446744073709551615\n"},
        ValueRow{"negative", R"({"a":-1})", "a: -1\n"},
        ValueRow{"half", R"({"a":0.5})", "a: 0.5\n"},
        ValueRow{"whole_float", R"({"a":2.0})", "a: 2.0\n"},
        ValueRow{"huge_float", R"({"a":1e300})", "a: 1.0e+300\n"},
        ValueRow{"string_number", R"({"a":"512"})", "a: \"512\"\n"},
        ValueRow{"truth", R"({"a":true})", "a: true\n"},
        ValueRow{"null", R"({"a":null,"b":[null]})", "a:\n\nb:\n  - null\n"},
        ValueRow{"empty", R"({"a":{"b":[],"c":{}}})", "a:\n  b: []\n  c: {}\n"},
        ValueRow{"list_of_lists", R"({"a":[["x",["w"]],"z"]})", "a:\n  - - x\n    - - w\n  - z\n"},
        ValueRow{"maps_in_a_list", R"({"a":[{"b":{"c":1},"d":2},{}]})",
                 "a:\n  - b:\n      c: 1\n    d: 2\n  - {}\n"},
        ValueRow{"odd_keys", R"({"a":{"on":1,"<<":2,"":3,"80:80":4,"a b":5}})",
                 "a:\n  \"on\": 1\n  \"<<\": 2\n  \"\": 3\n  \"80:80\": 4\n  a b: 5\n"},
        ValueRow{"words", R"({"a":{"networks":["a","on"],"dns":["8.8.8.8"]}})",
                 "a:\n  networks: [a, \"on\"]\n  dns: [\"8.8.8.8\"]\n"},
        ValueRow{"string_command", R"({"a":{"command":"npx -y x"}})", "a:\n  command: npx -y x\n"},
        ValueRow{"lines_in_a_command", R"({"a":{"command":["sh","-c","a\nb\n"]}})",
                 "a:\n  command:\n    - sh\n    - \"-c\"\n    - |\n      a\n      b\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Writer, KeepsFlowListsWithinTheColumns) {
  const auto command = [](std::size_t size) {
    json::object project;
    project["s"] = json::object{{"command", json::array{std::string(size, 'x')}}};
    return write_yaml(project).value();
  };
  // `  command: ["` and `"]` take 15 columns.
  EXPECT_EQ(command(85), "s:\n  command: [\"" + std::string(85, 'x') + "\"]\n");
  EXPECT_EQ(command(86), "s:\n  command:\n    - " + std::string(86, 'x') + "\n");
}

TEST(Writer, ACommentStaysAComment) {
  const std::string text =
      write_yaml(object(R"({"a":"b"})"), {.comment = "one\r\ntwo\u2028three\n\x85 x: y"}).value();
  EXPECT_EQ(text, "# one?\n# two?three\n# ? x: y\n\na: b\n");
}

struct BadRow {
  const char* name;
  std::function<json::object()> make;
  const char* where;
  const char* message;
};

class WriterError : public testing::TestWithParam<BadRow> {};

TEST_P(WriterError, NamesThePointerAndNotTheValue) {
  const auto result = write_yaml(GetParam().make());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where, GetParam().where);
  EXPECT_NE(result.error().message.find(GetParam().message), std::string::npos)
      << result.error().message;
  EXPECT_EQ(result.error().message.find("s3cret"), std::string::npos);
  EXPECT_FALSE(result.error().hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, WriterError,
    testing::Values(
        BadRow{"nul_value",
               [] { return object(R"({"services":{"a/b":{"command":["x","s3cret\u0000"]}}})"); },
               "/services/a~1b/command/1", "NUL"},
        BadRow{"nul_key", [] { return object(R"({"a":{"b\u0000":"s3cret"}})"); }, "/a", "NUL"},
        BadRow{"nul_top_key", [] { return object(R"({"b\u0000":"s3cret"})"); }, "/", "NUL"},
        BadRow{"not_utf8",
               [] {
                 json::object project;
                 project["a"] = "s3cret\xff";
                 return project;
               },
               "/a", "UTF-8"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Writer, RefusesNestingThatReadersRefuse) {
  json::value deep = "x";
  for (int i = 0; i < 5000; ++i) deep = json::array{std::move(deep)};
  json::object project;
  project["a"] = std::move(deep);
  const auto result = write_yaml(project);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("nested deeper than 64"), std::string::npos);
}

// Strings made of what YAML readers stumble over, and of any code points.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> kPieces = {
      "a",      "b",          " ",      "  ",     "\n",     "\n\n",      "\t",         "\r",
      "\r\n",   ":",          ": ",     "#",      " #",     "-",         "- ",         "?",
      "? ",     "|",          ">",      "&",      "*",      "!",         "%",          "@",
      "`",      "\"",         "'",      "\\",     "\\n",    "[",         "]",          "{",
      "}",      ",",          ", ",     "=",      "<<",     "~",         "0",          "1",
      "7",      "9",          ".",      "_",      "x",      "e",         "+",          "yes",
      "No",     "y",          "n",      "null",   "true",   "on",        "0x1F",       "1_000",
      "80:80",  "2001-01-01", "---",    "...",    "${A?b}", "$$",        "\u0085",     "\u00a0",
      "\u2028", "\u2029",     "\ufeff", "\ufffe", "\u00e9", "\u6771",    "\U0001F600", "\U0010FFFF",
      "\x01",   "\x1b",       "\x7f",   "\u200d", "\u202e", "%YAML 1.1", "T12:00:00Z", "/path",
      "word"};
  const auto piece =
      rc::gen::oneOf(rc::gen::elementOf(kPieces), rc::gen::elementOf(kPieces),
                     rc::gen::map(rc::gen::inRange<unsigned>(1, 0x110000), [](unsigned value) {
                       if (value >= 0xD800 && value < 0xE000) value = 'z';
                       std::string text;
                       if (value < 0x80) {
                         text += static_cast<char>(value);
                       } else if (value < 0x800) {
                         text += static_cast<char>(0xC0U | (value >> 6U));
                       } else if (value < 0x10000) {
                         text += static_cast<char>(0xE0U | (value >> 12U));
                         text += static_cast<char>(0x80U | ((value >> 6U) & 0x3FU));
                       } else {
                         text += static_cast<char>(0xF0U | (value >> 18U));
                         text += static_cast<char>(0x80U | ((value >> 12U) & 0x3FU));
                         text += static_cast<char>(0x80U | ((value >> 6U) & 0x3FU));
                       }
                       if (value >= 0x80) text += static_cast<char>(0x80U | (value & 0x3FU));
                       return text;
                     }));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const auto& each : pieces) text += each;
                        return text;
                      });
}

// The string as value and as key, in every place that the writer has.
json::object everywhere(const std::string& text) {
  json::object project;
  project["first"] = text;
  project["services"] = json::object{
      {text + "s",
       json::object{{"image", text},
                    {"command", json::array{text, "x", text}},
                    {"networks", json::array{text, "word"}},
                    {"ports", json::array{text, json::array{text, "y"}, text}},
                    {"environment", json::object{{text, text}, {"LAST", text}}},
                    {"volumes", json::array{json::object{{text, "first"}, {"b", text}},
                                            json::object{{"c", json::object{{text, text}}}}}}}}};
  project["networks"] = json::object{{text, nullptr}};
  project[text + "k"] = json::array{text};
  return project;
}

RC_GTEST_PROP(WriterLaw, AnyStringAnywhereReadsBackWithYamlCpp, ()) {
  const json::object project = everywhere(*any_text());
  const auto yaml = write_yaml(project);
  RC_ASSERT(yaml.has_value());
  RC_LOG() << *yaml;
  RC_ASSERT(read_with_yaml_cpp(*yaml) == json::value(project));
}

RC_GTEST_PROP(WriterLaw, KeysBeyondThatLengthReadBackWithYamlCpp, ()) {
  const std::string text =
      *any_text() + std::string(*rc::gen::inRange<std::size_t>(900, 1100), 'k');
  const json::object project = everywhere(text);
  RC_ASSERT(read_with_yaml_cpp(write_yaml(project).value()) == json::value(project));
}

TEST(WriterLaw, AnyStringAnywhereReadsBackWithPyYaml) {
  if (!has_pyyaml()) GTEST_SKIP() << "python3 with PyYAML is not on this machine";
  std::vector<json::object> projects;
  std::vector<std::string> documents;
  rc::Random random(20261122);
  for (int i = 0; i < 600; ++i) {
    std::string text = any_text()(random.split(), i % 40).value();
    if (i % 50 == 0) text += std::string(1020, 'k');
    projects.push_back(everywhere(text));
    documents.push_back(write_yaml(projects.back()).value());
  }
  const auto read = read_with_pyyaml(documents);
  ASSERT_TRUE(read) << "python3 failed";
  for (std::size_t i = 0; i < read->size(); ++i) {
    ASSERT_EQ((*read)[i], json::value(projects[i % projects.size()]))
        << documents[i % documents.size()];
  }
}

TEST(WriterLaw, NumbersReadBackWithPyYaml) {
  if (!has_pyyaml()) GTEST_SKIP() << "python3 with PyYAML is not on this machine";
  const json::object project = object(
      R"({"a":[1,-1,0.5,2.0,1e300,1e-7,123456789.25,18446744073709551615,true,false,null],"b":{"c":null}})");
  const auto read = read_with_pyyaml({write_yaml(project).value()});
  ASSERT_TRUE(read) << "python3 failed";
  for (const auto& value : *read) EXPECT_EQ(value, json::value(project)) << value;
}

}  // namespace
}  // namespace mcpmx::compose
