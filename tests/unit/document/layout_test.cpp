#include "document/layout.h"

#include <gtest/gtest.h>

#include <string>

#include "document/reader.h"

namespace mcpmx::document {
namespace {

Document yaml(std::string text) {
  auto result = read_yaml(std::move(text), "f.yaml");
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().where + result.error().message);
  return result ? std::move(result).value() : read_yaml("", "f.yaml").value();
}

// Each scalar of the document as it is written, in document order, with | between.
std::string written_scalars(const Document& document, const Layout& layout) {
  std::string result;
  for (NodeId id = 0; id < document.size(); ++id) {
    const NodeKind kind = document.node(id).kind;
    if (kind == NodeKind::kMap || kind == NodeKind::kList) continue;
    const Offset content = layout[id].content;
    const Offset end = layout[id].end;
    result += std::string(document.text().substr(content, end - content)) + "|";
  }
  return result;
}

struct Case {
  const char* name;
  const char* text;
  const char* scalars;
};

class LayoutOf : public testing::TestWithParam<Case> {};

TEST_P(LayoutOf, FindsEveryEnd) {
  const Document document = yaml(GetParam().text);
  const auto layout = Layout::of(document);
  ASSERT_TRUE(layout.has_value()) << layout.error().where << " " << layout.error().message;
  EXPECT_EQ(written_scalars(document, *layout), GetParam().scalars);
}

const Case kCases[] = {
    {"map", "a: 1\nb: two # c\n", "a|1|b|two|"},
    {"quotes", "'a': \"x # y\"\n\"b\": 'it''s'\n", "'a'|\"x # y\"|\"b\"|'it''s'|"},
    {"missing", "a:\nb: # c\n  # d\nc:\n", "a||b||c||"},
    {"missing_in_list", "- # c\n-\n- x\n", "||x|"},
    {"null_named_key", "a:\nnull: 1\n", "a||null|1|"},
    {"written_null", "a: ~\nb: null\n", "a|~|b|null|"},
    {"plain_of_lines", "a: one\n  two\n\n  three # c\nb: x\n", "a|one\n  two\n\n  three|b|x|"},
    {"literal", "a: |\n  x\n  # no comment\n # comment\nb: 1\n", "a||\n  x\n  # no comment|b|1|"},
    {"literal_kept", "a: |+\n  x\n\nb: 1\n", "a||+\n  x\n|b|1|"},
    {"literal_with_digit", "a:\n  b: |2\n      x\n    y\nc: 1\n", "a|b||2\n      x\n    y|c|1|"},
    {"folded", "- >-\n  x\n  y\n\n- z\n", ">-\n  x\n  y|z|"},
    {"flow", "a: [x, \"y\", {k: v, l}, ] # c\n", "a|x|\"y\"|k|v|l||"},
    {"flow_of_lines", "a: [\n  x, # c\n  y\n]\nb: {\n  k: v\n}\n", "a|x|y|b|k|v|"},
    {"flow_pair", "a: [k: v, l: w]\n", "a|k|v|l|w|"},
    {"flow_adjacent", "{\"a\":1,\"b\":[]}\n", "\"a\"|1|\"b\"|"},
    {"anchors", "a: &x 1\nb: *x\nc: &y\n  k: v\nd: &z !t\n", "a|1|b|*x|c|k|v|d||"},
    {"tag_alone", "a: !reset\nb: !reset null\n", "a||b|null|"},
    {"explicit_key", "? a\n: 1\n? b\nc: 2\n", "a|1|b||c|2|"},
    {"compact", "- k: v\n  l: w\n- - x\n  - y\n", "k|v|l|w|x|y|"},
    {"flush_list", "a:\n- x\n- y\nb: 1\n", "a|x|y|b|1|"},
    {"crlf", "a: 1\r\nb: one\r\n  two\r\nc: |\r\n  x\r\n", "a|1|b|one\r\n  two|c||\r\n  x|"},
    {"bom",
     "\xEF\xBB\xBF"
     "a: 1\n",
     "a|1|"},
    {"marks", "%YAML 1.2\n# c\n---\na: 1\n...\n# d\n", "a|1|"},
    {"tabs_after_content", "a:\t1\t# c\nb: x\t\n", "a|1|b|x|"},
    {"no_final_newline", "a: 1\nb:", "a|1|b||"},
    {"empty", "", "|"},
    {"comments_alone", "# c\n", "|"},
    {"url", "a: http://x:80/#y\n", "a|http://x:80/#y|"},
    {"list_deeper", "a:\n    - x\n    -   k: v\n        l: w\n", "a|x|k|v|l|w|"},
};

INSTANTIATE_TEST_SUITE_P(Layout, LayoutOf, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Layout, KnowsMarksAndCommas) {
  const Document document = yaml("a:\n  - x\nb: [y, z]\n");
  const auto layout = Layout::of(document);
  ASSERT_TRUE(layout.has_value());
  std::string marks;
  for (NodeId id = 0; id < document.size(); ++id) {
    for (const Offset at : {(*layout)[id].mark, (*layout)[id].comma}) {
      if (at != kUnknown) marks += document.text()[at];
    }
  }
  EXPECT_EQ(marks, ":-:,");
}

TEST(Layout, RefusesWhatItCannotExplain) {
  // yaml-cpp takes the rest of the file for the unclosed quote's text, or reads less than is there.
  for (const char* text : {"a: {b: 1}}\n", "a: [x,#c\n y]\n"}) {
    auto document = read_yaml(text, "f.yaml");
    if (!document) continue;
    const auto layout = Layout::of(*document);
    ASSERT_FALSE(layout.has_value()) << text;
    EXPECT_EQ(layout.error().where.substr(0, 7), "f.yaml:");
  }
}

}  // namespace
}  // namespace mcpmx::document
