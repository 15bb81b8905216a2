#include "support/text.h"

#include <gtest/gtest.h>

#include <string>

namespace mcpmx {
namespace {

struct CodePointRow {
  const char* name;
  std::string text;
  char32_t value;
  std::size_t size;
  bool valid;
};

class FirstCodePoint : public testing::TestWithParam<CodePointRow> {};

TEST_P(FirstCodePoint, ReadsOne) {
  const CodePoint point = first_code_point(GetParam().text);
  EXPECT_EQ(point.value, GetParam().value);
  EXPECT_EQ(point.size, GetParam().size);
  EXPECT_EQ(point.valid, GetParam().valid);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FirstCodePoint,
    testing::Values(CodePointRow{"empty", "", 0, 0, false},
                    CodePointRow{"nul", std::string(1, '\0'), 0, 1, true},
                    CodePointRow{"ascii", "az", 'a', 1, true},
                    CodePointRow{"two", "\u00e9x", 0xE9, 2, true},
                    CodePointRow{"three", "\u20acx", 0x20AC, 3, true},
                    CodePointRow{"four", "\U0001F600x", 0x1F600, 4, true},
                    CodePointRow{"last", "\xF4\x8F\xBF\xBF", 0x10FFFF, 4, true},
                    CodePointRow{"beyond_last", "\xF4\x90\x80\x80", 0xF4, 1, false},
                    CodePointRow{"overlong_slash", "\xC0\xAF", 0xC0, 1, false},
                    CodePointRow{"overlong_three", "\xE0\x80\xAF", 0xE0, 1, false},
                    CodePointRow{"surrogate", "\xED\xA0\x80", 0xED, 1, false},
                    CodePointRow{"cut_short", "\xE2\x82", 0xE2, 1, false},
                    CodePointRow{"lone_tail", "\x80", 0x80, 1, false},
                    CodePointRow{"bad_tail", "\xE2\x82(", 0xE2, 1, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Text, Utf8IsValidOnlyAsAWhole) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("gr\u00fcn \U0001F600"));
  EXPECT_FALSE(is_utf8("gr\u00fcn \xF0\x9F\x98"));
}

TEST(Text, CountsCodePointsNotBytes) {
  EXPECT_EQ(code_point_count(""), 0U);
  EXPECT_EQ(code_point_count("a\u00e9\u20ac\U0001F600"), 4U);
  EXPECT_EQ(code_point_count("\xFF\xFF"), 2U);
}

TEST(Text, HexIsLowerCaseTwoDigitsAByte) {
  EXPECT_EQ(to_hex(std::string("\x00\x0f\xab\xff", 4)), "000fabff");
}

TEST(Text, PointersEscapeTildeAndSlash) {
  EXPECT_EQ(pointer_to("", "services"), "/services");
  EXPECT_EQ(pointer_to("/services", "a/b~c"), "/services/a~1b~0c");
}

TEST(StartsWithDrive, WantsALetterAColonAndASlash) {
  for (const char* path : {"C:/a", "c:\\a", "Z:/"}) EXPECT_TRUE(starts_with_drive(path)) << path;
  for (const char* other : {"", "C:", "C:a", "1:/a", "/C:/a", "ab:/c", "://"})
    EXPECT_FALSE(starts_with_drive(other)) << other;
}

}  // namespace
}  // namespace mcpmx
