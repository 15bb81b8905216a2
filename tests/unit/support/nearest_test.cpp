#include "support/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace mcpmx {
namespace {

TEST(Nearest, NamesWhatWasProbablyMeant) {
  const std::vector<std::string> names = {"allow", "mapping", "network", "image", "database"};
  struct Row {
    const char* written;
    const char* meant;  // empty: none is near
  };
  for (const Row& row : {Row{"allwo", "allow"}, Row{"Mapping", "mapping"}, Row{"net", "network"},
                         Row{"databse", "database"}, Row{"replicas", ""}, Row{"", ""},
                         Row{"alow", "allow"}, Row{"x", ""}}) {
    const auto index = nearest(names, row.written);
    EXPECT_EQ(index ? names[*index] : "", row.meant) << row.written;
  }
}

TEST(Nearest, DistanceCountsBytesThatDiffer) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("allwo", "allow"), 1U);
  EXPECT_EQ(edit_distance("ba", "abc"), 2U);
  EXPECT_EQ(edit_distance("abc", "cba"), 2U);
}

}  // namespace
}  // namespace mcpmx
