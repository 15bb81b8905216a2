#include "support/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "faulty_filesystem.h"
#include "support/atomic_file.h"
#include "support/journal_recovery.h"
#include "support/sha256.h"
#include "support/stale_temps.h"

namespace mcpmx {
namespace {

namespace fs = std::filesystem;
using Listing = std::map<std::string, std::string>;

constexpr int kKilled = 42;

std::string temp_name(char digit) { return ".mcpmx-" + std::string(16, digit) + ".tmp"; }

Journal sample() {
  return {{"/a b", "/%\n"},
          {{"/f/x y\n%", "/f/" + temp_name('a'), sha256_hex("old"), sha256_hex("new")},
           {"/f/born", "/f/" + temp_name('b'), "", sha256_hex("born")},
           {"/f/gone", "/f/" + temp_name('c'), sha256_hex("gone"), ""}},
          true};
}

TEST(JournalText, IsReadAsItWasWritten) {
  const Journal journal = sample();
  const Journal read = parse_journal(journal_text(journal));
  EXPECT_TRUE(read.is_complete);
  EXPECT_EQ(read.locked, journal.locked);
  EXPECT_EQ(read.entries, journal.entries);
}

TEST(JournalText, ACutOneIsIncompleteAndKeepsWholeLines) {
  const std::string text = journal_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Journal read = parse_journal(text.substr(0, size));
    EXPECT_FALSE(read.is_complete) << size;
    for (std::size_t i = 0; i < read.entries.size(); ++i) {
      EXPECT_EQ(read.entries[i], sample().entries[i]);
    }
  }
}

RC_GTEST_PROP(JournalText, OneChangedByteMakesItIncomplete, ()) {
  std::string text = journal_text(sample());
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = static_cast<char>(text[at] ^ *rc::gen::inRange(1, 256));
  RC_ASSERT(!parse_journal(text).is_complete);
}

struct ForeignRow {
  const char* name;
  std::string line;
};

class ForeignLine : public testing::TestWithParam<ForeignRow> {};

// Whatever stands in the file: only files that are named as our temp files are removed or renamed.
TEST_P(ForeignLine, IsNoEntry) {
  const auto read = parse_journal("mcpmx.journal/1\nfile " + GetParam().line + "\n");
  EXPECT_TRUE(read.entries.empty());
}

const std::string kHash(64, 'a');
INSTANTIATE_TEST_SUITE_P(
    Rows, ForeignLine,
    testing::Values(ForeignRow{"other_temp", "- " + kHash + " passwd /etc/x"},
                    ForeignRow{"temp_in_a_path", "- " + kHash + " x/" + temp_name('a') + " /etc/x"},
                    ForeignRow{"relative", "- " + kHash + " " + temp_name('a') + " x"},
                    ForeignRow{"short_hash", "- abc " + temp_name('a') + " /x"},
                    ForeignRow{"more_words", "- " + kHash + " " + temp_name('a') + " /x y"},
                    ForeignRow{"cut_escape", "- " + kHash + " " + temp_name('a') + " /x%0"}),
    [](const auto& row) { return std::string(row.param.name); });

class JournalFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    place_ = {path("state/journal"), {folder_}};
    reset();
  }
  void TearDown() override { fs::remove_all(folder_); }

  void reset() {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove_all(entry.path());
    fs::create_directories(path("deeper"));
    fs::create_directories(path("state"));
    put("a", "old a");
    put("deeper/b", "old b");
    put("gone", "old gone");
  }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  Listing listing() const {
    Listing result;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      result[entry.path().lexically_relative(folder_).string()] = text.str();
    }
    return result;
  }
  std::vector<PendingFile> files() const {
    return {{.path = path("a"), .content = "new a", .expected = "old a"},
            {.path = path("born"), .content = "new born", .only_new = true},
            {.path = path("deeper/b"), .content = "new b", .durable = false},
            {.path = path("gone"), .content = {}, .expected = "old gone", .remove = true}};
  }
  static Listing old_files() {
    return {{"a", "old a"}, {"deeper/b", "old b"}, {"gone", "old gone"}};
  }
  static Listing new_files() {
    return {{"a", "new a"}, {"born", "new born"}, {"deeper/b", "new b"}};
  }

  // Runs `action` in a process that is gone at the given call, as with SIGKILL. False: it came to
  // its end before that.
  static bool is_killed(int call, bool exchange, const std::function<void(Filesystem&)>& action) {
    const pid_t child = ::fork();
    if (child == 0) {
      FaultyFilesystem filesystem;
      filesystem.to_disk = false;
      int calls = 0;
      if (!exchange) filesystem.always = "swap";
      if (!exchange) filesystem.always_reason = EINVAL;
      filesystem.before = [&](const std::string&) {
        if (calls++ == call) ::_exit(kKilled);
      };
      action(filesystem);
      ::_exit(0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kKilled));
    return WEXITSTATUS(status) == kKilled;
  }

  void recover(Filesystem& filesystem) const {
    const auto done = finish_journal(filesystem, place_.path);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    for (const char* folder : {"", "deeper", "state"}) remove_stale_temps(filesystem, path(folder));
  }

  std::string folder_;
  JournalPlace place_;
  PosixFilesystem real_;
};

TEST_F(JournalFile, IsThereBeforeTheFirstSwapAndGoneAfterwards) {
  FaultyFilesystem watched;
  int swaps = 0;
  watched.before = [&](const std::string& call) {
    if (call != "swap") return;
    ++swaps;
    const auto journal = read_journal(place_.path);
    ASSERT_TRUE(journal && *journal);
    EXPECT_TRUE((*journal)->is_complete);
    EXPECT_EQ((*journal)->entries.size(), 4U);
    EXPECT_EQ((*journal)->locked, place_.locked);
    struct stat found {};
    ASSERT_EQ(::stat(place_.path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0600U);
  };
  ASSERT_TRUE(write_files(watched, files(), &place_));
  EXPECT_EQ(swaps, 3);
  EXPECT_EQ(listing(), new_files());
}

TEST_F(JournalFile, HoldsNoContent) {
  FaultyFilesystem watched;
  watched.before = [&](const std::string&) {
    const auto found = listing().find("state/journal");
    if (found == listing().end()) return;
    for (const char* word : {"old a", "new a", "new b", "old gone"}) {
      EXPECT_EQ(listing()["state/journal"].find(word), std::string::npos);
    }
  };
  ASSERT_TRUE(write_files(watched, files(), &place_));
}

TEST_F(JournalFile, OneFileNeedsNone) {
  FaultyFilesystem watched;
  ASSERT_TRUE(write_files(watched, {files().data(), 1}, &place_));
  EXPECT_EQ(watched.created.size(), 1U);
}

struct FlushRow {
  const char* name;
  std::vector<PendingFile> files;  // relative paths
  std::size_t flushes;             // of files, the journal's included, and of folders
};

class Flushes : public JournalFile, public testing::WithParamInterface<FlushRow> {};

// Only where several files must agree that were there before does the journal outlive a power cut.
TEST_P(Flushes, AreAsFewAsCanBe) {
  FaultyFilesystem watched;
  std::vector<PendingFile> files = GetParam().files;
  for (PendingFile& file : files) file.path = path(file.path);
  ASSERT_TRUE(write_files(watched, files, &place_));
  const auto flushes = std::count(watched.calls.begin(), watched.calls.end(), "sync");
  EXPECT_EQ(static_cast<std::size_t>(flushes), GetParam().flushes);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Flushes,
    testing::Values(
        FlushRow{"all_made_new", {{.path = "x", .content = "x"}, {.path = "y", .content = "y"}}, 0},
        FlushRow{
            "one_replaced", {{.path = "x", .content = "x"}, {.path = "a", .content = "y"}}, 3 + 1},
        FlushRow{"one_with_notes",
                 {{.path = "a", .content = "x"}, {.path = "y", .content = "y", .durable = false}},
                 1 + 1},
        FlushRow{"removed",
                 {{.path = "a", .content = {}, .remove = true},
                  {.path = "gone", .content = {}, .remove = true}},
                 1 + 1}),
    [](const auto& row) { return std::string(row.param.name); });

// The law of the whole thing: whenever the writer is gone, the next run makes all files old or all
// new; and so does the run after one that is gone while it does that.
class Killed : public JournalFile, public testing::WithParamInterface<bool> {};

TEST_P(Killed, AtAnyCallLeavesWhatTheNextRunMakesWhole) {
  const bool exchange = GetParam();
  int finished = 0;
  int taken_back = 0;
  for (int call = 0;; ++call) {
    reset();
    if (!is_killed(call, exchange,
                   [&](Filesystem& f) { (void)write_files(f, files(), &place_); })) {
      break;
    }
    const Listing found = listing();
    Listing left = found;
    std::erase_if(left, [](const auto& file) {
      return is_temp_name(fs::path(file.first).filename().string()) ||
             file.first == "state/journal";
    });
    for (const auto& [name, text] : left) {
      const bool is_old = old_files().contains(name) && old_files()[name] == text;
      const bool is_new = new_files().contains(name) && new_files()[name] == text;
      EXPECT_TRUE(is_old || is_new) << "call " << call << ": " << name << " is " << text;
    }
    recover(real_);
    const Listing now = listing();
    EXPECT_TRUE(now == old_files() || now == new_files()) << "call " << call;
    ++(now == new_files() ? finished : taken_back);

    for (int second = 0; found.contains("state/journal"); ++second) {
      reset();
      fs::remove(path("gone"));
      for (const auto& [name, text] : found) put(name, text);
      if (!is_killed(second, exchange, [&](Filesystem& f) { recover(f); })) break;
      recover(real_);
      EXPECT_EQ(listing(), now) << "call " << call << ", then " << second;
    }
  }
  EXPECT_GT(finished, 5);
  EXPECT_GT(taken_back, 10);
}

INSTANTIATE_TEST_SUITE_P(Rows, Killed, testing::Values(true, false), [](const auto& row) {
  return std::string(row.param ? "with_exchange" : "without_exchange");
});

// Each call of a write fails once: all old or all new, no temp file, no journal.
TEST_F(JournalFile, EveryInjectedFailureLeavesNoJournal) {
  int failures = 0;
  for (const int reason : {EIO, ENOSPC, EACCES, EROFS, EINVAL}) {
    bool reached_the_end = false;
    for (int call = 0; !reached_the_end; ++call) {
      reset();
      FaultyFilesystem faulty;
      faulty.to_disk = false;
      faulty.fail_at = call;
      faulty.reason = reason;
      const auto result = write_files(faulty, files(), &place_);
      reached_the_end = call >= static_cast<int>(faulty.calls.size());
      Listing left = listing();
      // Not to be able to remove the journal is no failure; the next run does it.
      if (result) left.erase("state/journal");
      EXPECT_EQ(left, result ? new_files() : old_files()) << "call " << call << ", " << reason;
      recover(real_);
      EXPECT_EQ(listing(), result ? new_files() : old_files()) << "call " << call;
      failures += !result;
    }
  }
  EXPECT_GT(failures, 5 * 20);
}

struct MeanwhileRow {
  const char* name;
  int swaps;  // that the killed writer came to
  std::function<void(const std::string& folder)> change;
  Listing after;
  std::size_t left_alone;
};

void write(const std::string& path, const char* text) { std::ofstream(path) << text; }

class ChangedMeanwhile : public JournalFile, public testing::WithParamInterface<MeanwhileRow> {};

TEST_P(ChangedMeanwhile, StaysAsItIs) {
  const MeanwhileRow& row = GetParam();
  const pid_t child = ::fork();
  if (child == 0) {
    FaultyFilesystem filesystem;
    int swaps = 0;
    filesystem.before = [&](const std::string& call) {
      if (call == "swap" && swaps++ == row.swaps) ::_exit(kKilled);
    };
    (void)write_files(filesystem, files(), &place_);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), kKilled);
  row.change(folder_);
  const auto done = finish_journal(real_, place_.path);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(listing(), row.after);
  EXPECT_EQ((*done)->left_alone.size(), row.left_alone);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ChangedMeanwhile,
    testing::Values(
        MeanwhileRow{"nothing_begun_and_nobody",
                     0,
                     [](const std::string&) {},
                     {{"a", "old a"}, {"deeper/b", "old b"}, {"gone", "old gone"}},
                     0},
        MeanwhileRow{"nothing_begun",
                     0,
                     [](const std::string& folder) { write(folder + "/a", "mine"); },
                     {{"a", "mine"}, {"deeper/b", "old b"}, {"gone", "old gone"}},
                     1},
        MeanwhileRow{"begun_and_nobody",
                     1,
                     [](const std::string&) {},
                     {{"a", "new a"}, {"born", "new born"}, {"deeper/b", "new b"}},
                     0},
        MeanwhileRow{"one_that_was_still_to_come",
                     1,
                     [](const std::string& folder) { write(folder + "/deeper/b", "mine"); },
                     {{"a", "new a"}, {"born", "new born"}, {"deeper/b", "mine"}},
                     1},
        MeanwhileRow{"one_that_was_through",
                     2,
                     [](const std::string& folder) { write(folder + "/a", "mine"); },
                     {{"a", "mine"}, {"born", "new born"}, {"deeper/b", "new b"}},
                     1},
        MeanwhileRow{"made_where_one_was_to_be_made",
                     1,
                     [](const std::string& folder) { write(folder + "/born", "mine"); },
                     {{"a", "new a"}, {"born", "mine"}, {"deeper/b", "new b"}},
                     1},
        MeanwhileRow{
            "changed_what_was_to_go",
            1,
            [](const std::string& folder) { write(folder + "/gone", "mine"); },
            {{"a", "new a"}, {"born", "new born"}, {"deeper/b", "new b"}, {"gone", "mine"}},
            1}),
    [](const auto& row) { return std::string(row.param.name); });

// Another program wrote just before the swap, and the writer was gone before it could see that.
TEST_F(JournalFile, WhatWasSwappedOutAndIsOfSomebodyElseComesBack) {
  const pid_t child = ::fork();
  if (child == 0) {
    FaultyFilesystem filesystem;
    int swaps = 0;
    filesystem.before = [&](const std::string& call) {
      if (call != "swap") return;
      if (swaps == 0) put("a", "mine");
      if (swaps++ == 1) ::_exit(kKilled);
    };
    (void)write_files(filesystem, files(), &place_);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), kKilled);
  ASSERT_TRUE(finish_journal(real_, place_.path));
  EXPECT_EQ(listing(), (Listing{{"a", "mine"}, {"born", "new born"}, {"deeper/b", "new b"}}));
}

TEST_F(JournalFile, ACutJournalOnlyCostsItsTempFiles) {
  put("deeper/" + temp_name('a'), "secret");
  put("deeper/mine", "mine");
  const Journal journal{
      {}, {{path("deeper/b"), path("deeper/" + temp_name('a')), kHash, kHash}}, true};
  const std::string text = journal_text(journal);
  put("state/journal", text.substr(0, text.size() - 20));
  const auto done = finish_journal(real_, place_.path);
  ASSERT_TRUE(done && *done);
  EXPECT_TRUE((*done)->is_nothing());
  Listing expected = old_files();
  expected["deeper/mine"] = "mine";
  EXPECT_EQ(listing(), expected);
}

TEST_F(JournalFile, WhatCannotBeWrittenIsToldWithTheWayOut) {
  const std::string temp = path(temp_name('a'));
  put(temp_name('a'), "old a");
  put("a", "new a");
  const Journal journal{{}, {{path("a"), temp, sha256_hex("old a"), sha256_hex("new a")}}, true};
  put("state/journal", journal_text(journal));
  FaultyFilesystem faulty;
  faulty.always = "remove";
  faulty.always_reason = EACCES;
  const auto done = finish_journal(faulty, place_.path);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().where, temp);
  EXPECT_NE(done.error().hint.find("rm '" + place_.path + "'"), std::string::npos);
  EXPECT_TRUE(fs::exists(place_.path));
}

}  // namespace
}  // namespace mcpmx
