// The strategy `merge`, whose code is compiled into this program besides its plugin.
#include "../../../plugins/strategies/merge.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace strategies {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) result.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

struct ListCase {
  const char* name;
  const char *base, *profile, *docker;
  const char* merged;  // "!": a person must decide
};

class MergedLists : public testing::TestWithParam<ListCase> {};

TEST_P(MergedLists, Unite) {
  const ListCase& test = GetParam();
  const auto merged = merged_lists(words(test.base), words(test.profile), words(test.docker));
  if (std::string_view(test.merged) == "!") {
    EXPECT_FALSE(merged.has_value());
  } else {
    ASSERT_TRUE(merged.has_value());
    EXPECT_EQ(*merged, words(test.merged));
  }
}

const ListCase kLists[] = {
    {"both_append", "a", "a b", "a c", "a b c"},
    {"same_append", "a", "a b", "a b", "a b"},
    {"one_appends_one_removes", "a b", "a b c", "b", "b c"},
    {"different_removed", "a b c", "b c", "a b", "b"},
    {"one_replaces", "--port 80", "--port 81", "--port 80 -v", "--port 81 -v"},
    {"both_replace", "--port 80", "--port 81", "--port 82", "!"},
    {"both_replace_alike", "--port 80", "--port 81", "--port 81 -v", "!"},
    {"front_and_back", "a", "x a", "a y", "x a y"},
    {"from_nothing", "", "a b", "b c", "a b c"},
    {"different_options", "-y", "-y --port 81", "-y --host h", "-y --port 81 --host h"},
    {"one_option_twice", "-y", "-y --port=81", "-y --port=82", "!"},
    {"one_option_in_two_places", "a b", "--port 81 a b", "a b --port 82", "!"},
    {"values_of_an_option", "--dir a", "--dir a b", "--dir a c", "--dir a b c"},
    {"a_value_each", "--dir", "--dir b", "--dir c", "!"},
    {"a_value_and_an_option", "a", "a b", "a --fast", "!"},
    {"repeats", "a a", "a a b", "a", "a b"},
};

INSTANTIATE_TEST_SUITE_P(Merge, MergedLists, testing::ValuesIn(kLists),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(CommonItems, StandForABase) {
  EXPECT_EQ(common_items(words("--key A /a"), words("--key B /a")), words("--key /a"));
  EXPECT_EQ(common_items(words("a b"), words("b c")), words("b"));
  EXPECT_TRUE(common_items(words("a"), {}).empty());
}

std::vector<std::string> any_list() {
  return *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "b", "c", "d"));
}

RC_GTEST_PROP(MergedListsLaw, OneSidesChangeAloneStands, ()) {
  const auto base = any_list();
  const auto changed = any_list();
  RC_ASSERT(merged_lists(base, changed, base) == changed);
  RC_ASSERT(merged_lists(base, base, changed) == changed);
  RC_ASSERT(merged_lists(base, changed, changed) == changed);
}

RC_GTEST_PROP(MergedListsLaw, NothingComesFromNowhere, ()) {
  const auto base = any_list();
  const auto profile = any_list();
  const auto docker = any_list();
  const auto merged = merged_lists(base, profile, docker);
  RC_PRE(merged.has_value());
  for (const std::string& item : *merged) {
    const bool is_known = std::ranges::count(profile, item) + std::ranges::count(docker, item) > 0;
    RC_ASSERT(is_known);
  }
}

struct VersionCase {
  const char *profile, *docker;
  int newer;  // 1 profile, 2 docker, 0 nobody can say
};

TEST(NewerVersion, FollowsSemanticVersioning) {
  const VersionCase cases[] = {
      {"1.2.3", "1.2.4", 2},
      {"1.10.0", "1.9.9", 1},
      {"2.0.0", "10.0.0", 2},
      {"1.0.0-rc.1", "1.0.0", 2},
      {"1.0.0-alpha", "1.0.0-beta", 2},
      {"1.0.0-2", "1.0.0-10", 2},
      {"1.0.0-1", "1.0.0-a", 2},
      {"1.0.0-a.1", "1.0.0-a", 1},
      {"v1.2.3", "1.2.2", 1},
      {"1.0.0+a", "1.0.0+b", 0},
      {"latest", "1.0.0", 0},
      {"^1.0.0", "1.0.0", 0},
      {"1.2", "1.2.0", 0},
      {"1", "2", 0},
      {"", "1.0.0", 0},
      {"1.0.0-", "1.0.0", 0},
      {"1..0", "1.0.0", 0},
      {"16-alpine", "17-alpine", 0},
      {"2026.1.14", "2026.2.1", 2},
      {"1.0.0.", "1.0.0", 0},
  };
  for (const VersionCase& test : cases) {
    const auto newer = newer_version(test.profile, test.docker);
    const int found = !newer ? 0 : *newer == Side::kProfile ? 1 : 2;
    EXPECT_EQ(found, test.newer) << test.profile << " and " << test.docker;
  }
}

TEST(ListItems, SplitsCompactJson) {
  EXPECT_EQ(list_items(R"(["a,b","c]\"",[1,2],{"k":"v"}])"),
            (std::vector<std::string>{R"("a,b")", R"("c]\"")", "[1,2]", R"({"k":"v"})"}));
  EXPECT_EQ(list_items("[]"), std::vector<std::string>());
  EXPECT_EQ(list_items(""), std::vector<std::string>());
  EXPECT_FALSE(list_items("\"a\"").has_value());
}

}  // namespace
}  // namespace strategies
