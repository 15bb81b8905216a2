#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::document {
namespace {

const char* const kSample =
    "# a comment\n"
    "x-base: &base  # shared\n"
    "  restart: always\n"
    "  ports: [\"80:80\", 443]\n"
    "services:\n"
    "  web:\n"
    "    <<: *base\n"
    "    image: 'it''s'\n"
    "    command: |\n"
    "      one\n"
    "      two\n"
    "    empty:\n"
    "    \"quoted key\": \"a\\tb\"\n"
    "    list:\n"
    "    - plain words\n"
    "    - ~\n"
    "    - {k: v}\n"
    "  db: !reset null\n";

Document parsed(std::string text) {
  auto result = read_yaml(std::move(text), "f.yaml");
  if (!result) {
    ADD_FAILURE() << result.error().where << ": " << result.error().message;
    return read_yaml("", "f.yaml").value();
  }
  return std::move(result).value();
}

TEST(YamlReader, DecodesEveryStyle) {
  const Document document = parsed(kSample);
  const Element web = root_of(document).find("services").find("web");
  EXPECT_EQ(web.find("image").as_string(), "it's");
  EXPECT_EQ(web.find("command").as_string(), "one\ntwo\n");
  EXPECT_TRUE(web.find("empty"));
  EXPECT_TRUE(web.find("empty").is_null());
  EXPECT_EQ(web.find("quoted key").as_string(), "a\tb");
  const auto items = web.find("list").items();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].as_string(), "plain words");
  EXPECT_TRUE(items[1].is_null());
  EXPECT_EQ(items[2].find("k").as_string(), "v");
  EXPECT_FALSE(web.find("no such key"));
}

TEST(YamlReader, KnowsWhereNodesStand) {
  const Document document = parsed(kSample);
  const Element root = root_of(document);
  const Element web = root.find("services").find("web");
  EXPECT_EQ(web.find("image").where(), "f.yaml:8");
  EXPECT_EQ(web.find("empty").where(), "f.yaml:12");  // not the line of the next token
  EXPECT_EQ(web.find("list").items()[1].line(), 16U);
  const auto slice = [&](const Element& element) {
    return document.slice(document.node(element.id()).range);
  };
  EXPECT_EQ(slice(web.find("image")), "'it''s'");
  EXPECT_EQ(slice(web.find("quoted key")), "\"a\\tb\"");
  EXPECT_EQ(slice(web.find("list").items()[0]), "plain words");
  EXPECT_EQ(slice(web.find("list").items()[1]), "~");
  EXPECT_EQ(document.node(web.find("empty").id()).style, Style::kMissing);
  EXPECT_EQ(document.node(web.find("command").id()).style, Style::kLiteral);
  const Element base = root.find("x-base");
  EXPECT_EQ(document.anchor(base.id()), "base");
  EXPECT_EQ(document.text().substr(document.node(base.id()).range.begin, 5), "&base");
  EXPECT_EQ(document.text().substr(document.node(base.id()).content, 7), "restart");
  EXPECT_EQ(document.tag(root.find("services").find("db").id()), "!reset");
}

TEST(YamlReader, AppliesMergeKeysOnAccess) {
  const Document document = parsed(
      "a: &a {x: 1, y: 1}\n"
      "b: &b {y: 2, z: 2}\n"
      "one: {<<: *a, y: 9, w: 0}\n"
      "many:\n"
      "  <<: [*a, *b]\n"
      "chain: &c\n"
      "  <<: *b\n"
      "  z: 7\n"
      "last:\n"
      "  <<: *c\n"
      "inline:\n"
      "  <<: {p: 1}\n"
      "quoted: {\"<<\": 1}\n");
  const Element root = root_of(document);
  const auto names = [](const Element& map) {
    std::string result;
    for (const Entry& entry : map.entries())
      result += std::string(entry.name()) + "=" + std::string(entry.value.text()) + " ";
    return result;
  };
  EXPECT_EQ(names(root.find("one")), "y=9 w=0 x=1 ");
  EXPECT_EQ(names(root.find("many")), "x=1 y=1 z=2 ");
  EXPECT_EQ(names(root.find("last")), "z=7 y=2 ");
  EXPECT_EQ(names(root.find("inline")), "p=1 ");
  EXPECT_EQ(names(root.find("quoted")), "<<=1 ");
  EXPECT_EQ(root.find("many").find("y").as_integer(), 1);
  EXPECT_EQ(root.find("last").find("y").where(), "f.yaml:2");
  EXPECT_FALSE(root.find("last").find("x"));
}

TEST(YamlReader, FollowsAliases) {
  const Document document = parsed("a: &n one\nb: *n\nc: &n two\nd: *n\n*n : key\n");
  const Element root = root_of(document);
  EXPECT_EQ(root.find("b").as_string(), "one");
  EXPECT_EQ(root.find("d").as_string(), "two");
  EXPECT_EQ(root.find("two").as_string(), "key");
  EXPECT_EQ(document.node(root.find("b").id()).kind, NodeKind::kAlias);
  EXPECT_EQ(document.slice(document.node(root.find("b").id()).range), "*n");
  EXPECT_EQ(root.find("b").line(), 2U);
}

struct Kind {
  const char* name;
  const char* text;
  NodeKind kind;
  const char* value;
  Style style = Style::kPlain;
};
class YamlValue : public testing::TestWithParam<Kind> {};
TEST_P(YamlValue, HasItsKindAndStyle) {
  const Document document = parsed("key: " + std::string(GetParam().text) + "\nnull: 1\n");
  ASSERT_EQ(root_of(document).entries().size(), 2U);
  const Element value = root_of(document).find("key");
  EXPECT_EQ(value.kind(), GetParam().kind);
  EXPECT_EQ(value.text(), GetParam().value);
  EXPECT_EQ(document.node(value.id()).style, GetParam().style);
  EXPECT_EQ(value.line(), 1U);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, YamlValue,
    testing::Values(
        Kind{"missing", "", NodeKind::kNull, "", Style::kMissing},
        Kind{"commented", "# nothing", NodeKind::kNull, "", Style::kMissing},
        Kind{"tilde", "~", NodeKind::kNull, ""}, Kind{"null_", "null", NodeKind::kNull, ""},
        Kind{"anchored_nothing", "&n", NodeKind::kNull, "", Style::kMissing},
        Kind{"anchored_null", "&n ~", NodeKind::kNull, ""},
        Kind{"tagged_nothing", "!reset", NodeKind::kNull, "", Style::kMissing},
        Kind{"tagged_comment", "!reset # x", NodeKind::kNull, "", Style::kMissing},
        Kind{"tagged_empty", "!!str \"\"", NodeKind::kString, "", Style::kDoubleQuoted},
        Kind{"tagged_null", "!reset null", NodeKind::kNull, "null"},
        Kind{"quoted_null", "\"null\"", NodeKind::kString, "null", Style::kDoubleQuoted},
        Kind{"yes", "yes", NodeKind::kString, "yes"},
        Kind{"true_", "True", NodeKind::kBool, "True"},
        Kind{"quoted_true", "'true'", NodeKind::kString, "true", Style::kSingleQuoted},
        Kind{"integer", "-12", NodeKind::kNumber, "-12"},
        Kind{"hex", "0x1F", NodeKind::kNumber, "0x1F"},
        Kind{"float_", "1.5e3", NodeKind::kNumber, "1.5e3"},
        Kind{"dot", ".", NodeKind::kString, "."},
        Kind{"infinity", "-.inf", NodeKind::kNumber, "-.inf"},
        Kind{"sexagesimal", "80:80", NodeKind::kString, "80:80"},
        Kind{"forced_string", "!!str 12", NodeKind::kString, "12"},
        Kind{"forced_number", "!!int \"12\"", NodeKind::kNumber, "12", Style::kDoubleQuoted},
        Kind{"folded", ">\n  a\n  b", NodeKind::kString, "a b\n", Style::kFolded},
        Kind{"empty_quotes", "''", NodeKind::kString, "", Style::kSingleQuoted},
        Kind{"accents", "caf\xc3\xa9", NodeKind::kString, "caf\xc3\xa9"},
        Kind{"two_lines", "one\n  two", NodeKind::kString, "one two"}),
    [](const auto& row) { return row.param.name; });

struct Bad {
  const char* name;
  std::string text;
  std::string where;
  std::string message;
};
class YamlRefused : public testing::TestWithParam<Bad> {};
TEST_P(YamlRefused, SaysLineColumnReasonAndNextStep) {
  const auto result = read_yaml(GetParam().text, "f.yaml");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().where, GetParam().where) << result.error().message;
  EXPECT_NE(result.error().message.find(GetParam().message), std::string::npos)
      << result.error().message;
  EXPECT_NE(result.error().hint, "");
}
INSTANTIATE_TEST_SUITE_P(
    Rows, YamlRefused,
    testing::Values(
        Bad{"open_double_quote", "a: \"x\n", "f.yaml:1:4",
            "the quote that begins here is not closed"},
        Bad{"open_single_quote", "a: 'x\nb: 1\n", "f.yaml:1:4",
            "the quote that begins here is not closed"},
        Bad{"open_tagged_quote", "a: !!str \"x\n", "f.yaml:1:10",
            "the quote that begins here is not closed"},
        Bad{"second_document", "a: 1\n---\nb: 1\n", "f.yaml:2:1", "a second document"},
        Bad{"after_the_end", "a: 1\n...\njunk: x\n", "f.yaml:3:1", "does not belong"},
        Bad{"map_after_list", "- a\nb: c\n", "f.yaml:2:1", "does not belong"},
        Bad{"comma_after_map", "{a: b},\n", "f.yaml:1:7", "does not belong"},
        Bad{"comma_after_list", "[a],\n", "f.yaml:1:4", "does not belong"},
        Bad{"comma_after_string", "\"x\",\n", "f.yaml:1:4", "does not belong"},
        Bad{"duplicate_key", "a: 1\nb:\n  c: 1\n  d: 1\n  c: 2\n", "f.yaml:5:3",
            "the key \"c\" stands twice in one map, here and in line 3"},
        Bad{"duplicate_number", "1: a\n\"1\": b\n", "f.yaml:2:1", "stands twice"},
        Bad{"duplicate_merge", "a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", "f.yaml:4:3",
            "stands twice"},
        Bad{"duplicate_by_alias", "a: &a b\nb: 1\n*a : 2\n", "f.yaml:3:1",
            "the key \"b\" stands twice"},
        Bad{"duplicate_with_escapes", "\"\\e[31m\": 1\n\"\\e[31m\": 2\n", "f.yaml:2:1",
            "\"\\x1b[31m\""},
        Bad{"merge_of_text", "a:\n  <<: text\n", "f.yaml:2:3", "needs a map"},
        Bad{"merge_of_null", "a:\n  <<:\n", "f.yaml:2:3", "needs a map"},
        Bad{"merge_of_mixed_list", "a: &a {x: 1}\nb:\n  <<: [*a, 1]\n", "f.yaml:3:3",
            "needs a map"},
        Bad{"unknown_alias", "a: *nobody\n", "f.yaml:1:4", "not defined"},
        Bad{"circle", "a: &a\n  b: *a\n", "f.yaml:2:6", "inside the node that it names"},
        Bad{"merge_circle", "a: &a\n  <<: *a\n", "f.yaml:2:7", "inside the node that it names"},
        Bad{"list_as_key", "? [a, b]\n: c\n", "f.yaml:1:3", "a key must be a word"},
        Bad{"map_alias_as_key", "a: &a {x: 1}\n*a : 2\n", "f.yaml:2:1", "a key must be a word"},
        Bad{"question_mark", "a: [x?y]\n", "f.yaml:1:6", "unknown token"},
        Bad{"tab", "a:\n\tb: 1\n", "f.yaml:2:3", "illegal map value"},
        Bad{"open_flow", "a: [1, 2\n", "f.yaml:2:1", "not valid YAML"},
        Bad{"nul", std::string("a: \0", 4), "f.yaml:1:4", "NUL"},
        Bad{"invalid_utf8", "a: 1\nb: \xff\n", "f.yaml:2:4", "not valid UTF-8"},
        Bad{"utf16",
            std::string("\xff\xfe"
                        "a\0",
                        4),
            "f.yaml:1", "UTF-16"}),
    [](const auto& row) { return row.param.name; });

TEST(YamlReader, HintsAtWhatYamlCppAloneRefuses) {
  EXPECT_NE(read_yaml("a: [x?y]\n", "f").error().hint.find("quotes"), std::string::npos);
  EXPECT_NE(read_yaml("a:\n\tb: 1\n", "f").error().hint.find("tab"), std::string::npos);
}

TEST(YamlReader, ReadsEmptyDocuments) {
  for (const char* text : {"", "\n", "# comment\n", "\xef\xbb\xbf"}) {
    const Document document = parsed(text);
    EXPECT_TRUE(root_of(document).is_null());
    EXPECT_EQ(document.node(document.root()).style, Style::kMissing);
  }
  EXPECT_TRUE(root_of(parsed("---\n")).is_null());
}

TEST(YamlReader, AcceptsStartAndEndMarks) {
  const Document document = parsed("%YAML 1.2\n---\na: 1\n...\n");
  EXPECT_EQ(root_of(document).find("a").where(), "f.yaml:3");
}

TEST(YamlReader, CountsFromBehindAByteOrderMarkAndOverCrLf) {
  const Document document = parsed(
      "\xef\xbb\xbf"
      "a: \"x\"\r\nb: 'y'\r\nc: |\r\n  z\r\n");
  const Element root = root_of(document);
  EXPECT_TRUE(document.has_bom());
  EXPECT_EQ(document.slice(document.node(root.find("a").id()).range), "\"x\"");
  EXPECT_EQ(document.slice(document.node(root.find("b").id()).range), "'y'");
  EXPECT_EQ(root.find("b").where(), "f.yaml:2");
  EXPECT_EQ(root.find("c").as_string(), "z\n");
  EXPECT_EQ(read_yaml("\xef\xbb\xbf"
                      "a: \"x\n",
                      "f")
                .error()
                .where,
            "f:1:4");
}

// A missing null's event has the next token's place, which may be a key that is called null.
TEST(YamlReader, TellsMissingNullsFromKeysCalledNull) {
  const Document document =
      parsed("a:\nnull: 1\nlist:\n-\n- null\n-\n~: 2\nflow: {x: , null: 3}\n");
  const Element root = root_of(document);
  const auto style = [&](const Element& element) { return document.node(element.id()).style; };
  EXPECT_EQ(style(root.find("a")), Style::kMissing);
  EXPECT_EQ(root.find("null").as_integer(), 1);
  EXPECT_EQ(root.find("~").as_integer(), 2);
  const auto items = root.find("list").items();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(style(items[0]), Style::kMissing);
  EXPECT_EQ(style(items[1]), Style::kPlain);
  EXPECT_EQ(style(items[2]), Style::kMissing);
  EXPECT_EQ(style(root.find("flow").find("x")), Style::kMissing);
  EXPECT_EQ(root.find("flow").find("null").as_integer(), 3);
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(YamlReader, LimitsDepth) {
  EXPECT_TRUE(read_yaml(repeated("[", 200) + repeated("]", 200), "f").has_value());
  std::string block;
  for (std::size_t i = 0; i < 1000; ++i) block += std::string(i, ' ') + "a:\n";
  for (const std::string& text :
       {repeated("[", 201) + repeated("]", 201), repeated("[", 10'000), repeated("{a: ", 10'000),
        repeated("- ", 10'000) + "a", repeated("? ", 10'000) + "a", block,
        repeated("[", 10'000) + repeated("]", 10'000), repeated("{", 10'000)}) {
    const auto result = read_yaml(text, "f");
    ASSERT_FALSE(result.has_value()) << text.substr(0, 20);
    EXPECT_TRUE(result.error().where.starts_with("f:")) << result.error().where;
  }
  EXPECT_NE(
      read_yaml(repeated("[", 201) + repeated("]", 201), "f").error().message.find("200 levels"),
      std::string::npos);
}

TEST(YamlReader, CountsDepthThroughAliases) {
  const std::string deep = repeated("[", 150) + repeated("]", 150);
  const auto result = read_yaml(
      "a: &a " + deep + "\nb: " + repeated("[", 60) + "*a" + repeated("]", 60) + "\n", "f");
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("200 levels"), std::string::npos);
  EXPECT_EQ(result.error().where, "f:2:64");
}

// Nine aliases of nine aliases of ...
std::string bomb(int levels) {
  std::string text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i <= levels; ++i) {
    const std::string name = std::to_string(i);
    const std::string alias = ", *l" + std::to_string(i - 1);
    text.append("l").append(name).append(": &l").append(name).append(" [");
    text.append(repeated(alias, 9).substr(2)).append("]\n");
  }
  return text;
}

TEST(YamlReader, RefusesAliasBombs) {
  EXPECT_TRUE(read_yaml(bomb(3), "f").has_value());  // 9 + 9 * 9 + ... stays below 100,000
  const auto result = read_yaml(bomb(60), "f");
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("100000"), std::string::npos);
  EXPECT_TRUE(result.error().where.starts_with("f:5:") || result.error().where.starts_with("f:6:"))
      << result.error().where;
}

TEST(YamlReader, AllowsManyAliasesOfSmallValuesAndManyValues) {
  EXPECT_TRUE(read_yaml("a: &a 1\nb: [" + repeated("*a, ", 1000) + "]\n", "f").has_value());
  EXPECT_TRUE(read_yaml(repeated("- 1\n", 100'001), "f").has_value());
}

TEST(YamlReader, LimitsSize) {
  const auto result = read_yaml(std::string(100 << 20, ' '), "f");
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("more than the limit"), std::string::npos);
}

// Whatever the text: an answer, whose nodes have sound places, or an error that has one.
void check_any(const std::string& text) {
  const auto result = read_yaml(text, "f");
  if (!result) {
    EXPECT_TRUE(result.error().where.starts_with("f:")) << result.error().message;
    EXPECT_FALSE(result.error().message.empty());
    return;
  }
  for (NodeId id = 0; id < result->size(); ++id) {
    const Node& node = result->node(id);
    ASSERT_LE(node.range.begin, text.size());
    ASSERT_LE(node.range.begin, node.content);
    if (node.range.end == kUnknown) continue;
    ASSERT_LE(node.content, node.range.end);
    ASSERT_LE(node.range.end, text.size());
  }
}

TEST(YamlReader, SurvivesEveryCut) {
  const std::string text = kSample;
  for (std::size_t length = 0; length < text.size(); ++length) check_any(text.substr(0, length));
}

RC_GTEST_PROP(YamlReaderLaw, SurvivesMutations, ()) {
  std::string text = kSample;
  const auto count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char byte =
        *rc::gen::oneOf(rc::gen::elementOf(std::string("{}[]\"',:\\ \n\t-?&*!|>#%@<~")),
                        rc::gen::arbitrary<char>());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      default:
        text.erase(at, 1);
    }
  }
  check_any(text);
  RC_ASSERT(!testing::Test::HasFailure());
}

// A scalar whose end is known reads the same when it stands alone.
RC_GTEST_PROP(YamlReaderLaw, ScalarRangesReadBack, ()) {
  const auto word = rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1 '\"\\#:-"))));
  std::string quoted(1, '\'');
  for (const char c : *word) quoted.append(c == '\'' ? 2 : 1, c);
  quoted.push_back('\'');
  const Document document = parsed("k:\n- " + quoted + "  # c\n- x\n");
  const Element item = root_of(document).find("k").items()[0];
  RC_ASSERT(document.slice(document.node(item.id()).range) == quoted);
  RC_ASSERT(!testing::Test::HasFailure());
}

}  // namespace
}  // namespace mcpmx::document
