#include "support/line_diff.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>
#include <vector>

namespace mcpmx {
namespace {

TEST(LineDiff, LooksAsDiffDoes) {
  EXPECT_EQ(unified_diff("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nX\ne\nf\ng\n", {"old", "new"}, 1),
            "--- old\n+++ new\n@@ -3,3 +3,3 @@\n c\n-d\n+X\n e\n");
}

TEST(LineDiff, SaysThatTheLastLineDoesNotEnd) {
  EXPECT_EQ(unified_diff("a", "a\n", {"old", "new"}),
            "--- old\n+++ new\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(LineDiff, NamesTheLineInFrontOfNothing) {
  EXPECT_EQ(unified_diff("", "a\nb\n", {"/dev/null", "new"}),
            "--- /dev/null\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n");
}

TEST(LineDiff, EqualTextsHaveNone) { EXPECT_EQ(unified_diff("a\n", "a\n", {"x", "y"}), ""); }

// Applies a diff with whole context, or fails the property.
std::string patched(const std::string& before, const std::string& diff) {
  std::vector<std::string> old_lines;
  std::istringstream in(before);
  for (std::string line; std::getline(in, line);) old_lines.push_back(line);
  std::string result;
  std::size_t at = 0;
  std::istringstream lines(diff);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (line.starts_with("@@ -")) {
      std::size_t first = std::stoul(line.substr(4));
      const bool is_empty = line.substr(4, line.find(' ', 4) - 4).ends_with(",0");
      if (!is_empty) --first;
      RC_ASSERT(first >= at);
      for (; at < first; ++at) result += old_lines.at(at) + "\n";
    } else if (line.starts_with('+')) {
      result += line.substr(1) + "\n";
    } else {
      RC_ASSERT(old_lines.at(at) == line.substr(1));
      if (line.starts_with(' ')) result += line.substr(1) + "\n";
      ++at;
    }
  }
  for (; at < old_lines.size(); ++at) result += old_lines[at] + "\n";
  return result;
}

RC_GTEST_PROP(LineDiffLaw, PatchingGivesTheNewText, ()) {
  const auto text = rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "c")),
      [](const std::vector<std::string>& lines) {
        std::string joined;
        for (const std::string& line : lines) joined += line + "\n";
        return joined;
      });
  const std::string before = *text;
  const std::string after = *text;
  const std::size_t context = *rc::gen::inRange<std::size_t>(0, 4);
  RC_PRE(before != after);
  RC_ASSERT(patched(before, unified_diff(before, after, {"a", "b"}, context)) == after);
}

}  // namespace
}  // namespace mcpmx
