#include "compose/dotenv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace mcpmx::compose {
namespace {

constexpr char kBom[] = "\xEF\xBB\xBF";

struct ReadRow {
  const char* name;
  std::string text;
  std::string key;
  std::string value;
  DotenvQuote quote = DotenvQuote::kNone;
  bool interpolated = false;
};

class DotenvRead : public testing::TestWithParam<ReadRow> {};

// What docker compose 2.26 reads (compose-go 2.0.2, dotenv/parser.go), row by row.
TEST_P(DotenvRead, ReadsAsComposeDoes) {
  const auto file = Dotenv::parse(GetParam().text, ".env");
  ASSERT_TRUE(file) << file.error().message;
  const DotenvEntry* entry = file->find(GetParam().key);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->value, GetParam().value);
  EXPECT_EQ(entry->quote, GetParam().quote);
  EXPECT_EQ(entry->interpolated, GetParam().interpolated);
  EXPECT_EQ(file->text().substr(entry->key.begin, entry->key.end - entry->key.begin), entry->name);
}

using enum DotenvQuote;
INSTANTIATE_TEST_SUITE_P(
    Rows, DotenvRead,
    testing::Values(
        ReadRow{"plain", "A=b", "A", "b"}, ReadRow{"blanks", " A = b c \n", "A", "b c"},
        ReadRow{"colon", "A: b", "A", "b"}, ReadRow{"empty", "A=\nB=c", "A", ""},
        ReadRow{"after_empty", "A=\nB=c", "B", "c"}, ReadRow{"crlf", "A=b\r\nC=d\r\n", "A", "b"},
        ReadRow{"empty_crlf", "A=\r\nC=d\r\n", "A", ""},
        ReadRow{"bom", std::string(kBom) + "A=b", "A", "b"},
        ReadRow{"export_", "export \t A=b", "A", "b"},
        ReadRow{"exported", "exported=b", "exported", "b"}, ReadRow{"comment", "A=b # c", "A", "b"},
        ReadRow{"no_comment", "A=b#c", "A", "b#c"},
        ReadRow{"comment_as_value", "A= # c", "A", "# c"},
        ReadRow{"last_wins", "A=1\nB=2\nA=3\n", "A", "3"},
        ReadRow{"backslash", "A=a\\nb", "A", "a\\nb"},
        ReadRow{"odd_name", "a.b-c[0]=x", "a.b-c[0]", "x"},
        ReadRow{"letter_name", "\u00fc=x", "\u00fc", "x"},
        ReadRow{"single", "A='b # \"c\" $D \\n' # e", "A", "b # \"c\" $D \\n", kSingle},
        ReadRow{"single_escape", "A='it\\'s'", "A", "it's", kSingle},
        ReadRow{"single_backslashes", "A='a\\\\'", "A", "a\\\\", kSingle},
        ReadRow{"single_lines", "A='b\nc'\n", "A", "b\nc", kSingle},
        ReadRow{"double_", "A=\"b\\nc\\\"d\\\\e\\tf\\qg\"", "A", "b\nc\"d\\e\tf\\qg", kDouble},
        ReadRow{"double_lines", "A=\"b\nc\"", "A", "b\nc", kDouble},
        ReadRow{"double_octal", "A=\"\\0101\\041\\0377\\01\"", "A", "A\\41\u00ff\\1", kDouble},
        ReadRow{"double_dollar", "A=\"\\$B $$C $ 5$\"", "A", "$B $C $ 5$", kDouble},
        ReadRow{"double_backslash_dollar", "A=\"\\\\\\$B\"", "A", "\\$B", kDouble},
        ReadRow{"second_on_the_line", "A='b'C=d", "C", "d"},
        ReadRow{"reference", "A=x${B:-c}", "A", "x${B:-c}", kNone, true},
        ReadRow{"reference_double", "A=\"x\\n$B\"", "A", "x\n$B", kDouble, true},
        ReadRow{"no_reference", "A=a$1$$b$", "A", "a$1$b$"},
        ReadRow{"bare", "A\nB=1\n", "A", "", kAbsent},
        ReadRow{"bare_at_the_end", "B=1\nA", "A", "", kAbsent},
        ReadRow{"bare_crlf", "A\r\nB=1\r\n", "A", "", kAbsent}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Dotenv, KnowsLinesAndRanges) {
  const auto file = Dotenv::parse("# c\n\nA='x\ny'\nexport B = z # c\n", ".env");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->entries().size(), 2U);
  EXPECT_EQ(file->entries()[0].line, 3U);
  EXPECT_EQ(file->entries()[0].key, (ByteRange{5, 6}));
  EXPECT_EQ(file->entries()[0].raw, (ByteRange{7, 12}));
  EXPECT_EQ(file->entries()[1].line, 5U);
  EXPECT_EQ(file->entries()[1].key, (ByteRange{20, 21}));
  EXPECT_EQ(file->entries()[1].raw, (ByteRange{24, 25}));
  EXPECT_EQ(file->find("C"), nullptr);
}

struct BrokenRow {
  const char* name;
  const char* text;
  const char* where;
  const char* message;
};

class DotenvBroken : public testing::TestWithParam<BrokenRow> {};

TEST_P(DotenvBroken, NamesTheLineAndNotTheText) {
  const auto file = Dotenv::parse(GetParam().text, "/p/.env");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().where, GetParam().where);
  EXPECT_NE(file.error().message.find(GetParam().message), std::string::npos)
      << file.error().message;
  EXPECT_EQ(file.error().message.find("s3cret"), std::string::npos);
  EXPECT_FALSE(file.error().hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DotenvBroken,
    testing::Values(BrokenRow{"single", "A=1\nB='s3cret\nC=2", "/p/.env:2", "quote of B"},
                    BrokenRow{"double_", "A=\"s3cret\\\"", "/p/.env:1", "quote of A"},
                    BrokenRow{"last_backslash", "A='s3cret\\", "/p/.env:1", "quote of A"},
                    BrokenRow{"character", "A=1\n\ns3cret!=2", "/p/.env:3", "character"},
                    BrokenRow{"blank", "s3cret x=2\n", "/p/.env:1", "blank"},
                    BrokenRow{"rest_of_a_quote", "A='x' s3cret\"y\"\n", "/p/.env:1", "character"},
                    BrokenRow{"not_utf8", "A=1\ns3cret\xff=2\n", "/p/.env:2", "character"}),
    [](const auto& row) { return std::string(row.param.name); });

struct SetRow {
  const char* name;
  std::string before;
  std::string key;
  std::string value;
  std::string after;
};

class DotenvSet : public testing::TestWithParam<SetRow> {};

TEST_P(DotenvSet, ChangesTheValueAlone) {
  auto file = Dotenv::parse(GetParam().before, ".env");
  ASSERT_TRUE(file) << file.error().message;
  const auto result = file->set(GetParam().key, GetParam().value);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(file->text(), GetParam().after);
  EXPECT_EQ(file->find(GetParam().key)->value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DotenvSet,
    testing::Values(
        SetRow{"first", "", "A", "b", "A='b'\n"},
        SetRow{"append", "B=1\n", "A", "b", "B=1\nA='b'\n"},
        SetRow{"no_final_newline", "B=1", "A", "b", "B=1\nA='b'\n"},
        SetRow{"comment_without_newline", "# c", "A", "b", "# c\nA='b'\n"},
        SetRow{"crlf", "B=1\r\n", "A", "b", "B=1\r\nA='b'\r\n"},
        SetRow{"crlf_no_final_newline", "C=2\r\nB=1", "A", "b", "C=2\r\nB=1\r\nA='b'\r\n"},
        SetRow{"only_bom", kBom, "A", "b", std::string(kBom) + "A='b'\n"},
        SetRow{"bom", std::string(kBom) + "B=1\n", "B", "2", std::string(kBom) + "B='2'\n"},
        SetRow{"replace", "A=1 # c\n\n# d\nB=2", "A", "3", "A='3' # c\n\n# d\nB=2"},
        SetRow{"replace_quoted", "A=\"1\" # c\n", "A", "3", "A='3' # c\n"},
        SetRow{"replace_lines", "A='1\n2'\nB=2\n", "A", "3", "A='3'\nB=2\n"},
        SetRow{"replace_export", "export A = 1\n", "A", "3", "export A = '3'\n"},
        SetRow{"replace_empty", "A=\r\nB=\r\n", "A", "3", "A='3'\r\nB=\r\n"},
        SetRow{"replace_last_of_two", "A=1\nA=2\n", "A", "3", "A=1\nA='3'\n"},
        SetRow{"replace_bare", "A\nB=1\n", "A", "3", "A='3'\nB=1\n"},
        SetRow{"replace_bare_at_the_end", "A", "A", "3", "A='3'"},
        SetRow{"replace_reference", "A=${B}\n", "A", "${B}", "A='${B}'\n"},
        SetRow{"unchanged", "A=b # c\n", "A", "b", "A=b # c\n"},
        SetRow{"empty_value", "", "A", "", "A=''\n"},
        SetRow{"empty_value_stands", "A=\n", "A", "", "A=\n"},
        SetRow{"dollar", "", "A", "$B${C}$$", "A='$B${C}$$'\n"},
        SetRow{"single_quote", "", "A", "it's $5", "A=\"it's \\$5\"\n"},
        SetRow{"newline", "", "A", "a\nb\r\n", "A=\"a\\nb\\r\\n\"\n"},
        SetRow{"last_backslash", "", "A", "C:\\x\\", "A=\"C:\\\\x\\\\\"\n"},
        SetRow{"backslash_inside", "", "A", "C:\\new", "A='C:\\new'\n"},
        SetRow{"double_quote", "", "A", "\"x\" # y", "A='\"x\" # y'\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Dotenv, RefusesWhatComposeCannotUse) {
  auto file = Dotenv::parse("A=1\n", "/p/.env").value();
  const auto bad_name = file.set("302AI_KEY", "s3cret");
  ASSERT_FALSE(bad_name);
  EXPECT_EQ(bad_name.error().where, "/p/.env");
  const auto bad_value = file.set("A", std::string("s3cret\0", 7));
  ASSERT_FALSE(bad_value);
  EXPECT_NE(bad_value.error().message.find("NUL"), std::string::npos);
  EXPECT_EQ(bad_value.error().message.find("s3cret"), std::string::npos);
  EXPECT_EQ(file.text(), "A=1\n");
}

TEST(VariableName, IsWhatComposeInterpolates) {
  for (const char* name : {"A", "_", "a1", "GITHUB_TOKEN", "x_9_Y"}) {
    EXPECT_TRUE(is_variable_name(name)) << name;
  }
  for (const char* name : {"", "1A", "A-B", "A.B", "A B", "\u00fc", "A\n", "302AI_API_KEY"}) {
    EXPECT_FALSE(is_variable_name(name)) << name;
  }
}

rc::Gen<std::string> any_value() {
  static const std::vector<std::string> kPieces = {
      "a",      "B1",     " ",      "#",          " #",   "'",      "\"", "\\", "\\\\",
      "\\n",    "\n",     "\r",     "\r\n",       "\t",   "$",      "$$", "${", "}",
      "${A}",   "$A",     "\\$",    "\\'",        "\\\"", "\\0101", "=",  ":",  "export ",
      "\u0085", "\u00a0", "\u20ac", "\U0001F600", "\xff", "\x01",   "`"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const auto& each : pieces) text += each;
                        return text;
                      });
}

// A legal file of several shapes, with the key K in it or not.
rc::Gen<std::string> any_file() {
  static const std::vector<std::string> kLines = {"# comment",
                                                  "",
                                                  "  ",
                                                  "A=1",
                                                  "export B = two words # c",
                                                  "C='single # \\' x'",
                                                  "D=\"d\\n$A\"",
                                                  "E='two\nlines'",
                                                  "F",
                                                  "K=old",
                                                  "K='old' # why",
                                                  "K = \"o\nld\"",
                                                  "K",
                                                  "K=",
                                                  "G=${K}",
                                                  "\tH: x"};
  const auto line =
      rc::gen::pair(rc::gen::elementOf(kLines), rc::gen::element<std::string>("\n", "\r\n"));
  return rc::gen::map(
      rc::gen::tuple(rc::gen::container<std::vector<std::pair<std::string, std::string>>>(line),
                     rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>()),
      [](const auto& parts) {
        const auto& [lines, bom, final_newline] = parts;
        std::string text = bom ? kBom : "";
        for (std::size_t i = 0; i < lines.size(); ++i) {
          text += lines[i].first;
          if (i + 1 < lines.size() || final_newline) text += lines[i].second;
        }
        return text;
      });
}

RC_GTEST_PROP(DotenvLaw, AnyValueReadsBack, ()) {
  const std::string value = *any_value();
  auto file = Dotenv::parse(*any_file(), ".env").value();
  const auto result = file.set("K", value);
  RC_ASSERT(result.has_value());
  const auto again = Dotenv::parse(file.text(), ".env").value();
  RC_ASSERT(again.find("K")->value == value);
  RC_ASSERT(!again.find("K")->interpolated);
}

RC_GTEST_PROP(DotenvLaw, AnEditLeavesEveryOtherByte, ()) {
  const std::string before = *any_file();
  auto file = Dotenv::parse(before, ".env").value();
  const DotenvEntry* old = file.find("K");
  const bool bare = old != nullptr && old->quote == DotenvQuote::kAbsent;
  const std::string head = old == nullptr ? before : before.substr(0, old->raw.begin);
  const std::string tail = old == nullptr ? "" : before.substr(old->raw.end);
  RC_ASSERT(file.set("K", "new value").has_value());
  const std::string& after = file.text();
  RC_ASSERT(after.starts_with(head));
  RC_ASSERT(after.ends_with(tail));
  if (old != nullptr) {
    RC_ASSERT(after == head + (bare ? "=" : "") + "'new value'" + tail);
  } else {
    RC_ASSERT(after.size() <= head.size() + std::string("\r\nK='new value'\r\n").size());
  }
  // Once more changes nothing.
  const std::string once = after;
  RC_ASSERT(file.set("K", "new value").has_value());
  RC_ASSERT(file.text() == once);
}

RC_GTEST_PROP(DotenvLaw, NoTextCrashesTheParser, ()) {
  const std::string text = *any_value();
  const auto file = Dotenv::parse(text, ".env");
  if (file) RC_ASSERT(file->text() == text);
}

}  // namespace
}  // namespace mcpmx::compose
