#include "document/jsonc.h"

#include <gtest/gtest.h>

#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::document {
namespace {

struct Case {
  const char* name;
  const char* before;
  const char* after;
};

const Case kCases[] = {
    {"none", R"({"a": [1, 2]})", R"({"a": [1, 2]})"},
    {"line", "{} // x", "{}     "},
    {"line_end_stays", "{ // x\r\n}", "{     \r\n}"},
    {"block", "[1, /* a */ 2]", "[1,         2]"},
    {"block_over_lines", "[/* a\n b */ 1]", "[    \n      1]"},
    {"slashes_in_string", R"(["http://x", "/* y */"])", R"(["http://x", "/* y */"])"},
    {"quote_in_comment", "[1 /* \" */, 2]", "[1        , 2]"},
    {"escaped_quote", R"(["\"//"] // c)", R"(["\"//"]     )"},
    {"trailing_comma", "{\"a\": [1, ], }", "{\"a\": [1  ]  }"},
    {"comma_before_comment", "[1, // x\n]", "[1      \n]"},
    {"comma_alone_stays", "[,]", "[,]"},
    {"two_commas_stay", "[1,,]", "[1,,]"},
    {"comma_for_a_value_stays", "{\"a\":,}", "{\"a\":,}"},
    {"unclosed_stays", "{} /* x", "{} /* x"},
    {"slash_stays", "1 / 2", "1 / 2"},
};

TEST(WithoutComments, OverwritesThemByBlanks) {
  for (const Case& test : kCases) EXPECT_EQ(without_comments(test.before), test.after) << test.name;
}

TEST(ReadJsonc, HasTheOffsetsOfTheText) {
  const std::string text = "\xef\xbb\xbf// c\n{ /* d */ \"a\": \"\\u0041\", // e\n}";
  const auto document = read_jsonc(text, "f");
  ASSERT_TRUE(document) << document.error().message;
  const Element value = root_of(*document).find("a");
  EXPECT_EQ(value.text(), "A");
  EXPECT_EQ(document->slice(document->node(value.id()).range), "\"\\u0041\"");
  EXPECT_EQ(value.where(), "f:2");
  EXPECT_EQ(document->text(), text);
  EXPECT_TRUE(document->allows_comments());
}

TEST(ReadJsonc, RefusesWhatIsBrokenBesides) {
  for (const char* text : {"{} /* x", "[,]", "[1,,]", "// alone", "{\"a\":,}", "[1] // x\n2"}) {
    EXPECT_FALSE(read_jsonc(text, "f")) << text;
  }
}

TEST(ReadJson, TakesNoComments) {
  for (const char* text : {"{} // x", "[1, /* a */ 2]", "[1, ]"}) {
    EXPECT_FALSE(read_json(text, "f")) << text;
  }
}

}  // namespace
}  // namespace mcpmx::document
