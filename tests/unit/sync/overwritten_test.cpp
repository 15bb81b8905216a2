#include "sync/overwritten.h"

#include <gtest/gtest.h>

#include <utility>

#include "entries.h"

namespace mcpmx::sync {
namespace {

const compose::StateKey& key() {
  static const compose::StateKey key(std::string(32, 'k'));
  return key;
}

Server named(std::string name, std::string level, std::string mode = "fast") {
  Server server =
      entry("npx", {"-y", "acme"}, {{"LEVEL", std::move(level)}, {"MODE", std::move(mode)}});
  server.name = std::move(name);
  return server;
}

using Profile = std::vector<Server>;

Entries entries(const Profile& profile) {
  Entries result;
  for (const Server& server : profile) result.push_back(&server);
  return result;
}

Write write_between(const Profile& before, const Profile& after) {
  return sync::write_between(entries(before), entries(after), key());
}

std::set<Place> found(const std::vector<Write>& writes, const Profile& now) {
  return find_overwritten(writes, entries(now), key()).places;
}

const Place kLevel = {"tool", "env/LEVEL"};
const Place kMode = {"tool", "env/MODE"};

TEST(Write, HoldsHashesOfWhatDiffers) {
  const Write write = write_between({named("tool", "s3cret"), named("other", "1")},
                                    {named("tool", "2"), named("other", "1")});
  ASSERT_EQ(write.size(), 1U);
  const auto& [place, field] = *write.begin();
  EXPECT_EQ(place, kLevel);
  EXPECT_NE(field.before, field.after);
  EXPECT_EQ(field.before.find("s3cret"), std::string::npos);
  EXPECT_TRUE(write_between({named("tool", "1")}, {named("tool", "1")}).empty());
}

TEST(Write, OfAServerThatComesOrGoesSaysNoMore) {
  const Write comes = write_between({}, {named("tool", "1")});
  ASSERT_EQ(comes.size(), 1U);
  EXPECT_EQ(comes.begin()->first, Place("tool", kPresence));
  EXPECT_EQ(comes.begin()->second.before, "");
  const Write goes = write_between({named("tool", "1")}, {});
  ASSERT_EQ(goes.size(), 1U);
  EXPECT_EQ(goes.begin()->second.after, "");
}

struct Case {
  const char* name;
  std::vector<Profile> states;  // each but the first was written by a sync
  Profile now;
  std::set<Place> places;
};

class FindOverwritten : public testing::TestWithParam<Case> {};

TEST_P(FindOverwritten, TellsAStaleWriteFromAPersons) {
  const Case& test = GetParam();
  std::vector<Write> writes;
  for (std::size_t i = 1; i < test.states.size(); ++i)
    writes.push_back(write_between(test.states[i - 1], test.states[i]));
  EXPECT_EQ(found(writes, test.now), test.places);
}

const Profile kFirst = {named("tool", "1"), named("other", "1")};
const Profile kSecond = {named("tool", "2", "slow"), named("other", "1")};
const Profile kThird = {named("tool", "2", "slow"), named("other", "2")};
const Place kOther = {"other", "env/LEVEL"};

const Case kCases[] = {
    {"no_write", {kFirst}, kSecond, {}},
    {"untouched", {kFirst, kSecond}, kSecond, {}},
    {"all_is_old", {kFirst, kSecond}, kFirst, {kLevel, kMode}},
    {"old_with_a_change_elsewhere",
     {kFirst, kSecond},
     {named("tool", "1"), named("other", "9"), named("new", "1")},
     {kLevel, kMode}},
    {"old_with_a_change_of_the_same",
     {kFirst, kSecond},
     {named("tool", "9"), named("other", "1")},
     {kLevel, kMode}},
    {"a_person_took_back_one_thing",
     {kFirst, kSecond},
     {named("tool", "1", "slow"), named("other", "1")},
     {}},
    {"a_person_changed_all_of_it",
     {kFirst, kSecond},
     {named("tool", "8", "mad"), named("other", "1")},
     {}},
    {"a_person_removed_the_server", {kFirst, kSecond}, {named("other", "1")}, {}},
    {"read_ahead_of_two_writes", {kFirst, kSecond, kThird}, kFirst, {kLevel, kMode, kOther}},
    {"read_between_two_writes", {kFirst, kSecond, kThird}, kSecond, {kOther}},
    {"a_person_took_back_an_older_write",
     {kFirst, kSecond, kThird},
     {named("tool", "1"), named("other", "2")},
     {}},
    {"there_and_back_again", {kFirst, kSecond, kFirst}, kFirst, {}},
    {"an_added_entry_is_gone",
     {{named("tool", "1")}, kFirst},
     {named("tool", "1")},
     {{"other", kPresence}}},
    {"a_removed_tag_is_back", {kFirst, {named("tool", "1")}}, kFirst, {{"other", kPresence}}},
};

INSTANTIATE_TEST_SUITE_P(Overwritten, FindOverwritten, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(NextWrites, AreKnownUntilDecided) {
  const Write first = write_between(kFirst, kSecond);
  std::vector<Write> writes = {first};
  const Overwritten overwritten = find_overwritten(writes, entries(kFirst), key());
  EXPECT_EQ(next_writes(writes, overwritten, false, {}), writes) << "held";
  EXPECT_TRUE(next_writes(writes, overwritten, true, {}).empty()) << "given up";

  // Another change goes into the file while the first is held: the first stays overwritten.
  const Profile now = {named("tool", "1"), named("other", "2")};
  writes = next_writes(writes, overwritten, false, write_between(kFirst, now));
  EXPECT_EQ(found(writes, now), (std::set<Place>{kLevel, kMode}));
  EXPECT_EQ(found(writes, kFirst), (std::set<Place>{kLevel, kMode, kOther}));

  // It is put back.
  const Overwritten again = find_overwritten(writes, entries(now), key());
  writes = next_writes(writes, again, true, write_between(now, kThird));
  EXPECT_TRUE(found(writes, kThird).empty());
  EXPECT_EQ(found(writes, now), (std::set<Place>{kLevel, kMode}));
}

TEST(NextWrites, AreNotMoreThanAFew) {
  std::vector<Write> writes;
  for (int i = 0; i < 100; ++i) {
    writes = next_writes(
        writes, {writes.size(), {}}, true,
        write_between({named("tool", std::to_string(i))}, {named("tool", std::to_string(i + 1))}));
  }
  EXPECT_LT(writes.size(), 20U);
  EXPECT_EQ(found(writes, {named("tool", "99")}), std::set<Place>{kLevel});
}

}  // namespace
}  // namespace mcpmx::sync
