#include "mcpm/server_entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_folder.h"

namespace mcpmx::mcpm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ServerEntry, ReadsEveryField) {
  const Folder folder;
  folder.write(
      "servers.json",
      "{\n"
      "  \"db\": {\"name\": \"db\", \"profile_tags\": [\"p\", \"q\"], \"command\": \"npx\",\n"
      "         \"args\": [\"-y\", \"pkg\"], \"env\": {\"B\": \"2\", \"A\": \"1\"}},\n"
      "  \"web\": {\"name\": \"web\", \"url\": \"https://x/mcp\", \"headers\": {\"X\": \"y\", "
      "\"N\": 1, \"T\": true},\n"
      "          \"enabled\": false},\n"
      "  \"own\": {\"name\": \"own\", \"config\": {\"any\": 1}, \"enabled\": null}\n"
      "}");
  const Library library = loaded(folder);
  EXPECT_EQ(library.format, 2);
  EXPECT_EQ(library.file, folder.file("servers.json"));
  EXPECT_THAT(codes(library), IsEmpty());
  ASSERT_EQ(library.servers.size(), 3U);
  const Server& db = library.servers[0];
  EXPECT_EQ(db.name, "db");
  EXPECT_EQ(db.command, "npx");
  EXPECT_THAT(db.args, ElementsAre("-y", "pkg"));
  EXPECT_THAT(db.env, ElementsAre(Pair{"B", "2"}, Pair{"A", "1"}));
  EXPECT_THAT(db.profile_tags, ElementsAre("p", "q"));
  EXPECT_EQ(db.enabled, std::nullopt);
  EXPECT_FALSE(db.custom);
  EXPECT_EQ(db.where.text(), folder.file("servers.json:2"));
  EXPECT_EQ(db.raw.front(), '{');
  EXPECT_THAT(db.raw, testing::EndsWith("\"A\": \"1\"}}"));
  const Server& web = library.servers[1];
  EXPECT_EQ(web.url, "https://x/mcp");
  EXPECT_THAT(web.headers, ElementsAre(Pair{"X", "y"}, Pair{"N", "1"}, Pair{"T", "True"}));
  EXPECT_EQ(web.enabled, false);
  EXPECT_EQ(library.servers[2].enabled, std::nullopt);
  EXPECT_TRUE(library.servers[2].custom);
}

struct InvalidRow {
  const char* name;
  std::string entry;
  std::string reason;
  std::size_t line = 2;
};
class Invalid : public testing::TestWithParam<InvalidRow> {};
TEST_P(Invalid, EntryIsLeftOutAndTold) {
  const Library library = loaded_servers("{\n\"bad\": " + GetParam().entry +
                                         ",\n\"good\": {\"name\": \"good\", \"command\": \"x\"}}");
  EXPECT_THAT(names(library.servers), ElementsAre("good"));
  ASSERT_EQ(library.invalid.size(), 1U);
  EXPECT_EQ(library.invalid[0].name, "bad");
  EXPECT_EQ(library.invalid[0].reason, GetParam().reason);
  EXPECT_EQ(library.invalid[0].where.line, GetParam().line);
  ASSERT_THAT(codes(library), testing::Contains("mcpm.invalid-entry"));
  const Diagnostic& finding = library.findings.back();
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_THAT(finding.message, HasSubstr("\"bad\" is left out: " + GetParam().reason));
  EXPECT_THAT(finding.where, testing::EndsWith("servers.json:" + std::to_string(GetParam().line)));
  EXPECT_THAT(finding.hint, HasSubstr("deletes it"));
  for (const Diagnostic& each : library.findings)
    EXPECT_THAT(each.message, testing::Not(HasSubstr("s3cret")));
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Invalid,
    testing::Values(
        InvalidRow{"not_an_object", "\"s3cret\"", "the entry must be an object, found a string"},
        InvalidRow{"null_entry", "null", "the entry must be an object, found null"},
        InvalidRow{"no_name", R"({"command": "s3cret"})", "the field name is missing"},
        InvalidRow{"name_null", "{\n\"name\": null, \"command\": \"x\"}",
                   "name must be a string, found null", 3},
        InvalidRow{"nothing_to_run", R"({"name": "bad"})",
                   "it has none of the fields command, url and config"},
        InvalidRow{"command_list", "{\"name\": \"bad\",\n\"command\": [\"npx\", \"s3cret\"]}",
                   "command must be a string, found a list", 3},
        InvalidRow{"command_null", R"({"name": "bad", "command": null})",
                   "command must be a string, found null"},
        InvalidRow{"command_empty", R"({"name": "bad", "command": ""})",
                   "command is empty, so there is nothing to run"},
        InvalidRow{"url_number", R"({"name": "bad", "url": 1})",
                   "url must be a string, found a number"},
        InvalidRow{"url_empty", R"({"name": "bad", "url": ""})",
                   "url is empty, so there is nothing to run"},
        InvalidRow{"args_null", R"({"name": "bad", "command": "x", "args": null})",
                   "args must be a list, found null"},
        InvalidRow{"args_text", R"({"name": "bad", "command": "x", "args": "s3cret"})",
                   "args must be a list, found a string"},
        InvalidRow{"args_number",
                   "{\"name\": \"bad\", \"command\": \"x\", \"args\": [\"a\",\n8080]}",
                   "item 2 of args must be a string, found a number", 3},
        InvalidRow{"env_null", R"({"name": "bad", "command": "x", "env": null})",
                   "env must be an object, found null"},
        InvalidRow{"env_number",
                   "{\"name\": \"bad\", \"command\": \"x\", \"env\": {\"KEY\": "
                   "\"s3cret\",\n\"PORT\": 5432}}",
                   "env \"PORT\" must be a string, found a number", 3},
        InvalidRow{"env_value_null", R"({"name": "bad", "command": "x", "env": {"A": null}})",
                   "env \"A\" must be a string, found null"},
        InvalidRow{"env_list", R"({"name": "bad", "command": "x", "env": ["A=s3cret"]})",
                   "env must be an object, found a list"},
        InvalidRow{"tags_null", R"({"name": "bad", "command": "x", "profile_tags": null})",
                   "profile_tags must be a list, found null"},
        InvalidRow{"tag_number", R"({"name": "bad", "command": "x", "profile_tags": ["a", 1]})",
                   "item 2 of profile_tags must be a string, found a number"},
        InvalidRow{"headers_list", R"({"name": "bad", "url": "https://x", "headers": []})",
                   "headers must be an object, found a list"},
        InvalidRow{"config_text", R"({"name": "bad", "config": "s3cret"})",
                   "config must be an object, found a string"},
        InvalidRow{"both_invalid", R"({"name": "bad", "command": 1, "url": 2})",
                   "command must be a string, found a number"}),
    [](const auto& row) { return row.param.name; });

TEST(ServerEntry, KeepsTheTagsOfInvalidEntries) {
  const Library library =
      loaded_servers(R"({"bad": {"name": "bad", "profile_tags": ["p"], "args": []}})");
  ASSERT_EQ(library.invalid.size(), 1U);
  EXPECT_THAT(library.invalid[0].profile_tags, ElementsAre("p"));
  EXPECT_THAT(library.profiles, IsEmpty());  // to MCPM nothing is tagged
}

struct ChoiceRow {
  const char* name;
  std::string fields;
  std::string command;
  std::string url;
  bool custom;
  std::vector<std::string> codes;
};
class Choice : public testing::TestWithParam<ChoiceRow> {};
TEST_P(Choice, IsThatOfMcpm) {
  const Library library = loaded_servers(R"({"s": {"name": "s", )" + GetParam().fields + "}}");
  ASSERT_EQ(library.servers.size(), 1U);
  EXPECT_EQ(library.servers[0].command, GetParam().command);
  EXPECT_EQ(library.servers[0].url, GetParam().url);
  EXPECT_EQ(library.servers[0].custom, GetParam().custom);
  EXPECT_EQ(codes(library), GetParam().codes);
  if (library.servers[0].command.empty()) {
    EXPECT_THAT(library.servers[0].args, IsEmpty());
  }
  if (library.servers[0].url.empty()) {
    EXPECT_THAT(library.servers[0].headers, IsEmpty());
  }
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Choice,
    testing::Values(ChoiceRow{"tie_goes_to_command",
                              R"("command": "c", "url": "u")",
                              "c",
                              "",
                              false,
                              {"mcpm.command-and-url"}},
                    ChoiceRow{"more_fields_win",
                              R"("command": "c", "url": "u", "headers": {})",
                              "",
                              "u",
                              false,
                              {"mcpm.command-and-url"}},
                    ChoiceRow{"tie_of_two",
                              R"("command": "c", "args": ["a"], "url": "u", "headers": {"h": "v"})",
                              "c",
                              "",
                              false,
                              {"mcpm.command-and-url", "mcpm.unused-field"}},
                    ChoiceRow{"invalid_variant_loses",
                              R"("command": "c", "args": null, "env": {}, "url": "u")",
                              "",
                              "u",
                              false,
                              {"mcpm.command-and-url", "mcpm.unused-field", "mcpm.unused-field"}},
                    ChoiceRow{"command_before_config",
                              R"("command": "c", "config": {})",
                              "c",
                              "",
                              false,
                              {"mcpm.unused-field"}},
                    ChoiceRow{"headers_without_url",
                              R"("command": "c", "headers": {})",
                              "c",
                              "",
                              false,
                              {"mcpm.unused-field"}},
                    ChoiceRow{"config_alone", R"("config": {})", "", "", true, {}}),
    [](const auto& row) { return row.param.name; });

TEST(ServerEntry, ReportsUnknownFieldsAndKeepsThem) {
  const Library library = loaded_servers(
      "{\"s\": {\"name\": \"s\", \"command\": \"x\",\n\"disabled\": true,\n\"docker\": {\"token\": "
      "\"s3cret\"}}}");
  ASSERT_THAT(codes(library), ElementsAre("mcpm.unknown-field", "mcpm.unknown-field"));
  EXPECT_EQ(library.findings[0].severity, Severity::kInfo);
  EXPECT_THAT(library.findings[0].message, HasSubstr("\"disabled\""));
  EXPECT_THAT(library.findings[0].where, testing::EndsWith(":2"));
  EXPECT_THAT(library.findings[1].where, testing::EndsWith(":3"));
  EXPECT_THAT(library.findings[1].message, testing::Not(HasSubstr("s3cret")));
  EXPECT_THAT(library.servers[0].raw, HasSubstr("s3cret"));
}

TEST(ServerEntry, TakesTheKeyForTheName) {
  const Library library = loaded_servers("{\"key\": {\n\"name\": \"other\", \"command\": \"x\"}}");
  EXPECT_THAT(names(library.servers), ElementsAre("key"));
  ASSERT_THAT(codes(library), ElementsAre("mcpm.name-mismatch"));
  EXPECT_EQ(library.findings[0].severity, Severity::kWarning);
  EXPECT_THAT(library.findings[0].where, testing::EndsWith(":2"));
}

TEST(ServerEntry, ReportsAnEnabledThatIsNoBoolean) {
  const Library library =
      loaded_servers(R"({"s": {"name": "s", "command": "x", "enabled": "false"}})");
  EXPECT_EQ(library.servers.at(0).enabled, std::nullopt);
  EXPECT_THAT(codes(library), ElementsAre("mcpm.enabled-not-boolean"));
}

TEST(ServerEntry, SendsHeadersAsPythonPrintsThem) {
  const Library library = loaded_servers(
      R"({"s": {"name": "s", "url": "u", "headers": {"a": null, "b": false, "c": [1, 2]}}})");
  EXPECT_THAT(library.servers.at(0).headers,
              ElementsAre(Pair{"a", "None"}, Pair{"b", "False"}, Pair{"c", "[1, 2]"}));
  EXPECT_THAT(codes(library), ElementsAre("mcpm.header-not-text", "mcpm.header-not-text"));
}

}  // namespace
}  // namespace mcpmx::mcpm
