#include "sync/handles.h"

#include <gtest/gtest.h>

#include "sync/base.h"

namespace mcpmx::sync {
namespace {

Handles handles() { return Handles(compose::StateKey(std::string(32, 'k'))); }

TEST(Handles, HideAndRevealAreTheWayThereAndBack) {
  Handles some = handles();
  some.add("s3cret");
  const std::string text = "postgres://u:s3cret@h and s3cret";
  const std::string hidden = some.hide(text);
  EXPECT_EQ(hidden.find("s3cret"), std::string::npos);
  EXPECT_EQ(some.reveal(hidden), text);
  EXPECT_EQ(some.hide(hidden), hidden) << "a handle is no text to hide in";
}

TEST(Handles, TheLongerSecretGoesFirst) {
  Handles some = handles();
  some.add("pass");
  some.add("password");
  EXPECT_EQ(some.hide("password"), some.of("password"));
}

// What stands between a text and the value that begins it, in the order of bytes, hides none.
TEST(Handles, ValuesInBetweenAreNoHindrance) {
  Handles some = handles();
  for (const char* value : {"ab", "ab.d", "ab.e", "ab.f", "abb", "a"}) some.add(value);
  EXPECT_EQ(some.hide("ab.x"), some.of("ab") + ".x");
  EXPECT_EQ(some.hide("ab.e.z"), some.of("ab.e") + ".z");
  EXPECT_EQ(some.hide("a.c"), some.of("a") + ".c");
  EXPECT_EQ(some.hide("b"), "b");
}

// What a text only happens to hold could not be revealed once .env has another value.
TEST(Handles, PartsOfWordsAreNone) {
  Handles some = handles();
  for (const char* value : {"80", "my_api_key", "0123456789abcdef"}) some.add(value);
  EXPECT_EQ(some.hide("8080"), "8080");
  EXPECT_EQ(some.hide("x:80/y"), "x:" + some.of("80") + "/y");
  EXPECT_EQ(some.hide("my_api_key_name"), "my_api_key_name");
  EXPECT_EQ(some.hide("key=my_api_key"), "key=" + some.of("my_api_key"));
  EXPECT_EQ(some.hide("x0123456789abcdefx"), "x" + some.of("0123456789abcdef") + "x");
}

TEST(Handles, WhatIsNotKnownStaysAHandle) {
  Handles before = handles();
  before.add("old");
  const std::string hidden = before.hide("x old y");
  const Handles now = handles();
  EXPECT_EQ(now.reveal(hidden), hidden);
}

TEST(Handles, ATextThatSaysItTellsWhatAHandleHides) {
  Handles before = handles();
  for (const char* value : {"old", "user", "word"}) before.add(value);
  const std::string hidden = before.hide("a://user:word@h and word.");
  struct Row {
    const char* plain;
    bool learned;
  };
  for (const auto& [plain, learned] :
       {Row{"a://user:word@h and word.", true}, Row{"a://user:other@h and word.", false},
        Row{"b://user:word@h and word.", false}, Row{"", false}, Row{"a://user:word", false}}) {
    Handles now = handles();
    now.learn(hidden, plain);
    EXPECT_EQ(now.reveal(hidden) == "a://user:word@h and word.", learned) << plain;
  }
  Handles beside = handles();
  beside.learn(before.of("old") + before.of("word"), "oldword");
  EXPECT_EQ(beside.reveal(before.of("old")), before.of("old")) << "nothing says where one ends";
}

TEST(Handles, EscapedTextsOfJsonAreHiddenToo) {
  Handles some = handles();
  some.add("a\"b\\c");
  const std::string hidden = some.hide_json(R"(["x a\"b\\c"])");
  EXPECT_EQ(hidden, "[\"x " + some.of("a\"b\\c") + "\"]");
  EXPECT_EQ(some.reveal_json(hidden), R"(["x a\"b\\c"])");
}

TEST(Handles, MasksTellSecretsApart) {
  Handles some = handles();
  some.add("one");
  some.add("two");
  const std::string masked = some.mask("one two");
  EXPECT_EQ(masked.find("one"), std::string::npos);
  EXPECT_NE(some.mask("one"), some.mask("two"));
}

TEST(Base, ComesBackAsItWasWritten) {
  Base base;
  base.profile = "work";
  base.inputs = "abc";
  base.top["networks/mcp-network/driver"] = "\"bridge\"";
  BaseServer server;
  server.entry.name = "time";
  server.entry.command = "uvx";
  server.entry.args = {"mcp-time"};
  server.entry.env = {{"B", "2"}, {"A", "1"}};
  server.services["mcp"] = {"time", {{"image", "\"x\""}, {"cpus", "1"}}};
  base.servers["time"] = server;
  base.writes = {{{{"time", "env/A"}, {"", "hash"}}}, {}};
  const auto back = parse_base(base_text(base));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(base_text(*back), base_text(base));
  EXPECT_EQ(back->servers.at("time").entry.env, server.entry.env);
  EXPECT_EQ(back->writes, base.writes);
}

TEST(Base, WhatIsTornIsNone) {
  Base base;
  const std::string text = base_text(base);
  EXPECT_FALSE(parse_base(text.substr(0, text.size() / 2)).has_value());
  EXPECT_FALSE(parse_base("{}").has_value());
  EXPECT_FALSE(parse_base("").has_value());
}

}  // namespace
}  // namespace mcpmx::sync
