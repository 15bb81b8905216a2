#include "document/splices.h"

#include <gtest/gtest.h>

#include <string>

namespace mcpmx::document {
namespace {

TEST(Splices, ApplyInTheTextsOrder) {
  Splices splices;
  splices.remove(4, 6);
  splices.replace(0, 1, "A");
  splices.insert(3, "!");
  splices.insert(6, "?");
  std::string result;
  std::size_t overlap = 0;
  ASSERT_TRUE(splices.apply("abcdefg", result, overlap));
  EXPECT_EQ(result, "Abc!d?g");
}

TEST(Splices, KeepTheOrderOfInsertionsAtOnePlace) {
  Splices splices;
  splices.replace(1, 2, "[new]");
  splices.insert(1, "1");
  splices.insert(1, "2");
  std::string result;
  std::size_t overlap = 0;
  ASSERT_TRUE(splices.apply("abc", result, overlap));
  EXPECT_EQ(result, "a12[new]c");
}

TEST(Splices, SayWhereTwoOverlap) {
  Splices splices;
  splices.replace(0, 3, "x");
  splices.replace(2, 4, "y");
  std::string result;
  std::size_t overlap = 0;
  EXPECT_FALSE(splices.apply("abcdef", result, overlap));
  EXPECT_EQ(overlap, 2U);
}

}  // namespace
}  // namespace mcpmx::document
