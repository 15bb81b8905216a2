#include "document/reread.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "document/layout.h"
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
    {"a_tab_at_the_end", "s:\n  a: x\n  b: 'x'\n\t\n", "  b: 'x'\n", "", false},
    {"a_tab_between", "s:\n  a: x\n  b: 'x'\n\t# c\nt: 1\n", "  b: 'x'\n", "", false},
    {"tags", "a: !x 1\nb: 2\nc: !y 3\n", "2", "5", true},
    {"a_tag_that_comes", "a: !x 1\nb: 2\n", "2", "!z 5", false},
    {"a_quote_within_a_tag", "a: !x 1\nb: !y [2]\nc: 3\n", "!y", "!\"y", false},
    {"an_explicit_key_that_comes", "a: 1\nb: 2\n", "a: 1", "? a", false},
    {"an_explicit_key_behind", "a: 1\n?\n  b\n: 2\nc: 3\n", "1", "2", false},
    {"a_comment_that_swallows", "a: 1\nb: 2\nc: 3\n", "1\n", "1 #", false},
    {"a_word_without_a_colon", "a: 1\nb: 2\n", "1\n", "1\nx\n", false},
    {"a_byte_order_mark_that_comes", "a: 1\nb: 2\n", "b",
     "\xef\xbb\xbf"
     "b",
     false},
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
    {"a_blank_line_behind_a_kept_scalar", "a: |+\n  x\nb: 1\n\nc: 2\n", "b: 1\n", "", false},
    {"a_blank_line_behind_a_scalar", "a: |\n  x\nb: 1\n    \nc: 2\n", "b: 1\n", "", false},
    {"a_comment_behind_a_scalar", "a: >\n  x\nb: 1\n  # y\nc: 2\n", "b: 1\n", "", false},
    {"an_entry_behind_a_scalar", "a: |+\n  x\n\nb: 1\nc: 2\n", "1", "2", true},
    {"all_of_an_entry_behind_a_scalar", "a: |+\n  x\n\nb: 1\nc: 2\n", "b: 1\n", "", true},
    {"a_tag_of_a_directive", "%TAG !e! tag:e,2000:\n---\na: !e!f 1\nb: 2\n", "2", "3", false},
    {"behind_a_document_mark", "---\na: 1\nb: 2\n", "2", "3", true},
    {"no_line_end", "a: 1\nb: 2\n", "1\n", "1", false},
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

// The text of a document of tests/documents, or a short one of awkward parts.
std::string any_text() {
  static const std::vector<std::string> kFiles = [] {
    std::vector<std::string> files;
    const auto folder = std::filesystem::path(MCPMX_SOURCE_DIR) / "tests/documents/yaml";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return files;
  }();
  if (*rc::gen::inRange(0, 2) == 0) return *rc::gen::elementOf(kFiles);
  std::string text;
  for (int lines = *rc::gen::inRange(2, 9); lines > 0; --lines)
    text += *rc::gen::element<std::string>(
        "a: 1\n", "b:\n", "  c: 2\n", "  d:\n", "    e: x\n", "f: |+\n", "g: >\n", "  text\n", "\n",
        "   \n", "# y\n", "  # z\n", "h: [1, 2]\n", "i: 'q'\n", "j: !t v\n", "k: &k 3\n", "l: *k\n",
        "\t\n", "  \t\n", "\t# c\n", "m:\n  - 1\n  -\n", "  n: \"w\"\n", "? o\n: p\n", "---\n",
        "q: r\n  s\n", "<<: {t: 1}\n");
  return text;
}

std::size_t below(std::size_t bound) { return *rc::gen::inRange<std::size_t>(0, bound); }

// Lines or bytes that go, and others that come: by far not only what an editor would do.
RC_GTEST_PROP(RereadLaw, WhatIsReadIsAsTheWhole, ()) {
  const auto before = read_yaml(any_text(), "f");
  RC_PRE(before.has_value());
  RC_PRE(!before->text().empty());
  RC_PRE(Layout::of(*before).has_value());  // others are not edited
  const std::string_view old = before->text();
  Splices splices;
  std::size_t at = 0;
  for (std::size_t count = 1 + below(2); count > 0 && at < old.size(); --count) {
    std::size_t begin = at + below(old.size() - at);
    std::size_t end = std::min(old.size(), begin + below(12));
    const bool by_lines = below(3) > 0;
    if (by_lines) {
      begin = begin == 0 ? 0 : old.rfind('\n', begin - 1) + 1;
      end = std::min(old.find('\n', std::max(begin, end)), old.size() - 1) + 1;
    }
    if (begin < at) break;
    splices.replace(
        begin, end,
        *rc::gen::element<std::string>("", "\n", "v: 1\n", "  v: 1\n", "    v: |\n", "x\n", "1",
                                       "\"", "'", "!x\n", "&x\n", "? y\n", " #", ": ",
                                       "\xef\xbb\xbf"
                                       "z: 1\n",
                                       "- 1\n", "   \n", "\t\n", "w: |+\n t\n"));
    at = end;
  }
  std::string text;
  std::size_t overlap = 0;
  RC_PRE(splices.apply(old, text, overlap));
  const auto after = reread(*before, text, splices.all());
  RC_CLASSIFY(after.has_value(), "reread");
  if (!after) return;
  const auto whole = read_yaml(text, "f");
  RC_LOG() << old << "\n-->\n" << text;
  RC_ASSERT(whole.has_value());
  RC_ASSERT(difference(*after, *whole) == "");
}

}  // namespace
}  // namespace mcpmx::document
