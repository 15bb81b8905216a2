#include "compose/go_text.h"

#include <gtest/gtest.h>

namespace mcpmx::compose {
namespace {

struct Row {
  const char* text;
  const char* result;  // empty: refused
};

TEST(GoText, NumbersAreThoseOfGoYaml) {
  for (const Row& row : {Row{"1", "1"},
                         Row{"-7", "-7"},
                         Row{"+3", "3"},
                         Row{"010", "8"},
                         Row{"0o17", "15"},
                         Row{"0x1F", "31"},
                         Row{"0b11", "3"},
                         Row{"1_000", "1000"},
                         Row{"0", "0"},
                         Row{"08", "8"},
                         Row{"1.50", "1.5"},
                         Row{".5", "0.5"},
                         Row{"1e3", "1000"},
                         Row{"1e6", "1e+06"},
                         Row{"1000000.0", "1e+06"},
                         Row{"12345678901.5", "1.23456789015e+10"},
                         Row{"0.00001", "1e-05"},
                         Row{"-0.25", "-0.25"},
                         Row{"100000000000000000000", "1e+20"},
                         Row{"-9223372036854775808", "-9223372036854775808"},
                         Row{"", ""},
                         Row{"a", ""},
                         Row{"-", ""},
                         Row{".", ""},
                         Row{"1a", ""},
                         Row{"0x", ""},
                         Row{"1.2.3", ""},
                         Row{"2001-01-01", ""},
                         Row{".inf", ""},
                         Row{"1:30", ""}}) {
    const auto number = go_number(row.text);
    EXPECT_EQ(number ? number->text : "", row.result) << row.text;
  }
  EXPECT_TRUE(go_number("0x1F")->is_integer);
  EXPECT_FALSE(go_number("1e3")->is_integer);
}

TEST(GoText, DurationsAreThoseOfGo) {
  for (const Row& row : {Row{"90s", "1m30s"},
                         Row{"1h", "1h0m0s"},
                         Row{"1.5h", "1h30m0s"},
                         Row{"500ms", "500ms"},
                         Row{"1us", "1\u00b5s"},
                         Row{"1500us", "1.5ms"},
                         Row{"7ns", "7ns"},
                         Row{"1m1s1ms", "1m1.001s"},
                         Row{"0", "0s"},
                         Row{"0s", "0s"},
                         Row{"-5s", "-5s"},
                         Row{"1d", "24h0m0s"},
                         Row{"1w", "168h0m0s"},
                         Row{".5s", "500ms"},
                         Row{"", ""},
                         Row{"5", ""},
                         Row{"s", ""},
                         Row{"5x", ""},
                         Row{"5s ", ""},
                         Row{"99999999999h", ""}}) {
    EXPECT_EQ(go_duration(row.text).value_or(""), row.result) << row.text;
  }
}

TEST(GoText, SizesAreInPowersOf1024) {
  for (const Row& row :
       {Row{"512m", "536870912"}, Row{"1gb", "1073741824"}, Row{"1.5GiB", "1610612736"},
        Row{"10", "10"}, Row{"10b", "10"}, Row{"2 kb", "2048"}, Row{"1T", "1099511627776"},
        Row{"-1", "-1"}, Row{"", ""}, Row{"m", ""}, Row{"1x", ""}, Row{"-5m", ""},
        Row{"1mm", ""}}) {
    EXPECT_EQ(byte_size(row.text).value_or(""), row.result) << row.text;
  }
}

TEST(GoText, TruthHasComposesWords) {
  for (const char* word : {"true", "YES", "y", "On"}) EXPECT_EQ(compose_bool(word), true) << word;
  for (const char* word : {"false", "no", "N", "off"}) EXPECT_EQ(compose_bool(word), false) << word;
  for (const char* word : {"", "1", "0", "maybe"}) EXPECT_EQ(compose_bool(word), std::nullopt);
}

TEST(GoText, CommandLinesSplitAsCompose) {
  struct Line {
    const char* text;
    std::vector<std::string> words;
  };
  for (const Line& line : std::vector<Line>{{"", {}},
                                            {"  a  b\tc\n", {"a", "b", "c"}},
                                            {"'a b' \"c d\" e\\ f", {"a b", "c d", "e f"}},
                                            {"\"\" ''", {"", ""}},
                                            {"a\"b c\"d", {"ab cd"}},
                                            {"'a\\b' \"c\\\"d\"", {"a\\b", "c\"d"}},
                                            {"a && b", {"a"}},
                                            {"a;b", {"a"}},
                                            {"a 2>b", {"a"}},
                                            {"a '&&' b", {"a", "&&", "b"}},
                                            {"$(a b) c", {"$(a b)", "c"}},
                                            {"`a b` c", {"`a b`", "c"}}}) {
    EXPECT_EQ(shell_words(line.text), line.words) << line.text;
  }
  for (const char* text : {"'a", "\"a", "a\\", "(a)", "$(a", "`a", "a)"}) {
    EXPECT_EQ(shell_words(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mcpmx::compose
