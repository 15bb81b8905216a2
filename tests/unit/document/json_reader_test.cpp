#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::document {
namespace {

const char* const kSample =
    "{\n"
    "  \"plain\": \"a\",\n"
    "  \"escaped \\u0041\": \"tab\\t \\ud83d\\ude00 \\\"quoted\\\"\",\n"
    "  \"list\": [1, -2.5e3, true, false, null, [], {}],\n"
    "  \"nested\" : { \"deep\" : [ { \"x\" : \"caf\xc3\xa9\" } ] }\n"
    "}\n";

Document parsed(std::string text) {
  auto result = read_json(std::move(text), "f.json");
  if (!result) {
    ADD_FAILURE() << result.error().where << ": " << result.error().message;
    return read_json("null", "f.json").value();
  }
  return std::move(result).value();
}

TEST(JsonReader, DecodesEveryKind) {
  const Document document = parsed(kSample);
  const Element root = root_of(document);
  EXPECT_EQ(root.find("plain").as_string(), "a");
  EXPECT_EQ(root.find("escaped A").as_string(), "tab\t \xf0\x9f\x98\x80 \"quoted\"");
  const auto items = root.find("list").items();
  ASSERT_EQ(items.size(), 7U);
  EXPECT_EQ(items[0].as_integer(), 1);
  EXPECT_EQ(items[1].text(), "-2.5e3");
  EXPECT_EQ(items[1].as_integer(), std::nullopt);
  EXPECT_EQ(items[2].as_bool(), true);
  EXPECT_EQ(items[3].as_bool(), false);
  EXPECT_TRUE(items[4].is_null());
  EXPECT_TRUE(items[5].is_list());
  EXPECT_TRUE(items[6].is_map());
  EXPECT_EQ(root.find("nested").find("deep").items()[0].find("x").as_string(), "caf\xc3\xa9");
}

TEST(JsonReader, KnowsWhereKeysAndValuesStand) {
  const Document document = parsed(kSample);
  const auto entries = root_of(document).entries();
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(document.slice(document.node(entries[1].key.id()).range), "\"escaped \\u0041\"");
  EXPECT_EQ(document.slice(document.node(entries[2].value.id()).range),
            "[1, -2.5e3, true, false, null, [], {}]");
  EXPECT_EQ(document.slice(document.node(entries[3].value.id()).range),
            "{ \"deep\" : [ { \"x\" : \"caf\xc3\xa9\" } ] }");
  EXPECT_EQ(entries[3].key.where(), "f.json:5");
  const auto position = document.position(document.node(entries[0].value.id()).range.begin);
  EXPECT_EQ(position.line, 2U);
  EXPECT_EQ(position.column, 12U);
}

// The range of a node is a document of its own, with the same content.
void check_ranges(const Document& document) {
  for (NodeId id = 0; id < document.size(); ++id) {
    const Node& node = document.node(id);
    ASSERT_NE(node.range.end, kUnknown);
    auto alone = read_json(std::string(document.slice(node.range)), "slice");
    ASSERT_TRUE(alone.has_value()) << document.slice(node.range) << ": " << alone.error().message;
    EXPECT_EQ(alone->node(0).kind, node.kind);
    EXPECT_EQ(alone->value(0), document.value(id));
    EXPECT_EQ(alone->node(0).range.end, node.range.end - node.range.begin);
    if (node.parent == kNoNode) continue;
    const Range outer = document.node(node.parent).range;
    EXPECT_LT(outer.begin, node.range.begin);
    EXPECT_GT(outer.end, node.range.end);
  }
}

TEST(JsonReader, RangesHoldExactlyTheNode) {
  check_ranges(parsed(kSample));
  check_ranges(parsed("  [ \"a\\\\\" , {\"k\\\"\" : [ ] } , 0 ]  \r\n\r\n"));
}

struct Scalar {
  const char* name;
  const char* text;
  NodeKind kind;
  const char* value;
};
class JsonRootScalar : public testing::TestWithParam<Scalar> {};
TEST_P(JsonRootScalar, IsADocument) {
  const Document document = parsed(GetParam().text);
  EXPECT_EQ(document.node(document.root()).kind, GetParam().kind);
  EXPECT_EQ(document.value(document.root()), GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(Rows, JsonRootScalar,
                         testing::Values(Scalar{"string", " \"x\" \n", NodeKind::kString, "x"},
                                         Scalar{"number", "12", NodeKind::kNumber, "12"},
                                         Scalar{"padded_number", " 12 \n", NodeKind::kNumber, "12"},
                                         Scalar{"huge_number", "1e999", NodeKind::kNumber, "1e999"},
                                         Scalar{"long_integer", "123456789012345678901234567890",
                                                NodeKind::kNumber,
                                                "123456789012345678901234567890"},
                                         Scalar{"true_", "true", NodeKind::kBool, "true"},
                                         Scalar{"null_", "null", NodeKind::kNull, ""}),
                         [](const auto& row) { return row.param.name; });

struct Bad {
  const char* name;
  std::string text;
  std::string where;
  std::string message;
};
class JsonMalformed : public testing::TestWithParam<Bad> {};
TEST_P(JsonMalformed, SaysLineColumnReasonAndNextStep) {
  const auto result = read_json(GetParam().text, "f.json");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().where, GetParam().where) << result.error().message;
  EXPECT_NE(result.error().message.find(GetParam().message), std::string::npos)
      << result.error().message;
  EXPECT_NE(result.error().hint, "");
}
INSTANTIATE_TEST_SUITE_P(
    Rows, JsonMalformed,
    testing::Values(
        Bad{"empty", "", "f.json:1:1", "the text is empty"},
        Bad{"blanks", " \n ", "f.json:1:1", "the text is empty"},
        Bad{"two_values", "{} {}", "f.json:1:4", "something follows"},
        Bad{"two_numbers", "1 2", "f.json:1:3", "something follows"},
        Bad{"two_strings", "\"a\" \"b\"", "f.json:1:5", "something follows"},
        Bad{"tail", "{\"a\": 1} x", "f.json:1:10", "something follows"},
        Bad{"closing_alone", "]", "f.json:1:1", "closes nothing"},
        Bad{"extra_bracket", "{\"a\": 1}\n}", "f.json:2:1", "something follows"},
        Bad{"open_object", "{\n  \"a\": {\n    \"b\": 1\n", "f.json:2:8",
            "'{' that begins here is not closed"},
        Bad{"wrong_bracket", "{\"a\": [1, 2}", "f.json:1:12", "does not close the '['"},
        Bad{"open_string", "{\"a\": \"x,\n \"b\": \"y\"}", "f.json:1:7", "not closed on its line"},
        Bad{"open_last_string", "[\"a\", \"b", "f.json:1:7", "is not closed"},
        Bad{"control_byte", "[\"a\x01\"]", "f.json:1:4", "control byte"},
        Bad{"missing_comma", "{\n \"a\": 1\n \"b\": 2\n}", "f.json:3:2", "a comma"},
        Bad{"trailing_comma", "[1,\n 2,\n]", "f.json:3:1", "a value was expected"},
        Bad{"trailing_comma_object", "{\"a\":1,}", "f.json:1:8", ""},
        Bad{"double_comma", "{\"a\":[1,,2],\"b\":2}", "f.json:1:9", "a value was expected"},
        Bad{"missing_value", "{\"a\":}", "f.json:1:6", "a value was expected"},
        Bad{"missing_colon", "{\"a\" 1}", "f.json:1:6", ""},
        Bad{"nul_word", "[nul]", "f.json:1:2", "a value was expected"},
        Bad{"leading_zero", "[01]", "f.json:1:2", "not a number"},
        Bad{"plus", "[+1]", "f.json:1:2", "a value was expected"},
        Bad{"nan", "{\"a\": NaN}", "f.json:1:7", "a value was expected"},
        Bad{"single_quotes", "{'a': 1}", "f.json:1:2", ""},
        Bad{"comment", "{\n // no\n \"a\": 1}", "f.json:2:2", ""},
        Bad{"escape", "[\"\\q\"]", "f.json:1:2", "invalid escape"},
        Bad{"escape_in_key", "{\"\\q\": 1}", "f.json:1:2", "invalid escape"},
        Bad{"cut_surrogate", "[\"\\ud83d\"]", "f.json:1:2", "invalid escape"}),
    [](const auto& row) { return row.param.name; });

TEST(JsonReader, CountsFromBehindAByteOrderMark) {
  const Document document = parsed("\xef\xbb\xbf{\"a\": 1,\r\n\"b\": 2}\r\n");
  EXPECT_TRUE(document.has_bom());
  const auto entries = root_of(document).entries();
  EXPECT_EQ(document.node(entries[0].key.id()).range.begin, 4U);
  EXPECT_EQ(document.position(4).column, 2U);
  EXPECT_EQ(entries[1].key.where(), "f.json:2");
  EXPECT_EQ(document.slice(document.node(entries[1].value.id()).range), "2");
  EXPECT_EQ(read_json("\xef\xbb\xbf[1", "f").error().where, "f:1:1");
}

TEST(JsonReader, RecordsKeysThatStandTwice) {
  const Document document = parsed("{\"a\": 1,\n\"b\": {\"x\": 1,\n\"\\u0078\": 2},\n\"a\": 3}");
  ASSERT_EQ(document.duplicates().size(), 2U);
  EXPECT_EQ(document.line(document.duplicates()[0].first), 2U);
  EXPECT_EQ(document.line(document.duplicates()[0].second), 3U);
  EXPECT_EQ(document.line(document.duplicates()[1].first), 1U);
  EXPECT_EQ(document.line(document.duplicates()[1].second), 4U);
  const auto entries = root_of(document).entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].name(), "a");
  EXPECT_EQ(entries[0].value.as_integer(), 3);
  EXPECT_EQ(root_of(document).find("a").as_integer(), 3);
}

TEST(JsonReader, FindsDuplicatesAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i)
    text += "\"k" + std::to_string(i) + "\": " + std::to_string(i) + ",\n";
  const Document document = parsed(text + "\"k500\": 0}");
  ASSERT_EQ(document.duplicates().size(), 1U);
  EXPECT_EQ(document.line(document.duplicates()[0].first), 501U);
  EXPECT_EQ(document.line(document.duplicates()[0].second), 1001U);
}

std::string nested(const std::string& open, const std::string& close, std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonReader, LimitsDepth) {
  EXPECT_TRUE(read_json(nested("[", "]", 200), "f").has_value());
  for (const auto& text :
       {nested("[", "]", 201), nested("{\"a\":", "}", 201), nested("[", "]", 10'000),
        nested("{\"a\":", "}", 10'000), nested("[", "", 10'000)}) {
    const auto result = read_json(text, "f");
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().where.starts_with("f:1:")) << result.error().where;
  }
  EXPECT_NE(read_json(nested("[", "]", 201), "f").error().message.find("200 levels"),
            std::string::npos);
}

TEST(JsonReader, LimitsSize) {
  const auto result = read_json("[" + std::string(100 << 20, ' ') + "]", "f");
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("more than the limit"), std::string::npos);
  EXPECT_TRUE(read_json("[1, 2]", "f", {.bytes = 6}).has_value());
  EXPECT_FALSE(read_json("[1, 2]", "f", {.bytes = 5}).has_value());
}

TEST(JsonReader, SaysAtEveryCutThatTheTextIsCut) {
  const std::string text = kSample;
  for (std::size_t length = 0; length + 2 <= text.size(); ++length) {
    const auto result = read_json(text.substr(0, length), "f");
    ASSERT_FALSE(result.has_value()) << length;
    EXPECT_TRUE(result.error().where.starts_with("f:")) << length;
    EXPECT_NE(result.error().where.find_first_of("123456", 2), std::string::npos) << length;
  }
}

// What is accepted has sound ranges; what is refused has a place.
void check_any(const std::string& text) {
  const auto result = read_json(text, "f");
  if (result) {
    check_ranges(*result);
  } else {
    EXPECT_TRUE(result.error().where.starts_with("f:")) << result.error().message;
  }
}

RC_GTEST_PROP(JsonReaderLaw, SurvivesMutations, ()) {
  std::string text = kSample;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char byte = *rc::gen::oneOf(rc::gen::elementOf(std::string("{}[]\",:\\0 \nteu1-")),
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

// Random documents, written with random blanks, are read as they were meant.
struct Made {
  std::string text;
  std::size_t nodes = 0;
};
Made made(int depth) {
  const std::string blank = *rc::gen::elementOf(std::vector<std::string>{"", " ", "\n", "\r\n\t"});
  const int kind = *rc::gen::inRange(0, depth > 0 ? 6 : 4);
  if (kind == 0)
    return {"\"" + *rc::gen::container<std::string>(rc::gen::inRange('a', 'z')) + "\"" + blank, 1};
  if (kind == 1) return {std::to_string(*rc::gen::arbitrary<int>()) + blank, 1};
  if (kind == 2) return {"null" + blank, 1};
  if (kind == 3) return {"true" + blank, 1};
  Made result = {kind == 4 ? "[" : "{", 1};
  result.text += blank;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    if (i > 0) result.text += "," + blank;
    if (kind == 5) result.text += "\"k" + std::to_string(i) + "\"" + blank + ":" + blank;
    const Made item = made(depth - 1);
    result.text += item.text;
    result.nodes += item.nodes + (kind == 5 ? 1 : 0);
  }
  result.text += (kind == 4 ? "]" : "}") + blank;
  return result;
}
RC_GTEST_PROP(JsonReaderLaw, ReadsWhatWasWritten, ()) {
  const Made sample = made(4);
  const auto result = read_json(sample.text, "f");
  RC_ASSERT(result.has_value());
  RC_ASSERT(result->size() == sample.nodes);
  check_ranges(*result);
  RC_ASSERT(!testing::Test::HasFailure());
}

TEST(JsonReader, ReadsTheCorpus) {
  const char* corpus = std::getenv("MCPMX_CORPUS");
  const std::filesystem::path folder =
      corpus != nullptr ? corpus : MCPMX_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the corpus is not beside the checkout";
  std::ifstream stream(folder / "profiles/large/servers.json", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  const Document document = parsed(text);
  EXPECT_EQ(root_of(document).entries().size(), 316U);
  check_ranges(document);
}

}  // namespace
}  // namespace mcpmx::document
