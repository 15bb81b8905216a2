#include "document/edit_law.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "document/reader.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

// The first child of the root's first child: "a: {b: 1}" names b's value.
NodeId inner_of(const Document& document) {
  return document.node(document.node(document.root()).first_child).first_child;
}

struct Case {
  const char* name;
  const char* before;
  const char* after;
  bool holds;
};

class Law : public testing::Test {
 protected:
  template <class Change>
  static void check(const Case& test, const Change& change) {
    const auto before = read_yaml(test.before, "f");
    const auto after = read_yaml(test.after, "f");
    ASSERT_TRUE(before) << test.name;
    ASSERT_TRUE(after) << test.name;
    const Edit edit = change(*before);
    EXPECT_EQ(!find_broken_law(*before, *after, {&edit, 1}), test.holds) << test.name;
  }
};

TEST_F(Law, OfSetValue) {
  const Case cases[] = {
      {"set", "a: {b: 1}\nc: 2\n", "a: {b: 5}\nc: 2\n", true},
      {"not_set", "a: {b: 1}\nc: 2\n", "a: {b: 1}\nc: 2\n", false},
      {"as_a_string", "a: {b: 1}\n", "a: {b: \"5\"}\n", false},
      {"other_changed", "a: {b: 1}\nc: 2\n", "a: {b: 5}\nc: 3\n", false},
      {"other_of_another_style", "a: {b: 1}\nc: 'x'\n", "a: {b: 5}\nc: x\n", false},
      {"other_gone", "a: {b: 1}\nc: 2\n", "a: {b: 5}\n", false},
      {"other_came", "a: {b: 1}\n", "a: {b: 5}\nc: 2\n", false},
      {"key_changed", "a: {b: 1}\n", "a: {x: 5}\n", false},
      {"anchor_gone", "a: {b: &x 1}\n", "a: {b: 5}\n", false},
      {"tag_gone", "a: {b: 1}\nc: !t 2\n", "a: {b: 5}\nc: 2\n", false},
      {"alias_names_another", "a: {b: 1}\nc: &x 1\nd: &y 1\ne: *x\n",
       "a: {b: 5}\nc: &x 1\nd: &y 1\ne: *y\n", false},
      {"comments_are_free", "a: {b: 1}\n", "a: {b: 5}  # c\n", true},
  };
  for (const Case& test : cases) {
    check(test, [](const Document& before) { return SetValue{inner_of(before), 5}; });
  }
}

TEST_F(Law, OfRemove) {
  const Case cases[] = {
      {"removed", "a: [1, 2]\n", "a: [2]\n", true},
      {"wrong_one", "a: [1, 2]\n", "a: [1]\n", false},
      {"both", "a: [1, 2]\n", "a: []\n", false},
      {"last", "a: [1]\n", "a: []\n", true},
      {"last_leaves_null", "a: [1]\n", "a:\n", false},
  };
  for (const Case& test : cases) {
    check(test, [](const Document& before) { return Remove{inner_of(before)}; });
  }
}

TEST_F(Law, OfInsert) {
  const Case cases[] = {
      {"inserted", "a: [1, 2]\n", "a: [1, 9, 2]\n", true},
      {"elsewhere", "a: [1, 2]\n", "a: [1, 2, 9]\n", false},
      {"twice", "a: [1, 2]\n", "a: [1, 9, 9, 2]\n", false},
      {"another", "a: [1, 2]\n", "a: [1, 8, 2]\n", false},
  };
  for (const Case& test : cases) {
    check(test, [](const Document& before) {
      Insert insert;
      insert.into = before.node(before.root()).first_child;
      insert.value = 9;
      insert.after = inner_of(before);
      return insert;
    });
  }
}

TEST_F(Law, OfRenameKey) {
  const Case cases[] = {
      {"renamed", "a: {b: 1}\n", "a: {n: 1}\n", true},
      {"value_changed", "a: {b: 1}\n", "a: {n: 2}\n", false},
      {"not_renamed", "a: {b: 1}\n", "a: {b: 1}\n", false},
  };
  for (const Case& test : cases) {
    check(test, [](const Document& before) { return RenameKey{inner_of(before), "n"}; });
  }
}

}  // namespace
}  // namespace mcpmx::document
