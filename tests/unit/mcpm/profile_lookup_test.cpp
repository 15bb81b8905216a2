#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_folder.h"
#include "mcpm/library.h"

namespace mcpmx::mcpm {
namespace {

using testing::HasSubstr;

TEST(FindProfile, FindsTheExactName) {
  const Library library =
      loaded_servers(R"({"a": {"name": "a", "command": "x", "profile_tags": ["Dev", "dev"]}})");
  ASSERT_TRUE(find_profile(library, "dev").has_value());
  EXPECT_EQ(find_profile(library, "dev").value(), &library.profiles[1]);
}

struct MissRow {
  const char* name;
  std::string asked;
  std::string hint;
};
class Miss : public testing::TestWithParam<MissRow> {};
TEST_P(Miss, NamesTheNearestAndAll) {
  const Library library = loaded_servers(
      R"({"a": {"name": "a", "command": "x", "profile_tags": ["production", "staging", "dev\n"]}})");
  const auto result = find_profile(library, GetParam().asked);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("there is no profile \"" + GetParam().asked));
  EXPECT_THAT(result.error().where, testing::EndsWith("servers.json"));
  EXPECT_EQ(result.error().hint,
            GetParam().hint + R"(The profiles are "production", "staging", "dev\n")");
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Miss,
    testing::Values(MissRow{"typing_error", "prodcution", "did you mean \"production\"? "},
                    MissRow{"abbreviation", "prod", "did you mean \"production\"? "},
                    MissRow{"case_", "STAGING", "did you mean \"staging\"? "},
                    MissRow{"line_end", "dev", "did you mean \"dev\\n\"? "},
                    MissRow{"nothing_near", "office", ""}, MissRow{"empty", "", ""}),
    [](const auto& row) { return row.param.name; });

TEST(FindProfile, SaysThatItsEntriesMayBeWhatCannotBeRead) {
  const Library library = loaded_servers(
      R"({"a": {"name": "a", "command": "x", "profile_tags": ["other"]},
          "b": {"name": "b", "command": "x", "args": 1, "profile_tags": ["work"]}})");
  const auto own = find_profile(library, "work");
  ASSERT_FALSE(own.has_value());
  EXPECT_EQ(own.error().message, "there is no profile \"work\" that MCPM can read");
  EXPECT_THAT(own.error().hint, testing::StartsWith("mend 1 entry of it: mcpmx profile list"));
  const auto another = find_profile(library, "office");
  ASSERT_FALSE(another.has_value());
  EXPECT_EQ(another.error().message, "there is no profile \"office\"");
  EXPECT_THAT(another.error().hint, HasSubstr("MCPM cannot read 1 entry"));
}

TEST(FindProfile, SaysThatThereAreNoneAndShortensLongLists) {
  const auto none = find_profile(loaded_servers("{}"), "p");
  ASSERT_FALSE(none.has_value());
  EXPECT_THAT(none.error().hint, HasSubstr("mcpm profile create"));
  Library many;
  for (int i = 0; i < 25; ++i)
    many.profiles.push_back({std::string("p").append(std::to_string(i)), "", {}, {}});
  const auto result = find_profile(many, "zzzzzz");
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().hint, testing::EndsWith("\"p19\" and 5 more"));
}

}  // namespace
}  // namespace mcpmx::mcpm
