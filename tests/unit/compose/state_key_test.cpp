#include "compose/state_key.h"

#include <sys/stat.h>

#include <set>
#include <thread>
#include <vector>

#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

class StateKeyTest : public TemporaryHome {
 protected:
  // As whoever hashes something with a key has to: prepared, written, and loaded again where
  // another was quicker.
  static Result<StateKey> written_key(Filesystem& filesystem, const Environment& environment) {
    MCPMX_TRY(key, StateKey::load_or_prepare(filesystem, environment));
    const auto file = key.unwritten();
    if (!file) return key;
    MCPMX_CHECK(make_folders(filesystem, state_folder(environment), 0700));
    const auto written = write_file(filesystem, *file);
    if (written) return key;
    MCPMX_TRY(winner, StateKey::load_or_prepare(filesystem, environment));
    if (winner.unwritten()) return written.error();
    return winner;
  }

  PosixFilesystem filesystem_;
};

TEST_F(StateKeyTest, IsMadeOnceForItsOwnerAlone) {
  const auto first = written_key(filesystem_, environment_);
  ASSERT_TRUE(first);
  const std::string path = home_ + "/.local/state/mcpmx/key";
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  const std::string bytes = get(path);
  EXPECT_EQ(bytes.size(), 32U);
  const auto second = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->hash("A", "x"), second->hash("A", "x"));
  EXPECT_EQ(get(path), bytes);
}

TEST_F(StateKeyTest, ANewKeyIsLeftToTheCallerToWrite) {
  const std::string path = home_ + "/.local/state/mcpmx/key";
  const auto made = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_TRUE(made);
  EXPECT_FALSE(std::filesystem::exists(path));
  const auto file = made->unwritten();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->path, path);
  EXPECT_EQ(file->mode, 0600U);
  EXPECT_TRUE(file->only_new) << "the key of a process that was quicker stays";
  ASSERT_TRUE(make_folders(filesystem_, state_folder(environment_), 0700));
  ASSERT_TRUE(write_file(filesystem_, *file));
  const auto loaded = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->unwritten());
  EXPECT_EQ(loaded->hash("A", "x"), made->hash("A", "x"));
}

TEST_F(StateKeyTest, LoadingMakesNone) {
  const auto none = StateKey::load(environment_);
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
  EXPECT_FALSE(std::filesystem::exists(home_ + "/.local"));
  const auto made = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_TRUE(made);
  ASSERT_TRUE(make_folders(filesystem_, state_folder(environment_), 0700));
  ASSERT_TRUE(write_file(filesystem_, *made->unwritten()));
  const auto loaded = StateKey::load(environment_);
  ASSERT_TRUE(loaded && loaded->has_value());
  EXPECT_EQ(made->hash("A", "x"), (*loaded)->hash("A", "x"));
}

TEST_F(StateKeyTest, FollowsXdgStateHome) {
  environment_.variables["XDG_STATE_HOME"] = home_ + "/elsewhere";
  ASSERT_TRUE(written_key(filesystem_, environment_));
  EXPECT_TRUE(std::filesystem::exists(home_ + "/elsewhere/mcpmx/key"));
}

TEST_F(StateKeyTest, HashTellsNamesAndValuesApartAndHidesThem) {
  const StateKey key(std::string(32, 'k'));
  const std::string hash = key.hash("TOKEN", "s3cret");
  EXPECT_TRUE(hash.starts_with("hmac-sha256:"));
  EXPECT_EQ(hash.size(), 12U + 64U);
  EXPECT_EQ(hash.find("s3cret"), std::string::npos);
  EXPECT_NE(hash, key.hash("TOKEN2", "s3cret"));
  EXPECT_NE(hash, key.hash("TOKEN", "s3cres"));
  EXPECT_NE(key.hash("A", "BC"), key.hash("AB", "C"));
  EXPECT_NE(hash, StateKey(std::string(32, 'l')).hash("TOKEN", "s3cret"));
}

TEST_F(StateKeyTest, AFileThatIsNoKeyIsAnErrorAndStays) {
  const std::string path = home_ + "/.local/state/mcpmx/key";
  put(path, "too short");
  const auto result = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("9 bytes, not 32"), std::string::npos);
  EXPECT_EQ(result.error().where, path);
  EXPECT_EQ(get(path), "too short");
}

// A power cut keeps the name of a file that was not flushed, and not its bytes.
TEST_F(StateKeyTest, AnEmptyFileCountsAsNone) {
  const std::string path = home_ + "/.local/state/mcpmx/key";
  put(path, "");
  const auto none = StateKey::load(environment_);
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
  const auto slower = StateKey::load_or_prepare(filesystem_, environment_);
  ASSERT_TRUE(slower);
  const auto made = written_key(filesystem_, environment_);
  ASSERT_TRUE(made);
  EXPECT_EQ(get(path).size(), 32U);
  EXPECT_FALSE(write_file(filesystem_, *slower->unwritten()));
  const auto loaded = StateKey::load(environment_);
  ASSERT_TRUE(loaded && loaded->has_value());
  EXPECT_EQ(made->hash("A", "x"), (*loaded)->hash("A", "x"));
}

TEST_F(StateKeyTest, ProcessesThatStartAtOnceAgree) {
  for (int round = 0; round < 20; ++round) {
    std::filesystem::remove_all(home_ + "/.local");
    std::vector<std::string> hashes(4);
    std::vector<std::thread> threads;
    threads.reserve(hashes.size());
    for (auto& hash : hashes) {
      threads.emplace_back([&] {
        PosixFilesystem mine;
        const auto key = written_key(mine, environment_);
        hash = key ? key->hash("A", "x") : key.error().message;
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(std::set<std::string>(hashes.begin(), hashes.end()).size(), 1U) << hashes[0];
    EXPECT_TRUE(hashes[0].starts_with("hmac-sha256:")) << hashes[0];
  }
}

}  // namespace
}  // namespace mcpmx::compose
