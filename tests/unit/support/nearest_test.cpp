#include "support/nearest.h"

#include <gtest/gtest.h>

#include <string>

namespace mcpmx {
namespace {

TEST(Nearest, CountsTheBytesThatDiffer) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("image", "imgae"), 1u);
  EXPECT_EQ(edit_distance("ab", "ba"), 1u);
  EXPECT_EQ(edit_distance("abcd", "badc"), 2u);
}

struct Row {
  const char* what;
  const char* wanted;
  const char* meant;  // null: none is near
};

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string_view> names = {"image", "command", "volumes", "volumes_from",
                                               "Pid"};
  const Row rows[] = {
      {"a letter too few", "imge", "image"},
      {"two swapped", "comamnd", "command"},
      {"another case", "IMAGE", "image"},
      {"a name in another case", "pid", "Pid"},
      {"an abbreviation", "vo", "volumes"},
      {"of equals the first", "volumes", "volumes"},
      {"a short one may have one wrong", "pit", "Pid"},
      {"but not two", "pot", nullptr},
      {"one letter is no abbreviation", "c", nullptr},
      {"something else", "healthcheck", nullptr},
      {"nothing", "", nullptr},
  };
  for (const Row& row : rows) {
    const auto found = nearest(row.wanted, names);
    ASSERT_EQ(found.has_value(), row.meant != nullptr) << row.what;
    if (found) {
      EXPECT_EQ(names[found->index], row.meant) << row.what;
    }
  }
}

TEST(Nearest, LongNamesCostNoMoreThanTheirStart) {
  const std::string longer(1'000'000, 'a');
  const auto found = nearest(longer, {std::string_view(longer).substr(1), "b"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->index, 0u);
}

}  // namespace
}  // namespace mcpmx
