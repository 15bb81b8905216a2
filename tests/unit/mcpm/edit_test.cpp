#include "mcpm/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "config_folder.h"

namespace mcpmx::mcpm {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kFile = "/home/me/.config/mcpm/servers.json";

// As MCPM writes it, with a field that MCPM does not know and escapes of a person's own.
constexpr const char* kText = R"({
  "db": {
    "name": "db",
    "profile_tags": [
      "work",
      "home"
    ],
    "command": "npx",
    "args": [
      "-y",
      "pkg@1.0.0",
      "caf\u00e9",
      "\/tmp"
    ],
    "env": {
      "A": "1",
      "B": "tür"
    },
    "note": [1,2, 3]
  },
  "web": {
    "name": "web",
    "profile_tags": [],
    "url": "https://x/mcp",
    "headers": {
      "N": 1,
      "X": "y",
      "L": [1,2]
    }
  },
  "own": {"name": "own", "config": {"any": 1}}
})";

Library library_of(const std::string& text) {
  auto result = load_text({"/home/me/.config/mcpm", {kFile, text}, {}, {}, false});
  if (result) return std::move(result).value();
  ADD_FAILURE() << result.error().where << ": " << result.error().message;
  return {};
}

const Server& server_of(const Library& library, const std::string& name) {
  for (const Server& server : library.servers) {
    if (server.name == name) return server;
  }
  static const Server kNone;
  ADD_FAILURE() << "no server " << name;
  return kNone;
}

// An entry's fields as they stand, with `change` made.
EntryChange changed(const std::string& text, const std::string& name,
                    const std::function<void(Server&)>& change) {
  EntryChange result;
  result.name = name;
  result.wanted = server_of(library_of(text), name);
  change(*result.wanted);
  return result;
}

EntryChange tagged(const std::string& name, const std::string& add, const std::string& remove) {
  EntryChange change;
  change.name = name;
  change.add_tag = add;
  change.remove_tag = remove;
  return change;
}

EntryChange added(Server server) {
  EntryChange change;
  change.name = server.name;
  change.wanted = std::move(server);
  change.is_new = true;
  return change;
}

Result<std::string> edited(const std::string& text, const EntryChange& change) {
  return edit_servers(text, kFile, {&change, 1});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
    ADD_FAILURE() << "not there once: " << from;
    return text;
  }
  return text.replace(at, from.size(), to);
}

struct ChangeRow {
  const char* what;
  const char* server;
  std::function<void(Server&)> change;
  const char* from;  // in the text
  const char* to;
};

TEST(EditServers, TouchesOnlyWhatDiffers) {
  const ChangeRow rows[] = {
      {"a command", "db", [](Server& s) { s.command = "uvx"; }, R"("command": "npx")",
       R"("command": "uvx")"},
      {"a version", "db", [](Server& s) { s.args[1] = "pkg@2"; }, "pkg@1.0.0", "pkg@2"},
      {"an argument at the end", "db", [](Server& s) { s.args.emplace_back("ä\"\n"); },
       R"("\/tmp")", "\"\\/tmp\",\n      \"\\u00e4\\\"\\n\""},
      {"an argument between", "db", [](Server& s) { s.args.insert(s.args.begin() + 1, "-q"); },
       R"("-y",)", "\"-y\",\n      \"-q\","},
      {"an argument ahead of all", "db", [](Server& s) { s.args.insert(s.args.begin(), "-q"); },
       R"("-y",)", "\"-q\",\n      \"-y\","},
      {"an argument less", "db", [](Server& s) { s.args.erase(s.args.begin() + 1); },
       "      \"pkg@1.0.0\",\n", ""},
      {"no arguments", "db", [](Server& s) { s.args.clear(); },
       "[\n      \"-y\",\n      \"pkg@1.0.0\",\n      \"caf\\u00e9\",\n      \"\\/tmp\"\n    ]",
       "[]"},
      {"a variable", "db", [](Server& s) { s.env[0].value = "2"; }, R"("A": "1")", R"("A": "2")"},
      {"a new variable, wherever it stands", "db",
       [](Server& s) {
         s.env.insert(s.env.begin(), Pair{"C", ""});
       },
       R"("B": "tür")", "\"B\": \"tür\",\n      \"C\": \"\""},
      {"a variable less", "db", [](Server& s) { s.env.erase(s.env.begin()); },
       "      \"A\": \"1\",\n", ""},
      {"a variable for another", "db",
       [](Server& s) {
         s.env = {{"A", "1"}, {"Z", "9"}};
       },
       R"("B": "tür")", R"("Z": "9")"},
      {"the order of variables is the file's", "db",
       [](Server& s) { std::swap(s.env[0], s.env[1]); }, "", ""},
      {"tags", "db", [](Server& s) { s.profile_tags[1] = "away"; }, R"("home")", R"("away")"},
      {"a URL", "web", [](Server& s) { s.url = "https://y/mcp"; }, "https://x", "https://y"},
      {"a header, those that are no text stay", "web", [](Server& s) { s.headers[1].value = "z"; },
       R"("X": "y")", R"("X": "z")"},
      {"a header that was a number", "web", [](Server& s) { s.headers[0].value = "2"; },
       R"("N": 1)", R"("N": "2")"},
      {"a tag into an empty list", "web", [](Server& s) { s.profile_tags = {"work"}; },
       R"("profile_tags": [])", "\"profile_tags\": [\n      \"work\"\n    ]"},
      {"a tag of an entry of another kind", "own", [](Server& s) { s.profile_tags = {"work"}; },
       R"("name": "own", )", R"("name": "own", "profile_tags": ["work"], )"},
      {"nothing", "db", [](Server&) {}, "", ""},
      {"no kind that MCPM knows by itself, and nothing", "own", [](Server&) {}, "", ""},
      {"a URL instead of a command", "db",
       [](Server& s) {
         s = Server();
         s.url = "https://z";
         s.headers = {{"H", "v"}};
         s.profile_tags = {"work", "home"};
       },
       "\"command\": \"npx\",\n    \"args\": [\n      \"-y\",\n      \"pkg@1.0.0\",\n      "
       "\"caf\\u00e9\",\n      \"\\/tmp\"\n    ],\n    \"env\": {\n      \"A\": \"1\",\n      "
       "\"B\": \"tür\"\n    }",
       "\"url\": \"https://z\",\n    \"headers\": {\n      \"H\": \"v\"\n    }"},
  };
  for (const ChangeRow& row : rows) {
    const auto result = edited(kText, changed(kText, row.server, row.change));
    ASSERT_TRUE(result) << row.what << ": " << result.error().where << result.error().message;
    const bool same = std::string(row.from).empty();
    EXPECT_EQ(*result, same ? kText : replaced(kText, row.from, row.to)) << row.what;
  }
}

TEST(EditServers, AddsAndTakesTags) {
  const auto away = edited(kText, tagged("db", "", "work"));
  ASSERT_TRUE(away);
  EXPECT_EQ(*away, replaced(kText, "      \"work\",\n", ""));
  const auto more = edited(kText, tagged("db", "new", ""));
  ASSERT_TRUE(more);
  EXPECT_EQ(*more, replaced(kText, R"("home")", "\"home\",\n      \"new\""));
  const auto both = edited(kText, tagged("db", "new", "home"));
  ASSERT_TRUE(both);
  EXPECT_EQ(*both, replaced(kText, R"("home")", R"("new")"));
  EXPECT_EQ(*edited(kText, tagged("db", "work", "")), kText) << "it has the tag";
  EXPECT_EQ(*edited(kText, tagged("db", "", "nix")), kText) << "it has not";
  const std::string twice =
      R"({"a": {"name": "a", "command": "x", "profile_tags": ["p", "q", "p"]}})";
  EXPECT_EQ(*edited(twice, tagged("a", "", "p")),
            replaced(twice, R"(["p", "q", "p"])", R"(["q"])"));
  const std::string mixed = R"({"a": {"name": "a", "command": "x", "url": "y"}})";
  EXPECT_EQ(*edited(mixed, tagged("a", "p", "")),
            R"({"a": {"name": "a", "profile_tags": ["p"], "command": "x", "url": "y"}})");
}

TEST(EditServers, AddsFieldsOnlyWhereTheyAreNeeded) {
  const std::string text = R"({"a": {"name": "a", "command": "x", "later": 1}})";
  EXPECT_EQ(*edited(text, changed(text, "a", [](Server& s) { s.command = "y"; })),
            R"({"a": {"name": "a", "command": "y", "later": 1}})");
  EXPECT_EQ(*edited(text, changed(text, "a",
                                  [](Server& s) {
                                    s.env = {{"E", "1"}};
                                    s.args = {"-v"};
                                    s.profile_tags = {"p"};
                                  })),
            R"({"a": {"name": "a", "profile_tags": ["p"], "command": "x", "args": ["-v"], )"
            R"("env": {"E": "1"}, "later": 1}})");
}

TEST(EditServers, LeavesWhatMcpmDoesNotUse) {
  const std::string text =
      R"({"a": {"name": "a", "command": "x", "headers": {"H": 1}, "later": null}})";
  EXPECT_EQ(*edited(text, changed(text, "a", [](Server& s) { s.command = "y"; })),
            replaced(text, R"("x")", R"("y")"));
  const std::string remote = R"({"a": {"name": "a", "url": "x", "args": ["-v"], "env": null}})";
  EXPECT_EQ(*edited(remote, changed(remote, "a", [](Server& s) { s.url = "y"; })),
            replaced(remote, R"("x")", R"("y")"));
}

TEST(EditServers, WritesNewEntriesAsMcpmDoes) {
  Server one;
  one.name = "größe";
  one.command = "npx";
  one.args = {"-y", "ä"};
  one.profile_tags = {"work"};
  Server two;
  two.name = "web";
  two.url = "https://x";
  const EntryChange changes[] = {added(one), added(two)};
  const std::string entries =
      "  \"gr\\u00f6\\u00dfe\": {\n    \"name\": \"gr\\u00f6\\u00dfe\",\n"
      "    \"profile_tags\": [\n      \"work\"\n    ],\n    \"command\": \"npx\",\n"
      "    \"args\": [\n      \"-y\",\n      \"\\u00e4\"\n    ],\n    \"env\": {}\n  },\n"
      "  \"web\": {\n    \"name\": \"web\",\n    \"profile_tags\": [],\n"
      "    \"url\": \"https://x\",\n    \"headers\": {}\n  }\n}";
  for (const char* text : {"", "{}"}) {
    EXPECT_EQ(*edit_servers(text, kFile, changes), "{\n" + entries) << text;
  }
  EXPECT_EQ(*edit_servers("{}\n", kFile, changes), "{\n" + entries + "\n");
  const std::string first = "{\n  \"a\": {\n    \"name\": \"a\",\n    \"command\": \"x\"\n  }";
  EXPECT_EQ(*edit_servers(first + "\n}", kFile, changes), first + ",\n" + entries);
  EXPECT_EQ(*edit_servers("", kFile, {}), "");
}

TEST(EditServers, KeepsToTheIndentationOfTheFile) {
  Server one;
  one.name = "b";
  one.command = "x";
  const std::string tabs =
      "{\r\n\t\"a\": {\r\n\t\t\"name\": \"a\",\r\n\t\t\"command\": \"x\"\r\n\t}";
  EXPECT_EQ(*edited(tabs + "\r\n}\r\n", added(one)),
            tabs +
                ",\r\n\t\"b\": {\r\n\t\t\"name\": \"b\",\r\n\t\t\"profile_tags\": [],\r\n"
                "\t\t\"command\": \"x\",\r\n\t\t\"args\": [],\r\n\t\t\"env\": {}\r\n\t}\r\n}\r\n");
}

TEST(EditServers, MakesManyChangesAtOnce) {
  EntryChange db = changed(kText, "db", [](Server& s) { s.args[1] = "pkg@2"; });
  db.remove_tag = "home";
  const EntryChange changes[] = {db, tagged("web", "work", ""), tagged("own", "", "none")};
  const auto result = edit_servers(kText, kFile, changes);
  ASSERT_TRUE(result);
  std::string wanted = replaced(kText, "pkg@1.0.0", "pkg@2");
  wanted = replaced(wanted, ",\n      \"home\"", "");
  EXPECT_EQ(*result, replaced(wanted, R"("profile_tags": [])",
                              "\"profile_tags\": [\n      \"work\"\n    ]"));
}

struct RefusalRow {
  const char* what;
  std::string text;
  EntryChange change;
  const char* message;
  std::size_t line;  // 0: the file as a whole
};

Server stdio(const std::string& name, const std::string& command) {
  Server server;
  server.name = name;
  server.command = command;
  return server;
}

EntryChange env_of(const std::string& name, const std::string& value) {
  Server server = stdio("new", "npx");
  server.env = {{name, value}};
  return added(server);
}

TEST(EditServers, RefusesWhatMcpmWouldDelete) {
  const std::string two = "{\n\"a\": {\"name\": \"a\", \"command\": \"x\"},\n\"b\": ";
  const auto change_b = [](Server server) {
    EntryChange change;
    change.name = "b";
    change.wanted = std::move(server);
    return change;
  };
  Server both = stdio("b", "x");
  both.url = "https://x";
  Server headers = stdio("b", "x");
  headers.headers = {{"H", "v"}};
  Server remote_args;
  remote_args.name = "b";
  remote_args.url = "https://x";
  remote_args.args = {"-y"};
  Server twice = stdio("new", "x");
  twice.env = {{"A", "1"}, {"A", "2"}};
  Server bytes = stdio("b", "x");
  bytes.args = {"sEcr3t\xff"};
  const RefusalRow rows[] = {
      {"no command", two + R"({"name": "b", "command": "x"}})", change_b(stdio("b", "")),
       "neither a command nor a URL", 3},
      {"NUL", "", env_of("T", std::string("sEcr3t\0", 7)), "env \"T\" has a NUL", 0},
      {"not UTF-8", two + R"({"name": "b", "command": "x"}})", change_b(bytes),
       "item 1 of args is not UTF-8", 3},
      {"a variable without name", "", env_of("", "sEcr3t"), "no variable can be called \"\"", 0},
      {"a variable that none can be", "", env_of("A=B", "sEcr3t"), "called \"A=B\"", 0},
      {"both", two + R"({"name": "b", "command": "x"}})", change_b(both),
       "both a command and a URL", 3},
      {"headers of a command", two + R"({"name": "b", "command": "x"}})", change_b(headers),
       "keeps no headers", 3},
      {"arguments of a URL", two + R"({"name": "b", "url": "x"}})", change_b(remote_args),
       "keeps neither arguments", 3},
      {"a variable twice", "", added(twice), "get \"A\" twice", 0},
      {"both stand there", two + "{\"name\": \"b\",\n\"command\": \"x\",\n\"url\": \"y\"}}",
       change_b(stdio("b", "y")), "has both command and url", 5},
      {"a key twice", two + "{\"name\": \"b\", \"command\": \"x\",\n\"command\": \"y\"}}",
       tagged("b", "p", ""), "the key \"command\" stands twice, here and in line 3", 4},
      {"a key of a variable twice",
       two + "{\"name\": \"b\", \"command\": \"x\",\n\"env\": {\"T\": \"1\",\n\"T\": \"2\"}}}",
       tagged("b", "p", ""), "the key \"T\" stands twice, here and in line 4", 5},
      {"an entry twice",
       two + "{\"name\": \"b\", \"command\": \"x\"},\n\"b\": {\"name\": \"b\", "
             "\"command\": \"y\"}}",
       tagged("b", "p", ""), "the key \"b\" stands twice, here and in line 3", 4},
      {"another name", two + "{\n\"name\": \"c\", \"command\": \"x\"}}", tagged("b", "p", ""),
       "the entry \"b\" calls itself \"c\"", 4},
      {"it would get another name", two + R"({"name": "b", "command": "x"}})",
       change_b(stdio("c", "x")), "would call itself \"c\"", 0},
      {"invalid", two + "{\"name\": \"b\", \"command\": \"x\",\n\"env\": {\"PORT\": 8080}}}",
       tagged("b", "p", ""), "MCPM cannot read the entry \"b\": env \"PORT\" must be a string", 4},
      {"custom", two + "{\"name\": \"b\",\n\"config\": {}}}", change_b(stdio("b", "x")),
       "has a config of its own", 4},
      {"a name that is taken", two + R"({"name": "b", "command": "x"}})", added(stdio("b", "x")),
       "there is an entry \"b\" already", 3},
      {"a name that an invalid entry has", two + R"({"name": "b"}})", added(stdio("b", "x")),
       "there is an entry \"b\" already", 3},
      {"no such entry", two + R"({"name": "b", "command": "x"}})", tagged("c", "p", ""),
       "there is no entry \"c\"", 0},
      {"no name", "", added(stdio("", "x")), "a server has no name", 0},
      {"a name of bytes", "", added(stdio("\xff", "x")), "a server's name is not UTF-8", 0},
      {"not JSON", "{\n\"a\": {]", tagged("a", "p", ""), "", 2},
      {"a list", "[]", tagged("a", "p", ""), "expected an object", 1},
  };
  for (const RefusalRow& row : rows) {
    const auto result = edited(row.text, row.change);
    ASSERT_FALSE(result) << row.what << *result;
    const Error& error = result.error();
    EXPECT_THAT(error.message, HasSubstr(row.message)) << row.what;
    const std::string line = row.line == 0 ? "" : ":" + std::to_string(row.line);
    EXPECT_THAT(error.where, testing::StartsWith(kFile + line)) << row.what;
    EXPECT_FALSE(error.hint.empty()) << row.what;
    EXPECT_THAT(error.message + error.hint, Not(HasSubstr("sEcr3t"))) << row.what;
  }
}

TEST(EditServers, RefusesTwoChangesOfOneEntry) {
  const EntryChange changes[] = {tagged("db", "a", ""), tagged("db", "b", "")};
  const auto result = edit_servers(kText, kFile, changes);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("two changes at once"));
}

TEST(EditServers, NeverWritesFormat1) {
  const auto result = edit_servers("{}", "/m/profiles.json", {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().hint, "mcpm migrate");
  Library library;
  EXPECT_TRUE(check_editable(library));
  library.format = 1;
  library.file = "/m/profiles.json";
  const auto checked = check_editable(library);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().where, "/m/profiles.json");
  EXPECT_EQ(checked.error().hint, "mcpm migrate");
}

TEST(EditMetadata, AddsAProfileAsMcpmDoes) {
  const std::string work =
      "{\n  \"work\": {\n    \"name\": \"work\",\n    \"api_key\": null,\n    \"description\": "
      "null\n  }";
  EXPECT_EQ(*edit_metadata("", kFile, "work"), work + "\n}");
  EXPECT_EQ(*edit_metadata(work + "\n}", kFile, "work"), work + "\n}");
  const std::string other = "{\n  \"a\": {\"name\": \"a\", \"docker_metadata\": {}}";
  EXPECT_EQ(*edit_metadata(other + "\n}\n", kFile, "work"), other + "," + work.substr(1) + "\n}\n");
  EXPECT_FALSE(edit_metadata("", kFile, ""));
  EXPECT_FALSE(edit_metadata("", kFile, "\xff"));
  EXPECT_FALSE(edit_metadata("{", kFile, "work"));
}

}  // namespace
}  // namespace mcpmx::mcpm
