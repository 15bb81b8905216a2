#include "document/value_text.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "document/edit_law.h"
#include "document/reader.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

struct Case {
  const char* name;
  const char* value;
  const char* text;
};

const Case kBlocks[] = {
    {"map", R"({"a":1,"b":null,"c":true})", "a: 1\n  b:\n  c: true"},
    {"list", R"(["x",null,["z"],[]])", "- x\n  - null\n  - - z\n  - []"},
    {"nested", R"({"a":{"b":["c"]},"d":{}})", "a:\n    b:\n      - c\n  d: {}"},
    {"map_in_list", R"([{"k":"v","l":[1]}])", "- k: v\n    l:\n      - 1"},
    {"literal", R"({"a":"x\ny\n","b":["p\nq"]})",
     "a: |\n    x\n    y\n  b:\n    - |-\n      p\n      q"},
    {"quotes", R"({"yes":"no","a b":"c: d"})", "\"yes\": \"no\"\n  a b: \"c: d\""},
};

TEST(BlockText, IndentsByItsColumn) {
  for (const Case& test : kBlocks) {
    TextStyle style;
    style.list_step = 2;
    EXPECT_EQ(block_text(json::parse(test.value), 2, style), test.text) << test.name;
  }
}

TEST(BlockText, FollowsTheStyle) {
  TextStyle style;
  style.step = 4;
  style.list_step = 0;
  style.quote = Style::kSingleQuoted;
  EXPECT_EQ(block_text(json::parse(R"({"a":{"b":["x"]}})"), 0, style), "a:\n    b:\n    - 'x'");
  style.literals = false;
  EXPECT_EQ(block_text(json::parse(R"({"a":"x\ny"})"), 0, style), "a: \"x\\ny\"");
}

const Case kInline[] = {
    {"map", R"({"a":1,"b":["x, y",null]})", R"({a: 1, b: ["x, y", null]})"},
    {"empty", R"([{},[],""])", R"([{}, [], ""])"},
    {"question_mark", R"(["a?b"])", R"(["a?b"])"},  // ends a plain scalar for yaml-cpp
};

TEST(InlineText, StandsOnOneLine) {
  for (const Case& test : kInline) {
    EXPECT_EQ(inline_text(json::parse(test.value), Syntax::kYaml, Style::kPlain), test.text)
        << test.name;
  }
  EXPECT_EQ(inline_text(json::parse(R"({"a":["\u00e9"]})"), Syntax::kJson, Style::kDoubleQuoted),
            R"({"a": ["\u00e9"]})");
}

TEST(JsonText, TakesTheDocumentsIndentation) {
  EXPECT_EQ(json_text(json::parse(R"({"a":[1],"b":{}})"), "\t", "\t"),
            "{\n\t\t\"a\": [\n\t\t\t1\n\t\t],\n\t\t\"b\": {}\n\t}");
}

TEST(AllTexts, ReadBackAsTheValue) {
  for (const Case& test : kBlocks) {
    const json::value value = json::parse(test.value);
    const auto block = read_yaml("  " + block_text(value, 2, {}) + "\n", "f");
    ASSERT_TRUE(block) << test.name;
    EXPECT_TRUE(reads_as(*block, block->root(), value)) << test.name;
    const auto in_brackets = read_yaml(inline_text(value, Syntax::kYaml, Style::kPlain), "f");
    ASSERT_TRUE(in_brackets) << test.name;
    EXPECT_TRUE(reads_as(*in_brackets, in_brackets->root(), value)) << test.name;
    const auto json = read_json(json_text(value, "", "  "), "f");
    ASSERT_TRUE(json) << test.name;
    EXPECT_TRUE(reads_as(*json, json->root(), value)) << test.name;
  }
}

TEST(NeedsLineEnd, IsForLiteralsAtTheEnd) {
  EXPECT_TRUE(needs_line_end(json::parse(R"({"a":1,"b":["x","y\nz\n"]})")));
  EXPECT_FALSE(needs_line_end(json::parse(R"({"a":"y\nz\n","b":1})")));
  EXPECT_FALSE(needs_line_end(json::parse(R"("y\nz")")));
  EXPECT_FALSE(needs_line_end(json::parse(R"("z\n")"))) << "stands in quotes";
}

TEST(CheckValue, SaysWhatNoDocumentCanCarry) {
  const auto nul = check_value({{"a", {1, json::string("x\0y", 3)}}});
  ASSERT_FALSE(nul);
  EXPECT_EQ(nul.error().where, "/a/1");
  EXPECT_FALSE(check_value({{"a", "\xff"}}));
  EXPECT_FALSE(check_value({{"\xff", 1}}));
  json::value deep = 1;
  for (int i = 0; i < 70; ++i) deep = json::array({deep});
  EXPECT_FALSE(check_value(deep));
  EXPECT_TRUE(check_value({{"a", {1, "x", nullptr}}}));
}

}  // namespace
}  // namespace mcpmx::document
