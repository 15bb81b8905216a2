#include "document/trivia.h"

#include <gtest/gtest.h>

#include <string>

namespace mcpmx::document {
namespace {

struct Trivia {
  const char* name;
  std::string_view text;
  std::size_t behind;  // what skip_trivia() gives from 0
  Syntax syntax = Syntax::kYaml;
};

const Trivia kTrivia[] = {
    {"nothing", "a", 0},
    {"blanks", " \t\r\n a", 5},
    {"comment", "# c\n  # d\na", 10},
    {"comment_at_the_end", "  # c", 5},
    {"hash_in_a_word", "a#b", 0},
    {"comment_behind_bom", "\xef\xbb\xbf# c\n", 0},
    {"json_line", "// c\n1", 5, Syntax::kJson},
    {"json_block", "/* a\n b */ /* c */1", 18, Syntax::kJson},
    {"json_unclosed", "/* a", 0, Syntax::kJson},
    {"json_hash", "# c", 0, Syntax::kJson},
};

TEST(SkipTrivia, StopsAtTheNextToken) {
  for (const Trivia& test : kTrivia) {
    EXPECT_EQ(skip_trivia(test.text, 0, test.syntax), test.behind) << test.name;
  }
  EXPECT_EQ(skip_trivia("\xef\xbb\xbf# c\na", 3, Syntax::kYaml), 7U);
  EXPECT_EQ(skip_trivia("a# b", 1, Syntax::kYaml), 1U) << "no blank before it";
}

TEST(CommentsBetween, FindsThemAndStepsOverCommas) {
  const std::string_view json = "1 /* a */ , // b\n /* c */ 2";
  const auto comments = comments_between(json, 1, json.size() - 1, Syntax::kJson);
  ASSERT_EQ(comments.size(), 3U);
  EXPECT_EQ(json.substr(comments[0].begin, comments[0].end - comments[0].begin), "/* a */");
  EXPECT_EQ(json.substr(comments[1].begin, comments[1].end - comments[1].begin), "// b");
  EXPECT_EQ(json.substr(comments[2].begin, comments[2].end - comments[2].begin), "/* c */");
  EXPECT_TRUE(comments_between("a: 1", 2, 4, Syntax::kYaml).empty());
}

TEST(Lines, HaveStartsAndEndsOfBothKinds) {
  const std::string_view text = "ab\r\ncd\nef";
  EXPECT_EQ(line_start(text, 5), 4U);
  EXPECT_EQ(line_end(text, 0), 2U) << "ahead of \\r";
  EXPECT_EQ(line_end(text, 4), 6U);
  EXPECT_EQ(line_end(text, 8), text.size());
  EXPECT_EQ(next_line(text, 0), 4U);
  EXPECT_EQ(next_line(text, 8), text.size());
  EXPECT_EQ(line_break_of(text, 0), "\r\n");
  EXPECT_EQ(line_break_of(text, 5), "\n");
  EXPECT_EQ(line_break_of(text, 8), "\n") << "that of the line above";
  EXPECT_EQ(line_break_of("a", 0), "\n");
}

TEST(Lines, AreBlankOrComments) {
  const std::string_view text = "\xef\xbb\xbf # c\n \t\nx # d\n";
  EXPECT_TRUE(is_comment_line(text, 0));
  EXPECT_EQ(line_content(text, 0), 4U);
  EXPECT_TRUE(is_blank_line(text, 8));
  EXPECT_FALSE(is_comment_line(text, 11));
  EXPECT_FALSE(is_blank_line(text, 11));
}

}  // namespace
}  // namespace mcpmx::document
