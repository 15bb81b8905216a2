#include "document/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/element.h"
#include "document/reader.h"
#include "document/scalar_kind.h"
#include "document/yaml_scan.h"

namespace mcpmx::document {
namespace {

TEST(QuotedName, CannotWriteToATerminal) {
  EXPECT_EQ(quoted_name("plain"), "\"plain\"");
  EXPECT_EQ(quoted_name("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(quoted_name("\n\t\x1b[0m\x7f"), "\"\\n\\t\\x1b[0m\\x7f\"");
  EXPECT_EQ(quoted_name("\xc2\x9b"
                        "31m"),
            "\"\\x9b31m\"");
  EXPECT_EQ(quoted_name("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
}

TEST(QuotedName, CutsLongNamesBetweenCharacters) {
  const std::string most(79, 'x');
  EXPECT_THAT(quoted_name(most + "x"), testing::EndsWith("xx\""));
  EXPECT_EQ(quoted_name(most + "x").size(), 82U);
  EXPECT_THAT(quoted_name(most + "xx"), testing::EndsWith("xx...\""));
  EXPECT_EQ(quoted_name(most + "xx").size(), 85U);
  EXPECT_THAT(quoted_name(most + "\xc3\xa9"
                                 "yz"),
              testing::EndsWith("xx\xc3\xa9...\""));
}

TEST(Document, ViewsSurviveAMove) {
  auto first = read_json("\"a\"", "f").value();  // short enough for a string without heap
  const std::string_view value = first.value(first.root());
  const Document second = std::move(first);
  EXPECT_EQ(value.data(), second.value(second.root()).data());
  EXPECT_EQ(value, "a");
}

TEST(Element, AnswersLikeANullWhereThereIsNothing) {
  const auto document = read_json("{\"a\": 1}", "f").value();
  const Element missing = root_of(document).find("b").find("c");
  EXPECT_FALSE(missing);
  EXPECT_TRUE(missing.is_null());
  EXPECT_EQ(missing.text(), "");
  EXPECT_EQ(missing.as_string(), std::nullopt);
  EXPECT_EQ(missing.as_bool(), std::nullopt);
  EXPECT_EQ(missing.line(), 0U);
  EXPECT_TRUE(missing.entries().empty());
  EXPECT_TRUE(missing.items().empty());
}

TEST(Element, SaysWhatItFoundInstead) {
  const auto document = read_json("{\n\"a\": \"secret\"}", "f").value();
  const Error error = root_of(document).find("a").mismatch("a list", "write a list");
  EXPECT_EQ(error.message, "expected a list, found a string");
  EXPECT_EQ(error.where, "f:2");
  EXPECT_EQ(error.hint, "write a list");
}

struct Number {
  const char* text;
  bool json;
  NodeKind yaml;
};
TEST(ScalarKind, FollowsBothGrammars) {
  const Number rows[] = {
      {"0", true, NodeKind::kNumber},      {"-0", true, NodeKind::kNumber},
      {"12", true, NodeKind::kNumber},     {"01", false, NodeKind::kNumber},
      {"+1", false, NodeKind::kNumber},    {"1.", false, NodeKind::kNumber},
      {".5", false, NodeKind::kNumber},    {"1.5", true, NodeKind::kNumber},
      {"1e5", true, NodeKind::kNumber},    {"1E-05", true, NodeKind::kNumber},
      {"1e", false, NodeKind::kString},    {"1e+", false, NodeKind::kString},
      {"-", false, NodeKind::kString},     {"", false, NodeKind::kNull},
      {"1_000", false, NodeKind::kString}, {"0x", false, NodeKind::kString},
      {"0xfg", false, NodeKind::kString},  {"0o17", false, NodeKind::kNumber},
      {"0o8", false, NodeKind::kString},   {".", false, NodeKind::kString},
      {"+.inf", false, NodeKind::kNumber}, {".nan", false, NodeKind::kNumber},
      {"-.nan", false, NodeKind::kString}, {"1.2.3", false, NodeKind::kString},
      {"null", false, NodeKind::kNull},    {"NULL", false, NodeKind::kNull},
      {"nULL", false, NodeKind::kString},  {"true", false, NodeKind::kBool},
      {"on", false, NodeKind::kString},    {"- 1", false, NodeKind::kString},
  };
  for (const Number& row : rows) {
    EXPECT_EQ(is_json_number(row.text), row.json) << row.text;
    EXPECT_EQ(kind_of_plain(row.text), row.yaml) << row.text;
  }
}

TEST(YamlScan, SkipsAtMostOneOfEachProperty) {
  const auto rest = [](std::string_view text) { return text.substr(skip_properties(text, 0).at); };
  EXPECT_EQ(rest("plain"), "plain");
  EXPECT_EQ(rest("&a x"), "x");
  EXPECT_EQ(rest("!t &a x"), "x");
  EXPECT_EQ(rest("&a &b x"), "&b x");
  EXPECT_EQ(rest("!<tag:x,y> x"), "x");
  EXPECT_EQ(rest("&a # comment\n  # more\n  x"), "x");
  EXPECT_EQ(rest("!t"), "");
  EXPECT_FALSE(skip_properties("&a\nx", 0).same_line);
  EXPECT_TRUE(skip_properties("&a x", 0).same_line);
}

TEST(YamlScan, FindsTheClosingQuote) {
  EXPECT_EQ(find_quoted_end("\"a\\\"b\" c", 0), 6U);
  EXPECT_EQ(find_quoted_end("'it''s' c", 0), 7U);
  EXPECT_EQ(find_quoted_end("''", 0), 2U);
  EXPECT_EQ(find_quoted_end("'a\\' b", 0), 4U);
  EXPECT_EQ(find_quoted_end("\"a", 0), std::nullopt);
  EXPECT_EQ(find_quoted_end("'a''", 0), std::nullopt);
  EXPECT_EQ(find_quoted_end("\"a\\", 0), std::nullopt);
}

}  // namespace
}  // namespace mcpmx::document
