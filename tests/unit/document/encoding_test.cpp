#include "document/encoding.h"

#include <gtest/gtest.h>

namespace mcpmx::document {
namespace {

struct Row {
  const char* name;
  std::string text;
  std::optional<std::size_t> bad;
};

class InvalidUtf8 : public testing::TestWithParam<Row> {};

TEST_P(InvalidUtf8, IsFoundAtItsFirstByte) {
  EXPECT_EQ(find_invalid_utf8(GetParam().text), GetParam().bad);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, InvalidUtf8,
    testing::Values(Row{"empty", "", {}}, Row{"ascii", "eleven bytes", {}},
                    Row{"every_length", "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z", {}},
                    Row{"last_code_point", "\xf4\x8f\xbf\xbf", {}},
                    Row{"above_the_last", "12345678\xf4\x90\x80\x80", 8},
                    Row{"lone_continuation", "12345678ab\x80", 10}, Row{"overlong", "x\xc0\xaf", 1},
                    Row{"surrogate", "xy\xed\xa0\x80", 2},
                    Row{"cut_at_the_end", "12345678\xe2\x82", 8},
                    Row{"latin_1", "caf\xe9 au lait", 3}),
    [](const auto& row) { return row.param.name; });

TEST(PlaceOf, CountsLinesAndBytes) {
  EXPECT_EQ(place_of("ab\ncd", 4, "f"), "f:2:2");
  EXPECT_EQ(place_of("ab\r\ncd", 4, "f"), "f:2:1");
  EXPECT_EQ(place_of("", 0, "f"), "f:1:1");
  EXPECT_EQ(place_of("ab", 99, "f"), "f:1:3");
  EXPECT_EQ(place_of("\xef\xbb\xbf"
                     "ab",
                     4, "f"),
            "f:1:2");
}

struct Refusal {
  const char* name;
  std::string text;
  std::string where;
  std::string message;
};

class EncodingRefused : public testing::TestWithParam<Refusal> {};

TEST_P(EncodingRefused, SaysWhereAndWhy) {
  const auto result = check_encoding(GetParam().text, 100, "f");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().where, GetParam().where);
  EXPECT_NE(result.error().message.find(GetParam().message), std::string::npos)
      << result.error().message;
  EXPECT_FALSE(result.error().hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, EncodingRefused,
    testing::Values(Refusal{"too_large", std::string(101, 'x'), "f",
                            "101 bytes, more than the limit of 100"},
                    Refusal{"nul", std::string("a\nb\0c", 5), "f:2:2", "NUL"},
                    Refusal{"utf16_mark", std::string("\xff\xfe{\0}\0", 6), "f:1", "UTF-16"},
                    Refusal{"utf16_no_mark", std::string("{\0}\0", 4), "f:1", "UTF-16"},
                    Refusal{"utf8", "a\n\xff", "f:2:1", "not valid UTF-8"}),
    [](const auto& row) { return row.param.name; });

TEST(CheckEncoding, SaysWhetherThereIsAByteOrderMark) {
  EXPECT_TRUE(check_encoding("\xef\xbb\xbf{}", 100, "f").value());
  EXPECT_FALSE(check_encoding("{}", 100, "f").value());
}

}  // namespace
}  // namespace mcpmx::document
