#include "document/edit.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

// A path of keys and item numbers, with / between.
Element at(const Document& document, std::string_view path) {
  Element element = root_of(document);
  while (!path.empty()) {
    const auto slash = path.find('/');
    const std::string_view step = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    element =
        element.is_list() ? element.items().at(std::stoul(std::string(step))) : element.find(step);
  }
  return element;
}

struct Case {
  const char* name;
  const char* before;
  const char* change;  // "set PATH JSON", "rename PATH NAME", "remove PATH", "add PATH KEY JSON"
  const char* after;   // "!" and a part of the reason where it is refused
};

Edit parsed(const Document& document, std::string_view change) {
  const auto word = [&change] {
    const auto blank = change.find(' ');
    const std::string result(change.substr(0, blank));
    change = blank == std::string_view::npos ? std::string_view() : change.substr(blank + 1);
    return result;
  };
  const std::string verb = word();
  const Element element = at(document, word());
  EXPECT_TRUE(element) << change;
  if (verb == "set") return SetValue{element.id(), json::parse(change)};
  if (verb == "rename") return RenameKey{element.id(), std::string(change)};
  if (verb == "remove") return Remove{element.id()};
  const std::string key = verb == "push" ? std::string() : word();
  Insert insert;
  insert.into = element.id();
  insert.key = key;
  insert.value = json::parse(change);
  insert.as_item = verb == "push";
  return insert;
}

std::string edited(const Case& test, Syntax syntax) {
  const auto document =
      syntax == Syntax::kJson ? read_json(test.before, "f") : read_yaml(test.before, "f");
  if (!document) return "not read: " + document.error().message;
  std::vector<Edit> edits;
  std::string_view changes = test.change;
  while (!changes.empty()) {
    const auto end = changes.find('\n');
    edits.push_back(parsed(*document, changes.substr(0, end)));
    changes = end == std::string_view::npos ? std::string_view() : changes.substr(end + 1);
  }
  const auto result = edit(*document, edits);
  return result ? *result : "!" + result.error().where + " " + result.error().message;
}

class EditYaml : public testing::TestWithParam<Case> {};

TEST_P(EditYaml, ChangesThisAlone) {
  const std::string result = edited(GetParam(), Syntax::kYaml);
  if (GetParam().after[0] == '!') {
    EXPECT_EQ(result.substr(0, 1), "!") << result;
    EXPECT_NE(result.find(GetParam().after + 1), std::string::npos) << result;
  } else {
    EXPECT_EQ(result, GetParam().after);
  }
}

const Case kYaml[] = {
    {"value", "a: 1 # c\nb: 2\n", "set a 5", "a: 5 # c\nb: 2\n"},
    {"value_keeps_quotes", "a: 'x'\nb: \"y\"\n", "set a \"it's\"\nset b \"z\"",
     "a: 'it''s'\nb: \"z\"\n"},
    {"value_needs_quotes", "a: x\n", "set a \"yes\"", "a: \"yes\"\n"},
    {"value_missing", "a: # c\nb:\n", "set a 1\nset b 2", "a: 1 # c\nb: 2\n"},
    {"value_of_alias", "a: &x 1\nb: *x\n", "set b 2", "a: &x 1\nb: 2\n"},
    {"value_of_literal", "a: | # c\n  x\n  y\nb: 1\n", "set a \"p\\nq\\n\"",
     "a: | # c\n  p\n  q\nb: 1\n"},
    {"literal_to_one_line", "a: | # c\n  x\n  y\nb: 1\n", "set a \"p\"", "a: p # c\nb: 1\n"},
    {"value_of_lines", "a: one\n  two\nb: 1\n", "set a \"x\"", "a: x\nb: 1\n"},
    {"scalar_to_map", "a: 1 # c\nb: 2\n", "set a {\"k\":\"v\",\"l\":[1,2]}",
     "a: # c\n  k: v\n  l:\n    - 1\n    - 2\nb: 2\n"},
    {"item_to_map", "- 1\n- 2\n", "set 0 {\"k\":\"v\",\"l\":\"w\"}", "- k: v\n  l: w\n- 2\n"},
    {"map_to_scalar", "a: # c\n  k: v # d\n  l: w\nb: 2\n", "set a 7", "a: 7 # c\nb: 2\n"},
    {"map_to_map", "a:\n  k: v\nb: 2\n", "set a {\"x\":1,\"w\":2}", "a:\n  x: 1\n  w: 2\nb: 2\n"},
    {"add_last", "a:\n  x: 1\n  y: 2 # c\n  # tail of a\n\n# of b\nb: 2\n", "add a z 3",
     "a:\n  x: 1\n  y: 2 # c\n  # tail of a\n  z: 3\n\n# of b\nb: 2\n"},
    {"add_without_newline", "a:\n  x: 1", "add a w 2", "a:\n  x: 1\n  w: 2"},
    {"add_crlf", "a:\r\n  x: 1\r\nb: 2\r\n", "add a w [1]",
     "a:\r\n  x: 1\r\n  w:\r\n    - 1\r\nb: 2\r\n"},
    {"add_with_step_4", "s:\n    a:\n        x: 1\n", "add s b {\"x\":{\"w\":1}}",
     "s:\n    a:\n        x: 1\n    b:\n        x:\n            w: 1\n"},
    {"add_flush_list", "a:\n  l:\n  - 1\n", "add a m [2]", "a:\n  l:\n  - 1\n  m:\n  - 2\n"},
    {"add_quoted_like_siblings", "a:\n  x: \"1\"\n  y: \"z\"\n", "add a w \"v\"",
     "a:\n  x: \"1\"\n  y: \"z\"\n  w: \"v\"\n"},
    {"add_set_apart", "s:\n  a:\n    x: 1\n\n  b:\n    x: 1\n\nn: 1\n", "add s c {\"x\":1}",
     "s:\n  a:\n    x: 1\n\n  b:\n    x: 1\n\n  c:\n    x: 1\n\nn: 1\n"},
    {"add_item", "a:\n  - 1 # c\n  - 2\nb: 1\n", "push a 3", "a:\n  - 1 # c\n  - 2\n  - 3\nb: 1\n"},
    {"add_behind_dash", "- k: v\n- l: w\n", "add 0 x 1", "- k: v\n  x: 1\n- l: w\n"},
    {"add_to_empty", "a: {} # c\nb: []\n", "add a x 1\npush b 2", "a: # c\n  x: 1\nb:\n  - 2\n"},
    {"add_to_null", "a:\nb: ~ # c\n", "add a x 1\npush b 2", "a:\n  x: 1\nb: # c\n  - 2\n"},
    {"add_to_empty_file", "# c\n", "add  a 1", "# c\na: 1\n"},
    {"add_two", "a:\n  x: 1\nb: 1\n", "add a w 2\nadd a z 3", "a:\n  x: 1\n  w: 2\n  z: 3\nb: 1\n"},
    {"remove", "a: 1\n# of b\nb: 2 # too\nc: 3\n", "remove b", "a: 1\nc: 3\n"},
    {"remove_keeps_far_comment", "a: 1\n# nobody's\n\nb: 2\nc: 3\n", "remove b",
     "a: 1\n# nobody's\n\nc: 3\n"},
    {"remove_first_keeps_head", "# the file\na: 1\nb: 2\n", "remove a", "# the file\nb: 2\n"},
    {"remove_between_blank_lines", "s:\n  a:\n    x: 1\n\n  b:\n    x: 1\n\n  c:\n    x: 1\n",
     "remove s/b", "s:\n  a:\n    x: 1\n\n  c:\n    x: 1\n"},
    {"remove_first_of_blank_lines", "s:\n  a:\n    x: 1\n\n  b:\n    x: 1\n", "remove s/a",
     "s:\n  b:\n    x: 1\n"},
    {"remove_last_of_blank_lines", "s:\n  a:\n    x: 1\n\n  b:\n    x: 1\n\nn: 1\n", "remove s/b",
     "s:\n  a:\n    x: 1\n\nn: 1\n"},
    {"remove_only", "a: # c\n  x: 1\nb: 1\n", "remove a/x", "a: {} # c\nb: 1\n"},
    {"remove_only_item", "a:\n  - 1\nb: 1\n", "remove a/0", "a: []\nb: 1\n"},
    {"remove_behind_dash", "- k: v # c\n  l: w\n- x\n", "remove 0/k", "- l: w\n- x\n"},
    {"remove_item_with_body", "- k: v\n  l: w\n- x\n", "remove 0", "- x\n"},
    {"replace_all", "a:\n  x: 1\nb: 1\n", "remove a/x\nadd a w 2", "a:\n  w: 2\nb: 1\n"},
    {"rename", "a: 1 # c\n\"b\": 2\n", "rename a x\nrename b y z", "x: 1 # c\n\"y z\": 2\n"},
    {"flow_add", "a: [1, 2] # c\n", "push a 3", "a: [1, 2, 3] # c\n"},
    {"flow_add_quoted", "a: [\"x\", \"y\"]\n", "push a \"z\"", "a: [\"x\", \"y\", \"z\"]\n"},
    {"flow_add_trailing_comma", "a: [1, 2,]\n", "push a 3", "a: [1, 2, 3,]\n"},
    {"flow_add_lines", "a: [\n  1, # c\n  2 # d\n]\n", "push a 3",
     "a: [\n  1, # c\n  2, # d\n  3\n]\n"},
    {"flow_add_key", "a: {x: 1}\n", "add a w \"p, q\"", "a: {x: 1, w: \"p, q\"}\n"},
    {"flow_remove_first", "a: [1, 2, 3]\n", "remove a/0", "a: [2, 3]\n"},
    {"flow_remove_last", "a: [1, 2, 3]\n", "remove a/2", "a: [1, 2]\n"},
    {"flow_remove_all", "a: [1, 2]\n", "remove a/0\nremove a/1", "a: []\n"},
    {"flow_remove_line", "a: [\n  1,\n  # of 2\n  2, # c\n  3\n]\n", "remove a/1",
     "a: [\n  1,\n  3\n]\n"},
    {"flow_remove_last_line", "a: [\n  1,\n  2\n]\n", "remove a/1", "a: [\n  1\n]\n"},
    {"flow_swap_last", "a: [1, 2]\n", "remove a/1\npush a 3", "a: [1, 3]\n"},
    {"shared", "a: &x\n  k: 1\nb: *x\n", "set a/k 2", "!*x"},
    {"anchor_used", "a: &x 1\nb: *x\n", "remove a", "!&x"},
    {"tag", "a: !!str 5\n", "set a 6", "!more than it may"},
    {"keep_tail", "a: |\n  x", "add  b 1", "!more than it may"},
};

INSTANTIATE_TEST_SUITE_P(Edit, EditYaml, testing::ValuesIn(kYaml),
                         [](const auto& test) { return std::string(test.param.name); });

class EditJson : public testing::TestWithParam<Case> {};

TEST_P(EditJson, ChangesThisAlone) {
  EXPECT_EQ(edited(GetParam(), Syntax::kJson), GetParam().after);
}

const Case kJson[] = {
    {"value", "{\n  \"a\": \"x\"\n}", "set a \"\\u00e9\\n\"", "{\n  \"a\": \"\\u00e9\\n\"\n}"},
    {"add", "{\n  \"a\": {\n    \"x\": 1\n  }\n}\n", "add a y [1,{}]",
     "{\n  \"a\": {\n    \"x\": 1,\n    \"y\": [\n      1,\n      {}\n    ]\n  }\n}\n"},
    {"add_to_empty", "{\n  \"a\": {},\n  \"b\": []\n}", "add a x 1\npush b \"y\"",
     "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": [\n    \"y\"\n  ]\n}"},
    {"add_on_line", "{\"a\": [1, 2]}", "push a 3", "{\"a\": [1, 2, 3]}"},
    {"add_to_empty_root", "{}", "add  a 1", "{\n  \"a\": 1\n}"},
    {"remove_last", "{\n  \"a\": 1,\n  \"b\": 2\n}", "remove b", "{\n  \"a\": 1\n}"},
    {"remove_first", "{\n  \"a\": 1,\n  \"b\": 2\n}", "remove a", "{\n  \"b\": 2\n}"},
    {"remove_all", "{\n  \"a\": [\n    1\n  ]\n}", "remove a/0", "{\n  \"a\": []\n}"},
    {"rename", "{\"a\": 1}", "rename a b\"c", "{\"b\\\"c\": 1}"},
    {"crlf", "{\r\n  \"a\": 1\r\n}", "add  b 2", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}"},
};

INSTANTIATE_TEST_SUITE_P(Edit, EditJson, testing::ValuesIn(kJson),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace mcpmx::document
