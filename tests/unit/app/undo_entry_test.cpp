#include "app/undo_entry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/backup.h"
#include "app/own_file.h"
#include "support/sealed.h"
#include "support/sha256.h"

namespace mcpmx::app {
namespace {

namespace fs = std::filesystem;

const std::string kKeyBytes(32, 'k');
const std::string kNonce(kSealNonceBytes, 'n');

class UndoFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    environment_.home = folder_;
    fs::create_directories(compose::state_folder(environment_));
    put("key", kKeyBytes);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(compose::state_folder(environment_) + "/" + name, std::ios::binary) << text;
  }

  std::string folder_;
  Environment environment_;
};

UndoEntry sample() {
  UndoEntry entry;
  entry.is_of_undo = true;
  entry.command = "docker generate work";
  entry.folders = {"/w", std::string("/odd\0\n\xff", 7)};
  entry.files = {undo_file("/w/a", "one TOKEN=sEcr3t two", "one TOKEN=other two"),
                 undo_file("/w/made", std::nullopt, "text"),
                 undo_file("/w/gone", "", std::nullopt)};
  entry.files.back().mode = 0640;
  return entry;
}

// The law: whatever a command made of a file, the old content comes back of the note and the new
// one; and of nothing else.
RC_GTEST_PROP(UndoFile, GivesTheOldContentBack,
              (const std::string& start, const std::string& old, const std::string& fresh,
               const std::string& end)) {
  const std::string before = start + old + end;
  const std::string now = start + fresh + end;
  const UndoFile file = undo_file("/f", before, now);
  RC_ASSERT(old_content_of(file, now) == before);
  RC_ASSERT(file.middle.size() <= old.size());
  if (before != now) RC_ASSERT(old_content_of(file, now + "x") != now + "x");
  const auto other = old_content_of(file, fresh + end);
  RC_ASSERT(!other || *other == before);
}

TEST(UndoFile, KeepsOnlyWhatChanged) {
  const std::string large(1000000, 'x');
  EXPECT_EQ(undo_file("/f", large + "old" + large, large + "new" + large).middle, "old");
  EXPECT_EQ(undo_file("/f", large + large, large).middle.size(), large.size());
  EXPECT_EQ(undo_file("/f", "aa", "aaa").middle, "");
  EXPECT_EQ(undo_file("/f", large, std::nullopt).middle, large);
  EXPECT_EQ(undo_file("/f", std::nullopt, large).middle, "");
}

TEST_F(UndoFolder, IsReadAsItWasSealed) {
  put("undo", sealed_undo(sample(), compose::StateKey(kKeyBytes), kNonce));
  const auto read = read_undo(environment_);
  ASSERT_TRUE(read && *read);
  EXPECT_EQ(**read, sample());
}

TEST_F(UndoFolder, ShowsNeitherContentNorHashNorPath) {
  const std::string sealed = sealed_undo(sample(), compose::StateKey(kKeyBytes), kNonce);
  for (const std::string& word :
       {std::string("sEcr3t"), std::string("/w/a"), sha256_hex("one TOKEN=sEcr3t two")}) {
    EXPECT_EQ(sealed.find(word), std::string::npos) << word;
  }
}

TEST_F(UndoFolder, OneChangedByteIsAnError) {
  const std::string sealed = sealed_undo(sample(), compose::StateKey(kKeyBytes), kNonce);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    put("undo", changed);
    ASSERT_FALSE(read_undo(environment_)) << at;
  }
  put("undo", sealed.substr(0, 20));
  EXPECT_FALSE(read_undo(environment_));
}

TEST_F(UndoFolder, AnotherKeyIsAnErrorWithTheWayOut) {
  put("undo", sealed_undo(sample(), compose::StateKey(std::string(32, 'o')), kNonce));
  const auto read = read_undo(environment_);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().hint.find("rm '"), std::string::npos);
  fs::remove(undo_path(environment_));
  const auto none = read_undo(environment_);
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TEST(StateKey, DerivesAKeyForEachPurpose) {
  const compose::StateKey key(kKeyBytes);
  EXPECT_EQ(key.derived("a").size(), kSealKeyBytes);
  EXPECT_NE(key.derived("a"), key.derived("b"));
  EXPECT_NE(key.derived("a"), compose::StateKey(std::string(32, 'o')).derived("a"));
  // RFC 5869, T(1) with an empty T(0).
  EXPECT_EQ(key.derived("a"), hmac_sha256(kKeyBytes, "a\x01"));
}

TEST_F(UndoFolder, KnowsItsOwnFiles) {
  for (const char* path : {"/w/.mcpmx/docker-compose.yml.json", "/.mcpmx/x"}) {
    EXPECT_TRUE(is_own_file(environment_, path)) << path;
  }
  EXPECT_TRUE(is_own_file(environment_, compose::state_folder(environment_) + "/files/x.json"));
  for (const char* path : {"/w/docker-compose.yml", "/w/.env", "/w/.mcpmx/deeper/x", "/w/.mcpmx"}) {
    EXPECT_FALSE(is_own_file(environment_, path)) << path;
  }
}

TEST_F(UndoFolder, ACopyIsMadeOnce) {
  PosixFilesystem filesystem;
  const std::string path = folder_ + "/f";
  const auto first = first_backup_name(filesystem, path);
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, path + ".mcpmx-bak");
  EXPECT_EQ(free_backup_name(filesystem, path), *first);
  ASSERT_TRUE(write_file(filesystem, backup_file(*first, "theirs")));
  EXPECT_EQ(fs::status(*first).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(first_backup_name(filesystem, path));
  EXPECT_EQ(free_backup_name(filesystem, path), path + ".mcpmx-bak.2");
  EXPECT_FALSE(write_file(filesystem, backup_file(*first, "other")));
}

TEST(Backup, IsKnownByItsName) {
  for (const char* name : {"/f.mcpmx-bak", "/f.mcpmx-bak.2", "/f.mcpmx-bak.mcpmx-bak.13"}) {
    EXPECT_TRUE(is_backup_name(name)) << name;
  }
  for (const char* name : {"/f", "/f.mcpmx-bak.", "/f.mcpmx-bak.yml", "/f.mcpmx-bak/g", "/f.bak"}) {
    EXPECT_FALSE(is_backup_name(name)) << name;
  }
}

}  // namespace
}  // namespace mcpmx::app
