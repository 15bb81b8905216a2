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
    {"remove_first_with_comment", "# the file\n\n# of a\na: 1\nb: 2\n", "remove a",
     "# the file\n\nb: 2\n"},
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
    {"tag_of_another_kind", "a: !!str 5\n", "set a 6", "!its tag makes this a string"},
    {"tag_of_a_number", "a: !!int 5\n", "set a \"x\"", "!its tag makes this a number"},
    {"tag_that_fits", "a: !!str 5\nb: !mine 1\n", "set a \"6\"\nset b \"x\"",
     "a: !!str \"6\"\nb: !mine x\n"},
    {"literal_above_deeper_comment", "l:\n- 1\na:\n  # c\nb: 1\n", "push a \"x\\ny\\n\"",
     "l:\n- 1\na:\n- \"x\\ny\\n\"\n  # c\nb: 1\n"},
    {"literal_less_deep", "a: |\n      x\n    # c\nb: 1\n", "set a \"p\\nq\\n\"",
     "a: \"p\\nq\\n\"\n    # c\nb: 1\n"},
    {"add_below_clip", "a: |\n  x", "add  b 1", "a: |-\n  x\nb: 1"},
    {"add_below_keep", "a: >2+\n  x", "add  b 1", "a: >2-\n  x\nb: 1"},
    {"add_two_below_clip", "a: |\n  x", "add  b 1\nadd  c 2", "a: |-\n  x\nb: 1\nc: 2"},
    {"add_literal_at_the_end", "a: 1", "add  b \"x\\ny\\n\"", "a: 1\nb: |\n  x\n  y\n"},
    {"flush_list_to_map", "a:\n- 1\nb: 2\n", "set a {\"k\":\"v\",\"l\":1}",
     "a:\n  k: v\n  l: 1\nb: 2\n"},
    {"remove_only_keeps_far_comment", "a:\n  - 1\n\n  # nobody's\nb: 1\n", "remove a/0",
     "a: []\n\n  # nobody's\nb: 1\n"},
    {"remove_only_below_anchor", "a: &x # c\n  - 1\nb: 1\n", "remove a/0", "a: &x [] # c\nb: 1\n"},
    {"remove_two_behind_dash", "- k: v\n  l: w\n  m: x\n", "remove 0/k\nremove 0/l", "- m: x\n"},
    {"remove_all_behind_dash", "- k: v\n  l: w\n- x\n", "remove 0/k\nremove 0/l", "- {}\n- x\n"},
    {"pair_grows", "a: [b: c, d]\n", "add a/0 x 1", "a: [{b: c, x: 1}, d]\n"},
    {"flow_add_behind_missing", "a: {b: }\n", "add a c 1", "a: {b: , c: 1 }\n"},
    {"flow_remove_keeps_comment", "a: [1, # of 1\n    2]\n", "remove a/1", "a: [1 # of 1\n    ]\n"},
    {"tab_behind_dash", "- x\t# c\n", "set 0 {\"k\":1}", "- # c\n  k: 1\n"},
    {"key_without_colon", "? a # c\n? b\n", "set a 1", "? a # c\n: 1\n? b\n"},
    {"bom_before_comment", "\xef\xbb\xbf# c\n# d\na: 1\nb: 2\n", "remove a",
     "\xef\xbb\xbf# c\n# d\nb: 2\n"},
    {"lines_below_own_anchor", "a:\n  &x 1\nb: 2\n", "set a {\"k\":1}", "a:\n  &x\n  k: 1\nb: 2\n"},
    {"null_of_explicit_key", "? a\n: null\nb: 2\n", "set a 1", "? a\n: 1\nb: 2\n"},
    {"add_at_every_level", "a:\n  b:\n    x: 1\n", "add  z 4\nadd a z 3\nadd a/b z 2",
     "a:\n  b:\n    x: 1\n    z: 2\n  z: 3\nz: 4\n"},
    {"remove_all_and_add", "a:\n  - 1\n\n  - 2\n\nb: 1\n", "remove a/0\nremove a/1\npush a 3",
     "a:\n  - 3\n\nb: 1\n"},
    {"remove_last_and_add", "a:\n  - 1\n\n  - 2\n\nb: 1\n", "remove a/1\npush a 3",
     "a:\n  - 1\n\n  - 3\n\nb: 1\n"},
    {"literal_above_blanks", "a:\n  b: 1\n        \nc: 1\n", "add a d \"x\\ny\\n\"",
     "a:\n  b: 1\n  d: \"x\\ny\\n\"\n        \nc: 1\n"},
    {"removed_and_renamed", "a: 1\nb: 2\n", "remove a\nrename a c", "!two changes"},
    {"set_and_renamed", "a: 1\nb: 2\n", "set a 3\nrename a c", "c: 3\nb: 2\n"},
    {"shared_key_renamed", "&k a: 1\nb: *k\n", "rename a x", "!*k"},
    {"shared_key_removed", "&k a: 1\nb: *k\n", "remove a", "!&k"},
    {"name_taken", "a: 1\nb: 2\n", "rename a b", "!\"b\" stands there already"},
    {"names_swapped", "a: 1\nb: 2\n", "rename a b\nrename b a", "b: 1\na: 2\n"},
    {"new_name_taken", "a: 1\n", "add  a 2", "!\"a\" stands there already"},
    {"entry_of_a_scalar", "a: 1\n", "add a x 2", "!this is a number"},
    {"name_of_an_item", "- 1\n", "rename 0 x", "!has no name"},
    {"merge_needs_a_map", "a: &a {x: 1}\nb:\n  <<: *a\n", "remove a", "!&a"},
};

INSTANTIATE_TEST_SUITE_P(Edit, EditYaml, testing::ValuesIn(kYaml),
                         [](const auto& test) { return std::string(test.param.name); });

// A list where none was is written as one below a new key is; a list of lines stays one.
TEST(EditYamlLists, AreWrittenAsTheirKeyAsks) {
  const auto document =
      read_yaml("a: run it # so\nb:\nc: []\nd:\n  - x\ne: run\nf: run\n", "test.yaml");
  ASSERT_TRUE(document);
  const json::value list = {"run", "it"};
  const json::value long_list = {std::string(120, 'x')};
  std::vector<Edit> edits;
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    edits.emplace_back(SetValue{at(*document, key).id(), list});
  }
  edits.emplace_back(SetValue{at(*document, "f").id(), long_list});
  EditOptions options;
  options.list_style = [](std::string_view key) {
    return key == "e" ? ListStyle::kLines : ListStyle::kArguments;
  };
  const auto text = edit(*document, edits, options);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text,
            "a: [\"run\", \"it\"] # so\nb: [\"run\", \"it\"]\nc: [\"run\", \"it\"]\nd:\n  - run\n"
            "  - it\ne:\n  - run\n  - it\nf:\n  - " +
                std::string(120, 'x') + "\n");
}

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
    {"remove_last_and_add", "{\"a\": 1,\n\"b\": 2, \n\"c\": 3}", "remove c\nadd  d 4",
     "{\"a\": 1,\n\"b\": 2,\n\"d\": 4}"},
    {"rename", "{\"a\": 1}", "rename a b\"c", "{\"b\\\"c\": 1}"},
    {"crlf", "{\r\n  \"a\": 1\r\n}", "add  b 2", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}"},
};

const Case kMoreJson[] = {
    {"tabs", "{\n\t\"a\": {\n\t\t\"x\": 1\n\t}\n}\n", "add a y [1]\nset a/x {\"k\":[]}",
     "{\n\t\"a\": {\n\t\t\"x\": {\n\t\t\t\"k\": []\n\t\t},\n\t\t\"y\": [\n\t\t\t1\n\t\t]\n"
     "\t}\n}\n"},
    {"on_one_line_within_lines", "{\n  \"a\": { \"b\": [1] }\n}\n", "set a/b {\"k\":2}",
     "{\n  \"a\": { \"b\": {\"k\": 2} }\n}\n"},
    {"twice", "{\"a\": 1, \"a\": 2}", "set a 3", "!f:1 the key \"a\" stands twice"},
    {"below_twice", "{\"a\": {\"b\": 1}, \"a\": {\"b\": 2}}", "set a/b 3", "!f:1 the key \"a\""},
    {"beside_twice", "{\"a\": 1, \"a\": 2, \"b\": 3}", "set b 4", "{\"a\": 1, \"a\": 2, \"b\": 4}"},
    {"name_taken", "{\"a\": 1, \"b\": 2}", "rename a b", "!f:1 the key \"b\" stands there already"},
};

TEST(EditJson, SaysWhatItLeaves) {
  for (const Case& test : kMoreJson) {
    const std::string result = edited(test, Syntax::kJson);
    EXPECT_EQ(result.substr(0, std::string_view(test.after).size()), test.after) << test.name;
  }
}

// JSON with comments: read as the settings of editors are.
const Case kJsonc[] = {
    {"comments_stay", "{\n  // of a\n  \"a\": 1, // too\n  \"b\": 2\n}", "set a 3",
     "{\n  // of a\n  \"a\": 3, // too\n  \"b\": 2\n}"},
    {"comments_go", "{\n  // nobody's\n\n  // of a\n  \"a\": 1, // too\n  \"b\": 2\n}", "remove a",
     "{\n  // nobody's\n\n  \"b\": 2\n}"},
    {"comments_of_lines", "{\n  /* of\n     a */\n  \"a\": 1,\n  \"b\": 2\n}", "remove a",
     "{\n  \"b\": 2\n}"},
    {"comment_of_the_next", "[1, /* two */ 2]", "remove 0", "[/* two */ 2]"},
    {"add_behind_comma", "{\n  \"a\": 1, // x\n}", "add  b 2",
     "{\n  \"a\": 1, // x\n  \"b\": 2,\n}"},
    {"add_behind_comment", "{\n  \"a\": 1 // x\n}", "add  b 2",
     "{\n  \"a\": 1, // x\n  \"b\": 2\n}"},
    {"add_to_comment", "[\n  // none\n]", "push  1", "[\n  // none\n  1\n]"},
    {"remove_beside_comment", "[ // none\n  1\n]", "remove 0", "[ // none\n]"},
};

TEST(EditJsonc, LeavesComments) {
  for (const Case& test : kJsonc) {
    const auto document = read_jsonc(test.before, "f");
    ASSERT_TRUE(document) << test.name << document.error().message;
    const Edit change = parsed(*document, test.change);
    const auto result = edit(*document, {&change, 1});
    ASSERT_TRUE(result) << test.name << result.error().message;
    EXPECT_EQ(*result, test.after) << test.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Edit, EditJson, testing::ValuesIn(kJson),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace mcpmx::document
