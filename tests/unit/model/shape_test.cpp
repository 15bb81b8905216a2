#include "model/shape.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

namespace mcpmx {
namespace {

bool is_colour(const boost::json::value& value) {
  return value.get_string() == "red" || value.get_string() == "blue";
}

// A small language with one of everything.
constexpr unsigned kHere = 1;
constexpr unsigned kElsewhere = 2;
constexpr Shape kText = {.types = Shape::kText, .places = kHere};
constexpr Shape kFlag = {.types = Shape::kFlag};
constexpr Shape kNumber = {.types = Shape::kNumber};
constexpr Shape kColour = {.types = Shape::kText, .expected = "red or blue", .accepts = &is_colour};
constexpr Shape kTexts = {.types = Shape::kList, .items = &kText};
constexpr Shape kTree = {.types = Shape::kMap | Shape::kText, .places = kHere, .others = &kTree};
constexpr Member kKeys[] = {{"name", &kText, true}, {"colour", &kColour}, {"on", &kFlag},
                            {"size", &kNumber},     {"list", &kTexts},    {"tree", &kTree}};
constexpr Shape kRoot = {.types = Shape::kMap, .members = kKeys, .extensions = &kFree};
constexpr Member kVarKeys[] = {{"$var", &kText}, {"default", &kFlag}};
constexpr Member kPortKeys[] = {{"$port", &kNumber}};
constexpr PlaceRule kPlaces[] = {{"$var", kHere, "for a text", kVarKeys},
                                 {"$port", kElsewhere, "in ports", kPortKeys}};

struct Row {
  const char* what;
  const char* json;
  const char* pointer;  // null: nothing is wrong
  const char* message = "";
  const char* hint = "";
};

TEST(Shape, EveryMistakeHasItsPlaceAndItsCure) {
  const Row rows[] = {
      {"all right",
       R"({"name":"a","colour":"red","on":true,"size":1.5,"list":["a"],"x-a":{"$?":1}})", nullptr},
      {"a place", R"({"name":{"$var":"A","default":true}})", nullptr},
      {"a place in a list", R"({"name":"a","list":["a",{"$var":"A"}]})", nullptr},
      {"no map", "[]", "", "expected a map, found a list", "write it as a map: {KEY: VALUE}"},
      {"missing key", "{}", "/name", R"(the key "name" is missing)", "add name with a string"},
      {"unknown key", R"({"name":"a","colur":"red"})", "/colur", R"(unknown key "colur")",
       R"(did you mean "colour"? Known are name, colour, on, size, list and tree)"},
      {"unlike any key", R"({"name":"a","zzzzz":1})", "/zzzzz", R"(unknown key "zzzzz")",
       "known are name, colour, on, size, list and tree"},
      {"a number for a text", R"({"name":5})", "/name", "expected a string, found a number",
       "put it in quotes"},
      {"a text for a flag", R"({"name":"a","on":"yes"})", "/on",
       "expected true or false, found a string", "write true or false without quotes"},
      {"a text for a number", R"({"name":"a","size":"5"})", "/size",
       "expected a number, found a string", "write a number without quotes"},
      {"a text for a list", R"({"name":"a","list":"b"})", "/list",
       "expected a list, found a string", "write it as a list: [ONE, ANOTHER]"},
      {"in a list", R"({"name":"a","list":["b",null]})", "/list/1",
       "expected a string, found nothing", "put it in quotes"},
      {"no such word", R"({"name":"a","colour":"green"})", "/colour", "expected red or blue",
       "write red or blue"},
      {"unknown place", R"({"name":{"$vra":"A"}})", "/name", R"(there is no place "$vra")",
       R"(did you mean "$var"?)"},
      {"a place of elsewhere", R"({"name":{"$port":1}})", "/name",
       R"(the place "$port" cannot stand here: expected a string)", "$port stands in ports"},
      {"a place where none may be", R"({"name":"a","on":{"$var":"A"}})", "/on",
       R"(the place "$var" cannot stand here: expected true or false)", "$var stands for a text"},
      {"a place with a wrong operand", R"({"name":{"$var":1}})", "/name/$var",
       "expected a string, found a number", "put it in quotes"},
      {"a place with a wrong companion", R"({"name":{"$var":"A","defualt":true}})", "/name/defualt",
       R"(unknown key "defualt")", R"(did you mean "default"? Known are $var and default)"},
      {"a place that does not come first", R"({"name":"a","$var":"A"})", "/$var",
       R"(the place "$var" is not the first key of its map)",
       "write $var first, then its other keys"},
      {"a key to be escaped", R"({"name":"a","tree":{"a/b~":1}})", "/tree/a~1b~0",
       "expected a string or a map, found a number", "put it in quotes"},
  };
  for (const Row& row : rows) {
    const auto faults = find_faults(boost::json::parse(row.json), kRoot, kPlaces);
    if (row.pointer == nullptr) {
      EXPECT_TRUE(faults.empty()) << row.what << ": " << faults.front().message;
      continue;
    }
    ASSERT_EQ(faults.size(), 1u) << row.what;
    EXPECT_EQ(pointer_of(faults[0]), row.pointer) << row.what;
    EXPECT_EQ(faults[0].message, row.message) << row.what;
    EXPECT_EQ(faults[0].hint, row.hint) << row.what;
  }
}

TEST(Shape, NamesAllMistakesInTheirOrder) {
  const auto faults =
      find_faults(boost::json::parse(R"({"a":1,"on":5,"list":[1,"b",2]})"), kRoot, kPlaces);
  std::vector<std::string> places;
  for (const Fault& fault : faults) places.push_back(pointer_of(fault));
  EXPECT_EQ(places, (std::vector<std::string>{"/a", "/on", "/list/0", "/list/2", "/name"}));
}

TEST(Shape, NestingAndTheNumberOfMistakesAreBounded) {
  boost::json::value deep("x");
  for (int i = 0; i < 5'000; ++i) deep = boost::json::object{{"k", std::move(deep)}};
  const auto faults = find_faults(deep, kTree, kPlaces);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].message, "nested deeper than 64 levels");

  boost::json::array many(1'000, boost::json::value(1));
  EXPECT_EQ(find_faults(many, kTexts, kPlaces).size(), 50u);
}

}  // namespace
}  // namespace mcpmx
