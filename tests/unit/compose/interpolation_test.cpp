#include "compose/interpolation.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace mcpmx::compose {
namespace {

using enum ReferenceOperator;

class Variables : public VariableLookup {
 public:
  explicit Variables(std::map<std::string, std::string, std::less<>> values)
      : values_(std::move(values)) {}
  std::optional<std::string_view> find(std::string_view name) const override {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

const Variables& given() {
  static const Variables variables(
      {{"SET", "value"}, {"EMPTY", ""}, {"_u1", "under"}, {"DOLLAR", "$SET ${SET} $$"}});
  return variables;
}

const TextPlace kPlace = {"services.web.image", "compose.yaml:3"};

struct Row {
  const char* name;
  const char* text;
  const char* result;
  std::vector<std::string_view> unset = {};
};

class Interpolation : public testing::TestWithParam<Row> {};

TEST_P(Interpolation, GivesWhatComposeGives) {
  const auto result = interpolate(GetParam().text, given(), kPlace);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->text, GetParam().result);
  EXPECT_EQ(result->unset, GetParam().unset);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Interpolation,
    testing::Values(
        Row{"nothing", "", ""}, Row{"no_reference", "a {b} }{ \\", "a {b} }{ \\"},
        Row{"plain_name", "a$SET/b", "avalue/b"}, Row{"braced_name", "a${SET}b", "avalueb"},
        Row{"name_with_underscore_and_digit", "$_u1-${_u1}", "under-under"},
        Row{"names_keep_their_case", "$set", "", {"set"}},
        Row{"plain_name_ends_at_other_characters", "$SET-bar $SET.x$SET", "value-bar value.xvalue"},
        Row{"unset_is_empty_with_a_warning", "[$FOO${BAR}]", "[]", {"FOO", "BAR"}},
        Row{"empty_is_set", "[$EMPTY${EMPTY}]", "[]"},
        Row{"doubled_dollar", "$$SET $${SET} $$$SET $$$$", "$SET ${SET} $value $$"},
        Row{"lone_dollar", "^RE$ a $ b $1 $- $", "^RE$ a $ b $1 $- $"},
        Row{"result_is_not_read_again", "$DOLLAR", "$SET ${SET} $$"},
        Row{"default_if_empty_unset", "${FOO:-word}", "word"},
        Row{"default_if_empty_empty", "${EMPTY:-word}", "word"},
        Row{"default_if_empty_set", "${SET:-word}", "value"},
        Row{"default_if_unset_unset", "${FOO-word}", "word"},
        Row{"default_if_unset_empty", "${EMPTY-word}", ""},
        Row{"default_if_unset_set", "${SET-word}", "value"},
        Row{"required_not_empty_set", "${SET:?word}", "value"},
        Row{"required_set_empty", "${EMPTY?word}", ""},
        Row{"if_not_empty_unset", "[${FOO:+word}]", "[]"},
        Row{"if_not_empty_empty", "[${EMPTY:+word}]", "[]"},
        Row{"if_not_empty_set", "${SET:+word}", "word"}, Row{"if_set_unset", "[${FOO+word}]", "[]"},
        Row{"if_set_empty", "${EMPTY+word}", "word"}, Row{"if_set_set", "${SET+word}", "word"},
        Row{"empty_word", "[${FOO:-}${FOO-}]", "[]"},
        Row{"first_operator_counts", "${FOO:-b?c}${FOO-:-d}", "b?c:-d"},
        Row{"word_is_interpolated", "${FOO:-a $SET ${SET}}", "a value value"},
        Row{"word_nests", "${FOO:-${BAR:-${BAZ:-deep}}}!", "deep!"},
        Row{"word_escapes", "${FOO:-$$SET}", "$SET"},
        Row{"word_ends_at_its_own_brace", "${FOO:-a} $SET ${SET}}", "a value value}"},
        Row{"braces_in_a_word_count", "${FOO:-{\"a\":{\"b\":1}}}|", "{\"a\":{\"b\":1}}|"},
        Row{"character_behind_a_brace_does_not_count", "${FOO:-{}}", "{}"},
        Row{"last_brace_of_the_line", "${FOO:-{}} a}\n$SET", "{}} a\nvalue"},
        Row{"unused_word_is_not_evaluated", "${SET:-${BAR}${BAZ:?no}}${EMPTY:+$FOO}", "value"},
        Row{"word_warns_where_it_is_used", "${FOO:-$BAR}", "", {"BAR"}},
        Row{"lines_are_read_one_by_one", "$SET\n${SET:-x}\n}", "value\nvalue\n}"},
        Row{"blanks_in_a_word", "${FOO:- a b }", " a b "}),
    [](const auto& row) { return std::string(row.param.name); });

struct BrokenRow {
  const char* name;
  const char* text;
  const char* message;
};

class BrokenInterpolation : public testing::TestWithParam<BrokenRow> {};

TEST_P(BrokenInterpolation, NamesThePlaceAndTheReasonAndNoValue) {
  const auto result = interpolate(GetParam().text, given(), kPlace);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, GetParam().message);
  EXPECT_EQ(result.error().where, "compose.yaml:3");
  EXPECT_FALSE(result.error().hint.empty());
}

constexpr char kInvalid[] = "invalid interpolation format for services.web.image";
#define MCPMX_MISSING "error while interpolating services.web.image: required variable "
INSTANTIATE_TEST_SUITE_P(
    Rows, BrokenInterpolation,
    testing::Values(
        BrokenRow{"no_name", "s3cret ${}", kInvalid}, BrokenRow{"blank_name", "${ x}", kInvalid},
        BrokenRow{"unknown_operator", "${x!}", kInvalid}, BrokenRow{"colon", "${x:}", kInvalid},
        BrokenRow{"no_end", "${", kInvalid}, BrokenRow{"name_without_end", "${x", kInvalid},
        BrokenRow{"digit_first", "${1x}", kInvalid},
        BrokenRow{"operator_without_end", "${x-y", kInvalid},
        BrokenRow{"word_across_lines", "${x:-a\nb}", kInvalid},
        BrokenRow{"inside_a_used_word", "${x:-${}}", kInvalid},
        BrokenRow{"no_brace_for_the_inner", "${x:-${y:-z}", kInvalid},
        BrokenRow{"required_unset", "${x?}", MCPMX_MISSING "x is missing a value"},
        BrokenRow{"required_unset_reason", "${x?why me}",
                  MCPMX_MISSING "x is missing a value: why me"},
        BrokenRow{"required_empty", "${EMPTY:?why}", MCPMX_MISSING "EMPTY is missing a value: why"},
        BrokenRow{"required_not_empty_unset", "${x:?}", MCPMX_MISSING "x is missing a value"},
        BrokenRow{"reason_shows_no_value", "${x:?see $SET}",
                  MCPMX_MISSING "x is missing a value: see $SET"},
        BrokenRow{"in_a_used_word", "${x:-${y?why}}", MCPMX_MISSING "y is missing a value: why"}),
    [](const auto& row) { return std::string(row.param.name); });
#undef MCPMX_MISSING

TEST(References, AreAllOfThemUsedOrNot) {
  const std::string text = "$A$$B ${C} ${D:-x ${E?$F}} ${G+}";
  const auto found = references_of(text, kPlace);
  ASSERT_TRUE(found);
  const std::vector<Reference> wanted = {{"A", kNone, "", 0, 2},
                                         {"C", kNone, "", 6, 10},
                                         {"D", kDefaultIfEmpty, "x ${E?$F}", 11, 26},
                                         {"E", kRequireSet, "$F", 18, 25, true},
                                         {"F", kNone, "", 22, 24, true},
                                         {"G", kIfSet, "", 27, 32}};
  EXPECT_EQ(*found, wanted);
  EXPECT_FALSE(references_of("${A:-${}}", kPlace));
  EXPECT_FALSE(references_of("${A+${}}", kPlace)) << "broken in a word that may never be used";
}

struct SoleRow {
  const char* text;
  const char* name;  // empty: not exactly one reference
};

TEST(References, OneIsTheWholeText) {
  for (const SoleRow& row :
       {SoleRow{"${TOKEN}", "TOKEN"}, SoleRow{"$TOKEN", "TOKEN"}, SoleRow{"${A:-b ${C}}", "A"},
        SoleRow{"${A:?why}", "A"}, SoleRow{"", ""}, SoleRow{"TOKEN", ""}, SoleRow{"$$TOKEN", ""},
        SoleRow{"${A}b", ""}, SoleRow{"a${A}", ""}, SoleRow{"${A}${B}", ""}, SoleRow{"$A ", ""},
        SoleRow{"${A:-b} ${C}", ""}, SoleRow{"${}", ""}, SoleRow{"$", ""}}) {
    const auto found = sole_reference(row.text);
    EXPECT_EQ(found ? std::string(found->name) : "", row.name) << row.text;
  }
}

TEST(EscapeDollars, MakesDataOfAnyText) {
  for (const char* text : {"", "a", "$", "$$", "${A}", "$A", "a$b$", "${", "$$${A:-$B}"}) {
    const auto back = interpolate(escape_dollars(text), given(), kPlace);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(back->text, text);
    EXPECT_TRUE(back->unset.empty()) << text;
  }
}

// Each would cost minutes if time grew with the square.
TEST(Interpolation, IsLinear) {
  const auto repeated = [](std::string_view piece) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    return text;
  };
  const std::string deep = repeated("${X:-");
  const std::vector<std::string> texts = {deep,
                                          deep + std::string(deep.size() / 5, '}'),
                                          repeated("${X:-{}"),
                                          repeated("${X:-{}}"),
                                          repeated("${X:-a}"),
                                          repeated("${X:-a\n"),
                                          repeated("$"),
                                          repeated("${X-{{}}}{")};
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text : texts) {
    (void)interpolate(text, given(), kPlace);
    (void)references_of(text, kPlace);
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(std::chrono::duration<double>(taken).count(), 20.0);
}

}  // namespace
}  // namespace mcpmx::compose
