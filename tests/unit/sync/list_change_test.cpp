#include "sync/list_change.h"

#include <gtest/gtest.h>

namespace mcpmx::sync {
namespace {

using Words = std::vector<std::string>;

struct Row {
  const char* name;
  Words before, after;
  std::size_t changes;
};

class ListChanges : public testing::TestWithParam<Row> {};

// Made one after the other, from the back, they make the one list of the other.
TEST_P(ListChanges, MakeTheOtherList) {
  const auto& [name, before, after, count] = GetParam();
  const auto changes = changes_between(before, after);
  EXPECT_EQ(changes.size(), count);
  Words words = before;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(change->at);
    const auto end = at + static_cast<std::ptrdiff_t>(change->removed.size());
    EXPECT_EQ(Words(at, end), change->removed);
    words.insert(words.erase(at, end), change->added.begin(), change->added.end());
  }
  EXPECT_EQ(words, after);
}

Words numbered(const char* word, int count) {
  Words words = {"same"};
  for (int i = 0; i < count; ++i) words.push_back(word + std::to_string(i));
  words.push_back("own");
  return words;
}

// Of 20,000 words a table of all pairs would be 1.6 GB.
const Row kRows[] = {
    {"none", {"a"}, {"a"}, 0},
    {"added_behind", {"a"}, {"a", "b"}, 1},
    {"added_to_nothing", {}, {"a"}, 1},
    {"all_removed", {"a", "b"}, {}, 1},
    {"two_places", {"a", "b", "c", "d"}, {"a", "x", "c", "d", "y"}, 2},
    {"the_later_one_of_two", {"a"}, {"a", "b", "a"}, 1},
    {"long_and_all_others", numbered("a", 20000), numbered("b", 20000), 1},
};

INSTANTIATE_TEST_SUITE_P(Rows, ListChanges, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace mcpmx::sync
