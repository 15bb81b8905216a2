// The SDK's reader of JSON, held against Boost's.
#include "mcpmx/json_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

namespace mcpmx {
namespace {

namespace json = boost::json;

std::string twice(std::string_view text) {
  const auto value = read_json(text);
  return value ? value->dump() : "(none)";
}

struct Row {
  const char* text;
  const char* dumped;
};

TEST(JsonReader, ReadsWhatRfc8259Allows) {
  const Row rows[] = {
      {" {\"a\" : [ 1 , -0.5e+3 , true , false , null ] } ", "{\"a\":[1,-0.5e+3,true,false,null]}"},
      {"[]", "[]"},
      {"{}", "{}"},
      {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\u000a\\u000d\\u0009\""},
      {"\"\\u00e9\\u20AC\\uD83D\\uDE00\"", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
      {"\"\\ud83d\"", "\"\xEF\xBF\xBD\""},
      {"\"\\ud83d\\u0041\"", "\"\xEF\xBF\xBD\""},
      {"12345678901234567890123", "12345678901234567890123"},
  };
  for (const Row& row : rows) EXPECT_EQ(twice(row.text), row.dumped) << row.text;
}

TEST(JsonReader, RefusesWhatItDoesNot) {
  for (const char* text :
       {"",      " ",  "{",       "[",         "[1,]",   "{\"a\":}", "{\"a\" 1}", "{a:1}",
        "[1 2]", "01", "-",       "1.",        "1e",     ".5",       "+1",        "tru",
        "nulll", "\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "[1]]",     "{} {}",     "'a'"}) {
    EXPECT_EQ(twice(text), "(none)") << text;
  }
  EXPECT_EQ(twice(std::string(100000, '[')), "(none)");
}

TEST(JsonReader, FindsMembers) {
  const auto value = read_json(R"({"a":{"b":[{"c":"text"}]},"n":-7,"f":1.5,"t":true})");
  ASSERT_TRUE(value);
  const Json& root = *value;
  EXPECT_EQ(root["a"]["b"].members().at(0).second["c"].text(), "text");
  EXPECT_EQ(root["n"].integer(), -7);
  EXPECT_EQ(root["f"].integer(3), 3);
  EXPECT_TRUE(root["t"].is_true());
  EXPECT_TRUE(root["no"]["where"].is_null());
  EXPECT_FALSE(root.has("no"));
}

TEST(JsonReader, ReadsOneDocumentBehindTheOther) {
  std::string seen;
  EXPECT_TRUE(read_json_sequence("{\"a\":1}\n[2]\n\n3 ",
                                 [&](const Json& each) { seen += each.dump() + ";"; }));
  EXPECT_EQ(seen, "{\"a\":1};[2];3;");
  EXPECT_FALSE(read_json_sequence("1 {", [](const Json&) {}));
}

json::value drawn(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 3 ? 4 : 6);
  if (kind == 0) return nullptr;
  if (kind == 1) return *rc::gen::arbitrary<bool>();
  if (kind == 2) return *rc::gen::arbitrary<std::int64_t>();
  if (kind == 3)
    return json::value(*rc::gen::container<std::string>(rc::gen::inRange<char>(1, 126)));
  const int count = *rc::gen::inRange(0, 4);
  if (kind == 4) {
    json::array list;
    for (int i = 0; i < count; ++i) list.push_back(drawn(depth + 1));
    return list;
  }
  json::object map;
  for (int i = 0; i < count; ++i)
    map[*rc::gen::container<std::string>(rc::gen::inRange<char>(1, 126))] = drawn(depth + 1);
  return map;
}

RC_GTEST_PROP(JsonReaderLaw, ReadsAllThatBoostWrites, ()) {
  const json::value value = drawn(0);
  const auto read = read_json(json::serialize(value));
  RC_ASSERT(read.has_value());
  RC_ASSERT(json::parse(read->dump()) == value);
}

// A text with one byte changed is JSON for both or for neither.
RC_GTEST_PROP(JsonReaderLaw, RefusesWhatBoostRefuses, ()) {
  std::string text = json::serialize(drawn(0));
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::elementOf(std::string("{}[],:\"\\ 0-1.eEtn\x01x"));
  boost::system::error_code error;
  (void)json::parse(text, error);
  // Whose numbers end with double's range; ours keep their digits.
  const bool is_json = !error || error == json::error::exponent_overflow;
  RC_ASSERT(read_json(text).has_value() == is_json);
}

}  // namespace
}  // namespace mcpmx
