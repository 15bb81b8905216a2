#include "app/settings_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "document/reader.h"

namespace mcpmx::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

struct Read {
  FileSettings settings;
  std::vector<Diagnostic> findings;
  std::string error;  // "where: message"
};

Read read(const std::string& text) {
  Read result;
  const auto document = document::read_yaml(text, "c.yml");
  if (!document) return {{}, {}, document.error().message};
  auto settings = read_settings(document::root_of(*document), result.findings);
  if (!settings) return {{}, {}, settings.error().where + ": " + settings.error().message};
  result.settings = std::move(*settings);
  return result;
}

// The settings of a service `s`, whose first line is line 4.
Read read_service(const std::string& lines) {
  std::string text = "x-mcpmx:\n  services:\n    s:\n";
  for (std::size_t start = 0; start < lines.size();) {
    const auto end = std::min(lines.find('\n', start), lines.size());
    text += "      " + lines.substr(start, end - start) + "\n";
    start = end + 1;
  }
  return read(text);
}

TEST(SettingsReader, UsesWhatItUnderstands) {
  const Read made = read_service(
      "mapping: fetch\nallow: [/etc/nginx, ~/x]\nnetwork: host\nimage: a/b:1\ndatabase: managed");
  EXPECT_TRUE(made.findings.empty()) << made.findings.front().message;
  const mapping::ServiceSettings& settings = made.settings.services.at("s");
  EXPECT_EQ(settings.mapping, "fetch");
  EXPECT_THAT(settings.allow, ElementsAre("/etc/nginx", "~/x"));
  EXPECT_EQ(settings.network, "host");
  EXPECT_EQ(settings.image, "a/b:1");
  EXPECT_EQ(settings.choices.back(), (mcpmx::Pair{"database", "managed"}));
  EXPECT_EQ(made.settings.places.at("s").where, "c.yml:3");
  EXPECT_EQ(made.settings.places.at("s").others,
            (std::vector<mcpmx::Pair>{{"database", "c.yml:8"}}));
}

struct Wrong {
  const char* name;
  const char* lines;
  const char* where;
  const char* message;
};

const Wrong kWrong[] = {
    {"mapping: a list", "image: x\nmapping: [a]", "c.yml:5", "it takes a text, and here is a list"},
    {"image: a number", "image: 3", "c.yml:4", "it takes a text, and here is a number"},
    {"image: nothing", "image:", "c.yml:4", "it takes a text, and here is null"},
    {"network: unknown", "network: hots", "c.yml:4", "host is the one network"},
    {"allow: a map", "allow: {a: b}", "c.yml:4", "it takes a list of paths, and here is a map"},
    {"allow: a number in it", "allow: [/x, 3]", "c.yml:4", "one of its items is no text"},
};

TEST(SettingsReader, SaysWhereATypeIsWrongAndKeepsTheValue) {
  for (const Wrong& row : kWrong) {
    const Read made = read_service(row.lines);
    ASSERT_EQ(made.findings.size(), 1U) << row.name;
    EXPECT_EQ(made.findings[0].where, row.where) << row.name;
    EXPECT_THAT(made.findings[0].message, HasSubstr(row.message)) << row.name;
    EXPECT_THAT(made.findings[0].message, HasSubstr("kept and not used")) << row.name;
    const std::string key(
        std::string_view(row.lines).substr(std::string_view(row.lines).rfind('\n') + 1));
    EXPECT_TRUE(made.settings.services.at("s").kept.contains(key.substr(0, key.find(':'))))
        << row.name;
  }
  const Read made = read_service("allow: [/x, 3]");
  EXPECT_THAT(made.settings.services.at("s").allow, ElementsAre("/x"));
}

TEST(SettingsReader, KeepsEveryValueAsItIsMeant) {
  struct Row {
    const char* written;
    const char* kept;  // as JSON
  };
  const Row rows[] = {
      {"text", R"("text")"},
      {"\"3\"", R"("3")"},
      {"3", "3"},
      {"-3", "-3"},
      {"1.5", "1.5E0"},
      {"true", "true"},
      {"TRUE", "true"},
      {"yes", R"("yes")"},
      {"~", "null"},
      {"a$$b ${C}", R"("a$$b ${C}")"},
      // Numbers that a writer would spell otherwise are texts of their own characters.
      {"1.10", R"("1.10")"},
      {"0x1F", R"("0x1F")"},
      {"007", R"("007")"},
      {"123456789012345678901234567890", R"("123456789012345678901234567890")"},
      {"{b: [1, {c: d}], a: {}}", R"({"b":[1,{"c":"d"}],"a":{}})"},
      {"[]", "[]"},
  };
  for (const Row& row : rows) {
    const Read made = read_service(std::string("k: ") + row.written);
    ASSERT_TRUE(made.error.empty()) << made.error;
    EXPECT_EQ(boost::json::serialize(made.settings.services.at("s").kept.at("k")), row.kept)
        << row.written;
  }
}

TEST(SettingsReader, AMappingSeesOneSpellingOfAValue) {
  const Read made = read_service("a: TRUE\nb: 1.10\nc: x$$y\nd:\ne: [1]");
  EXPECT_EQ(made.settings.services.at("s").choices,
            (std::vector<mcpmx::Pair>{{"a", "true"}, {"b", "1.10"}, {"c", "x$y"}}));
}

TEST(SettingsReader, SaysWhoseAServiceIs) {
  const Read made = read(R"(services:
  a-b:
    labels: {mcpmx.server: a b}
  listed:
    labels: [other=x, "mcpmx.server=l$$1"]
  mine: {image: redis}
  later:
    labels: {mcpmx.server: by label}
x-mcpmx:
  profile: w$$rk
  services:
    a-b: {network: host, generated: {mapping: npm, key: mcp}}
    gone: {network: host, generated: {server: g$$ne}}
    later: {generated: {server: by note}}
)");
  EXPECT_EQ(made.error, "");
  EXPECT_THAT(made.settings.owners, ElementsAre(Pair("a-b", "a b"), Pair("gone", "g$ne"),
                                                Pair("later", "by label"), Pair("listed", "l$1")));
  EXPECT_EQ(made.settings.profile, "w$rk");
  EXPECT_THAT(made.settings.generated_by, ElementsAre("npm"));
  EXPECT_FALSE(made.settings.services.at("a-b").kept.contains("generated"));
}

TEST(SettingsReader, KeepsAndNamesWhatXMcpmxItselfDoesNotHave) {
  const Read made = read("x-mcpmx:\n  version: 1\n  note: [mine]\n  x-own: 1\n  services:\n");
  ASSERT_EQ(made.findings.size(), 1U);
  EXPECT_EQ(made.findings[0].where, "c.yml:3");
  EXPECT_EQ(boost::json::serialize(made.settings.kept), R"({"note":["mine"],"x-own":1})");
}

TEST(SettingsReader, RefusesWhatCouldNotBeKept) {
  std::string deep = "x-mcpmx: {services: {s: {k: ";
  for (int i = 0; i < 40; ++i) deep += '[';
  for (int i = 0; i < 40; ++i) deep += ']';
  deep += "}}}";
  const std::pair<std::string, const char*> rows[] = {
      {"x-mcpmx: text", "c.yml:1"},
      {"x-mcpmx: [a]", "c.yml:1"},
      {"x-mcpmx:\n  services: [a]", "c.yml:2"},
      {"x-mcpmx:\n  services:\n    s: text", "c.yml:3"},
      {deep, "c.yml:1"},
  };
  for (const auto& [text, where] : rows)
    EXPECT_TRUE(read(text).error.starts_with(where)) << text << " -> " << read(text).error;
}

}  // namespace
}  // namespace mcpmx::app
