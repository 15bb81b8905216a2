#include "document/scalar_text.h"

#include <gtest/gtest.h>

#include <string>

namespace mcpmx::document {
namespace {

struct ScalarRow {
  const char* name;
  std::string text;
  std::string written;
};

class BlockScalar : public testing::TestWithParam<ScalarRow> {};

TEST_P(BlockScalar, IsQuotedOnlyWhereNeeded) {
  EXPECT_EQ(block_scalar(GetParam().text), GetParam().written);
}

std::string row_name(const testing::TestParamInfo<ScalarRow>& row) { return row.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Plain, BlockScalar,
    testing::Values(ScalarRow{"word", "bridge", "bridge"},
                    ScalarRow{"image", "postgres:16-alpine", "postgres:16-alpine"},
                    ScalarRow{"digest", "a/b@sha256:0f", "a/b@sha256:0f"},
                    ScalarRow{"subnet", "10.200.0.0/16", "10.200.0.0/16"},
                    ScalarRow{"duration", "10s", "10s"}, ScalarRow{"compound", "1m30s", "1m30s"},
                    ScalarRow{"size", "2g", "2g"}, ScalarRow{"path", "/data", "/data"},
                    ScalarRow{"relative", "./data", "./data"},
                    ScalarRow{"reference", "${TOKEN?set it}", "${TOKEN?set it}"},
                    ScalarRow{"url", "http://db:5432/x?y=1#z", "http://db:5432/x?y=1#z"},
                    ScalarRow{"sentence", "two  words, one {line}", "two  words, one {line}"},
                    ScalarRow{"letters", "grün 東京", "grün 東京"},
                    ScalarRow{"emoji", "ok \U0001F600", "ok \U0001F600"},
                    ScalarRow{"quotes_inside", "it's \"so\"", "it's \"so\""},
                    ScalarRow{"hash_inside", "a#b", "a#b"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Words, BlockScalar,
    testing::Values(ScalarRow{"empty", "", R"("")"}, ScalarRow{"tilde", "~", R"("~")"},
                    ScalarRow{"null", "Null", R"("Null")"}, ScalarRow{"yes", "YES", R"("YES")"},
                    ScalarRow{"y", "y", R"("y")"}, ScalarRow{"n", "N", R"("N")"},
                    ScalarRow{"off", "Off", R"("Off")"}, ScalarRow{"on", "on", R"("on")"},
                    ScalarRow{"true_", "true", R"("true")"}, ScalarRow{"merge", "<<", R"("<<")"},
                    ScalarRow{"value", "=", R"("=")"}, ScalarRow{"infinite", ".Inf", R"(".Inf")"},
                    ScalarRow{"not_a_number", ".NaN", R"(".NaN")"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Numbers, BlockScalar,
    testing::Values(ScalarRow{"integer", "42", R"("42")"}, ScalarRow{"signed_", "+1", R"("+1")"},
                    ScalarRow{"negative", "-1", R"("-1")"}, ScalarRow{"octal", "012", R"("012")"},
                    ScalarRow{"octal12", "0o17", R"("0o17")"},
                    ScalarRow{"hex", "0x1F", R"("0x1F")"}, ScalarRow{"binary", "0b11", R"("0b11")"},
                    ScalarRow{"grouped", "1_000", R"("1_000")"}, ScalarRow{"half", ".5", R"(".5")"},
                    ScalarRow{"point", "1.", R"("1.")"}, ScalarRow{"power", "1e3", R"("1e3")"},
                    ScalarRow{"ports", "80:80", R"("80:80")"},
                    ScalarRow{"bound_port", "127.0.0.1:80:80", R"("127.0.0.1:80:80")"},
                    ScalarRow{"date", "2001-12-14", R"("2001-12-14")"},
                    ScalarRow{"time", "2001-12-14t21:59:43.10-05:00",
                              R"("2001-12-14t21:59:43.10-05:00")"},
                    ScalarRow{"time_zone", "2001-12-14 21:59:43Z", R"("2001-12-14 21:59:43Z")"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Syntax, BlockScalar,
    testing::Values(
        ScalarRow{"dash", "- x", R"("- x")"}, ScalarRow{"option", "-y", R"("-y")"},
        ScalarRow{"question", "? x", R"("? x")"}, ScalarRow{"colon_blank", "a: b", R"("a: b")"},
        ScalarRow{"last_colon", "a:", R"("a:")"}, ScalarRow{"comment", "a #b", R"("a #b")"},
        ScalarRow{"hash", "#b", R"("#b")"}, ScalarRow{"percent", "%x", R"("%x")"},
        ScalarRow{"at", "@x/y", R"("@x/y")"}, ScalarRow{"tick", "`x`", R"("`x`")"},
        ScalarRow{"tag", "!x", R"("!x")"}, ScalarRow{"anchor", "&x", R"("&x")"},
        ScalarRow{"alias", "*x", R"("*x")"}, ScalarRow{"pipe", "|", R"("|")"},
        ScalarRow{"fold", ">x", R"(">x")"}, ScalarRow{"list", "[x]", R"("[x]")"},
        ScalarRow{"map", "{x}", R"("{x}")"}, ScalarRow{"document", "---", R"("---")"},
        ScalarRow{"document_end", "...", R"("...")"}, ScalarRow{"quote", "\"x\"", R"("\"x\"")"},
        ScalarRow{"single", "'x'", R"("'x'")"}, ScalarRow{"first_blank", " x", R"(" x")"},
        ScalarRow{"last_blank", "x ", R"("x ")"}, ScalarRow{"backslash", "\\ ", R"("\\ ")"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Characters, BlockScalar,
    testing::Values(
        ScalarRow{"tab", "a\tb", R"("a\tb")"}, ScalarRow{"line", "a\n", R"("a\n")"},
        ScalarRow{"return_", "a\r\nb", R"("a\r\nb")"}, ScalarRow{"bell", "\a", R"("\x07")"},
        ScalarRow{"escape", "\x1b[0m", R"("\x1B[0m")"}, ScalarRow{"del", "\x7f", R"("\x7F")"},
        ScalarRow{"nel", "a\u0085b", R"("a\x85b")"}, ScalarRow{"nbsp", "a\u00a0b", R"("a\xA0b")"},
        ScalarRow{"separator", "a\u2028b", R"("a\u2028b")"},
        ScalarRow{"bom", "\ufeffa", R"("\uFEFFa")"}, ScalarRow{"bidi", "a\u202eb", R"("a\u202Eb")"},
        ScalarRow{"noncharacter", "\uffff", R"("\uFFFF")"},
        ScalarRow{"noncharacter_high", "\U0001FFFE", R"("\U0001FFFE")"},
        ScalarRow{"emoji_quoted", "- \U0001F600", "\"- \U0001F600\""}),
    row_name);

TEST(LiteralBlock, IsForTextsOfSeveralLines) {
  EXPECT_EQ(literal_block("a\nb", 4), "|-\n    a\n    b");
  EXPECT_EQ(literal_block("a\n\n  b\n", 2), "|\n  a\n\n    b");
}

TEST(LiteralBlock, IsRefusedWhereItWouldNotBeExactOrSeen) {
  for (const std::string text : {"", "one line", "one\n", "\na\nb", " a\nb", "a\nb\n\n", "a \nb",
                                 "a\nb ", "a\tb\nc", "a\r\nb", "a\n\u2028b"}) {
    EXPECT_EQ(literal_block(text, 2), std::nullopt) << double_quoted(text);
  }
}

}  // namespace
}  // namespace mcpmx::document
