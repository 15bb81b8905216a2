#include "sync/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "entries.h"
#include "sync/list_change.h"

namespace mcpmx::sync {
namespace {

struct Row {
  const char* name;
  Server before;
  LeafChange change;
  Server after;  // has to be among the candidates
};

class Candidates : public testing::TestWithParam<Row> {};

TEST_P(Candidates, HoldWhatThePersonMeant) {
  const Row& row = GetParam();
  const std::vector<Server> found = candidates(row.before, row.change);
  const bool is_among = std::any_of(found.begin(), found.end(), [&](const Server& each) {
    return each.command == row.after.command && each.args == row.after.args &&
           each.env == row.after.env;
  });
  EXPECT_TRUE(is_among) << found.size() << " candidates";
}

const Row kRows[] = {
    {"image_tag",
     entry("docker", {"run", "-i", "mcp/x:1", "serve"}),
     {"image", "\"mcp/x:1\"", "\"mcp/x:2\""},
     entry("docker", {"run", "-i", "mcp/x:2", "serve"})},
    {"variable",
     entry("npx", {"x"}, {{"TZ", "UTC"}}),
     {"environment/TZ", "\"UTC\"", "\"Europe/Berlin\""},
     entry("npx", {"x"}, {{"TZ", "Europe/Berlin"}})},
    {"new_variable",
     entry("npx", {"x"}),
     {"environment/DEBUG", std::nullopt, "\"1\""},
     entry("npx", {"x"}, {{"DEBUG", "1"}})},
    {"new_variable_of_docker_run",
     entry("docker", {"run", "-i", "mcp/x"}),
     {"environment/DEBUG", std::nullopt, "\"1\""},
     entry("docker", {"run", "-e", "DEBUG", "-i", "mcp/x"}, {{"DEBUG", "1"}})},
    {"variable_of_docker_run_goes",
     entry("docker", {"run", "-i", "-e", "A", "-e", "B", "mcp/x"}, {{"A", "1"}, {"B", "2"}}),
     {"environment/A", "\"1\"", std::nullopt},
     entry("docker", {"run", "-i", "-e", "B", "mcp/x"}, {{"B", "2"}})},
    {"port_in_a_connection_string",
     entry("npx", {"-y", "pg", "postgresql://u:p@localhost:5432/db"}),
     {"ports/[5432/tcp]", R"({"published":"5432","target":5432})",
      R"({"published":"5433","target":5432})"},
     entry("npx", {"-y", "pg", "postgresql://u:p@localhost:5433/db"})},
    {"version_and_password_in_one_command",
     entry("npx", {"-y", "pg", "postgresql://u:old-pw@localhost:5432/db"}),
     {"command", R"(["npx","-y","pg","postgresql://u:old-pw@db:5432/db"])",
      R"(["npx","-y","pg@2","postgresql://u:new-pw@db:5432/db"])"},
     entry("npx", {"-y", "pg@2", "postgresql://u:new-pw@localhost:5432/db"})},
    {"version_and_a_new_argument_around_a_url",
     entry("npx", {"-y", "pg", "postgresql://u:p@localhost:5432/db"}),
     {"command", R"(["npx","-y","pg","postgresql://u:p@db:5432/db"])",
      R"(["npx","-y","pg@2","postgresql://u:p@db:5432/db","--fast"])"},
     entry("npx", {"-y", "pg@2", "postgresql://u:p@localhost:5432/db", "--fast"})},
    {"a_password_that_grew",
     entry("npx", {"-y", "pg", "postgresql://u:old-pw@localhost:5432/db"}),
     {"command", R"(["npx","-y","pg","postgresql://u:old-pw@db:5432/db"])",
      R"(["npx","-y","pg","postgresql://u:old-pw-2@db:5432/db"])"},
     entry("npx", {"-y", "pg", "postgresql://u:old-pw-2@localhost:5432/db"})},
    {"host_stays_local",
     entry("npx", {"x"}, {{"URL", "http://localhost:9000/a"}}),
     {"environment/URL", "\"http://host.docker.internal:9000/a\"",
      "\"http://host.docker.internal:9001/a\""},
     entry("npx", {"x"}, {{"URL", "http://localhost:9001/a"}})},
    {"argument_behind_the_package",
     entry("cmd", {"/c", "npx", "-y", "pkg", "--a"}),
     {"command", R"(["npx","-y","pkg","--a"])", R"(["npx","-y","pkg","--a","--b"])"},
     entry("cmd", {"/c", "npx", "-y", "pkg", "--a", "--b"})},
    {"argument_goes",
     entry("npx", {"pkg", "--a", "--b"}),
     {"command", R"(["npx","-y","pkg","--a","--b"])", R"(["npx","-y","pkg","--b"])"},
     entry("npx", {"pkg", "--b"})},
    {"version",
     entry("npx", {"-y", "pkg@1.0.0"}),
     {"command", R"(["npx","-y","pkg@1.0.0"])", R"(["npx","-y","pkg@1.1.0"])"},
     entry("npx", {"-y", "pkg@1.1.0"})},
    {"first_argument_of_an_image",
     entry("docker", {"run", "-i", "mcp/x"}),
     {"command", std::nullopt, R"(["serve"])"},
     entry("docker", {"run", "-i", "mcp/x", "serve"})},
};

INSTANTIATE_TEST_SUITE_P(Rows, Candidates, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Candidates, AValueThatStandsTwiceIsOne) {
  const Server server =
      entry("docker", {"run", "-e", "KEY=old-token-1", "mcp/x"}, {{"KEY", "old-token-1"}});
  const auto found = candidates(server, {"environment/KEY", "\"old-token-1\"", "\"new-token-2\""});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().args[2], "KEY=new-token-2");
  EXPECT_EQ(found.front().env, (std::vector<Pair>{{"KEY", "new-token-2"}}));
}

TEST(Candidates, ANumberIsNoPartOfALongerOne) {
  const Server server = entry("npx", {"x", "--port=54321"});
  for (const Server& each : candidates(
           server, {"ports/[5432/tcp]", R"({"published":"5432"})", R"({"published":"5433"})"})) {
    EXPECT_EQ(each.args[1], "--port=54321");
  }
}

// Each pair of words alone would be a candidate, and there are more of them than are tried.
TEST(Candidates, ManyWordsAreChangedAtOnce) {
  std::vector<std::string> before = {"npx", "-y", "pkg"}, after = before;
  for (int i = 0; i < 300; ++i) {
    const std::string word = "word" + std::to_string(i);
    before.push_back(word);
    after.push_back(i % 7 == 5 ? "new" + word : word);
  }
  const auto text = [](const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "[\"" : ",\"") + word + '"';
    return list + "]";
  };
  const auto args_of = [](const std::vector<std::string>& words) {
    return std::vector<std::string>(words.begin() + 1, words.end());
  };
  const auto found =
      candidates(entry("npx", args_of(before)), {"command", text(before), text(after)});
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [&](const Server& each) { return each.args == args_of(after); }));
}

TEST(ListChange, FindsItsPlaceInALongerList) {
  const std::vector<std::string> old_words = {"a", "b", "c"};
  std::vector<std::string> words = {"x", "a", "b", "c"};
  ASSERT_TRUE(
      apply_change(change_between(old_words, {"a", "c"}), places_of(old_words, words), words));
  EXPECT_EQ(words, (std::vector<std::string>{"x", "a", "c"}));
}

TEST(ListChange, ComesInPartsWhereWordsStayed) {
  const auto parts = changes_between({"a", "b", "c", "d"}, {"x", "b", "d", "e"});
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].at, 0U);
  EXPECT_EQ(parts[0].added, (std::vector<std::string>{"x"}));
  EXPECT_EQ(parts[1].at, 2U);
  EXPECT_EQ(parts[1].removed, (std::vector<std::string>{"c"}));
  EXPECT_EQ(parts[2].at, 4U);
  EXPECT_EQ(parts[2].added, (std::vector<std::string>{"e"}));
  EXPECT_TRUE(changes_between({"a"}, {"a"}).empty());
}

TEST(ListChange, RefusesWhatIsNotThere) {
  const std::vector<std::string> old_words = {"a", "b"};
  std::vector<std::string> words = {"x", "a"};
  EXPECT_FALSE(apply_change(change_between(old_words, {"a"}), places_of(old_words, words), words));
  EXPECT_EQ(words, (std::vector<std::string>{"x", "a"}));
}

}  // namespace
}  // namespace mcpmx::sync
