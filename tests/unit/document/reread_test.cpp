#include "document/reread.h"

#include <gtest/gtest.h>

#include <string>

#include "document/reader.h"
#include "same_document.h"

namespace mcpmx::document {
namespace {

struct Case {
  const char* name;
  const char* before;
  const char* old;  // the first place of it in the text before is replaced
  const char* now;
  bool is_reread;
};

class Reread : public testing::TestWithParam<Case> {};

TEST_P(Reread, AsTheWholeOrNotAtAll) {
  const Case& test = GetParam();
  const auto before = read_yaml(test.before, "f");
  ASSERT_TRUE(before);
  Splices splices;
  const std::string_view old = test.old;
  const std::size_t at = before->text().find(old);
  ASSERT_NE(at, std::string_view::npos);
  splices.replace(at, at + old.size(), test.now);
  std::string text;
  std::size_t overlap = 0;
  ASSERT_TRUE(splices.apply(before->text(), text, overlap));
  const auto after = reread(*before, text, splices.all());
  EXPECT_EQ(after.has_value(), test.is_reread);
  if (!after) return;
  const auto whole = read_yaml(text, "f");
  ASSERT_TRUE(whole);
  EXPECT_EQ(difference(*after, *whole), "");
}

const Case kCases[] = {
    {"a_value", "a: 1\nb:\n  c: 2\n  d: 3\ne: 4\n", "2", "'two'", true},
    {"a_key", "a: 1\nb:\n  c: 2\n", "c:", "x:", true},
    {"the_first_entry", "a: 1\nb: 2\n", "a: 1\n", "", true},
    {"the_last_entry", "a: 1\nb: 2\n", "b: 2\n", "", true},
    {"several_entries", "a: 1\nb: 2\nc: 3\nd: 4\n", "b: 2\nc: 3\n", "x: 1\ny: [1]\nz: 2\n", true},
    {"across_a_border", "a: 1\nb: 2\nc: 3\n", "1\nb: 2", "5\nx: 6", true},
    {"behind_a_map", "a:\n  b:\n    c: 1\n\nd: 2\n", "\nd", "  e: 5\n\nd", true},
    {"a_comment", "a: 1\n# one\nb: 2\n", "# one\n", "# another\n# and one\n", true},
    {"escapes_and_folds", "a: \"\\t\"\nb: x\n  y\nc: \"\\n\"\n", "x\n  y", "\"\\u00e9\"", true},
    {"tags", "a: !x 1\nb: 2\nc: !y 3\n", "2", "!z 5", true},
    {"no_final_newline", "a: 1\nb: 2", "2", "[3]", true},
    {"a_literal", "a: |\n  x\n\nb: 2\n", "x", "y\n\n  z", true},
    {"windows_lines", "a: 1\r\nb:\r\n  c: 2\r\nd: 3\r\n", "2", "5", true},
    {"an_alias_elsewhere", "x: &x {k: v}\na: 1\nb: *x\nc:\n  <<: *x\n", "1", "[1, 2, 3]", true},
    {"a_key_that_stands_already", "a: 1\nb: 2\n", "b: 2\n", "a: 2\n", false},
    {"nothing_is_left", "a:\n  b: 1\nc: 2\n", "  b: 1\n", "", false},
    {"nothing_at_all", "a: 1\n", "a: 1\n", "", false},
    {"an_open_quote", "a: 1\nb: 'x'\n", "1", "'", false},
    {"an_open_bracket", "a: 1\nb: 2\n", "1", "[1", false},
    {"another_column", "a:\n  b: 1\n  c: 2\n", "  b: 1", "   b: 1", false},
    {"an_anchor_that_goes", "a: &x 1\nb: *x\n", "1", "2", false},
    {"an_anchor_that_comes", "a: &x 1\nb: 2\nc: *x\n", "2", "&x 2", false},
    {"below_an_anchor", "a: &x\n  b: 1\nc: *x\n", "1", "2", false},
    {"a_merge_key", "a:\n  <<: {b: 1}\n  c: 2\n", "{b", "{d", true},
    {"a_merge_key_of_the_root", "<<: {b: 1}\nc: 2\n", "{b", "{d", false},
    {"a_directive", "a: 1\nb: 2\n", "b: 2", "%b: 2", false},
    {"a_second_document", "a: 1\nb: 2\n", "b: 2", "---\nb: 2", false},
    {"the_end_of_the_document", "a: 1\nb: 2\n", "b: 2\n", "b: 2\n...\n", false},
    {"ahead_of_all", "# one\na: 1\n", "one", "two", false},
    {"a_list", "- a\n- b\n", "b", "c", false},
    {"brackets", "{a: 1, b: 2}\n", "2", "3", false},
    {"a_byte_order_mark",
     "\xef\xbb\xbf"
     "a: 1\nb: 2\n",
     "2", "3", false},
    {"a_missing_item_ahead", "a:\n  -\nb: 1\nc: 2\n", "b: 1\n", "", false},
    {"a_missing_item_comes", "a: 1\nb: 2\n", "1", "\n  -", false},
};

INSTANTIATE_TEST_SUITE_P(Splices, Reread, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(RereadLimits, CountFromTheRoot) {
  std::string text;
  for (int i = 0; i < 199; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "k:\n";
  text += std::string(199, ' ') + "k: 1\n";
  const auto before = read_yaml(text, "f");
  ASSERT_TRUE(before);
  Splices splices;
  splices.replace(text.size() - 2, text.size() - 1, "[1]");
  std::string after;
  std::size_t overlap = 0;
  ASSERT_TRUE(splices.apply(text, after, overlap));
  EXPECT_FALSE(read_yaml(after, "f"));
  EXPECT_FALSE(reread(*before, after, splices.all()));
}

}  // namespace
}  // namespace mcpmx::document
