#include "support/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "faulty_filesystem.h"
#include "support/stale_temps.h"

namespace mcpmx {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "mcpmx-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string get(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  // Name and content of every file of the folder, temp files included.
  std::map<std::string, std::string> listing() const {
    std::map<std::string, std::string> result;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      result[name] =
          entry.symlink_status().type() == fs::file_type::regular ? get(name) : "(no file)";
    }
    return result;
  }
  unsigned mode(const std::string& name) const {
    struct stat found {};
    EXPECT_EQ(::stat(path(name).c_str(), &found), 0);
    return found.st_mode & 07777U;
  }

  std::string folder_;
  PosixFilesystem real_;
};

TEST_F(AtomicFile, MakesAFileWithTheModeAskedFor) {
  const mode_t old = ::umask(022);
  EXPECT_TRUE(write_file(real_, {.path = path("a"), .content = "text"}));
  EXPECT_TRUE(write_file(real_, {.path = path(".env"), .content = "", .mode = 0600}));
  ::umask(old);
  EXPECT_EQ(mode("a"), 0644U);
  EXPECT_EQ(mode(".env"), 0600U);
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "text"}, {".env", ""}}));
}

TEST_F(AtomicFile, KeepsModeAndOwnerOfAFile) {
  put("a", "old");
  ASSERT_EQ(::chmod(path("a").c_str(), 0640), 0);
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::chown(path("a").c_str(), 1234, 2345), 0);
  }
  ASSERT_TRUE(write_file(real_, {.path = path("a"), .content = "new", .mode = 0600}));
  EXPECT_EQ(get("a"), "new");
  EXPECT_EQ(mode("a"), 0640U);
  if (root) {
    struct stat found {};
    ASSERT_EQ(::stat(path("a").c_str(), &found), 0);
    EXPECT_EQ(found.st_uid, 1234U);
    EXPECT_EQ(found.st_gid, 2345U);
  }
}

TEST_F(AtomicFile, WritesNothingWhereTheContentIsThere) {
  put("a", "same");
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(5);
  fs::last_write_time(path("a"), long_ago);
  struct stat before {};
  ASSERT_EQ(::stat(path("a").c_str(), &before), 0);
  ASSERT_TRUE(write_file(real_, {.path = path("a"), .content = "same"}));
  struct stat after {};
  ASSERT_EQ(::stat(path("a").c_str(), &after), 0);
  EXPECT_EQ(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
  EXPECT_EQ(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
  EXPECT_EQ(before.st_ino, after.st_ino);
  ASSERT_TRUE(write_file(real_, {.path = path("a"), .content = "diff"}));
  EXPECT_EQ(get("a"), "diff");
}

TEST_F(AtomicFile, FollowsLinksToTheRealFile) {
  fs::create_directory(path("real"));
  put("real/file", "old");
  fs::create_symlink("real/file", path("one"));
  fs::create_symlink(path("one"), path("two"));
  ASSERT_TRUE(write_file(real_, {.path = path("two"), .content = "new"}));
  EXPECT_TRUE(fs::is_symlink(path("one")));
  EXPECT_TRUE(fs::is_symlink(path("two")));
  EXPECT_EQ(get("real/file"), "new");
  fs::create_symlink("real/none", path("dangling"));
  ASSERT_TRUE(write_file(real_, {.path = path("dangling"), .content = "born"}));
  EXPECT_EQ(get("real/none"), "born");
}

TEST_F(AtomicFile, WritesInPieces) {
  FaultyFilesystem slow;
  slow.write_limit = 3;
  const std::string text = "ten bytes.";
  ASSERT_TRUE(write_file(slow, {.path = path("a"), .content = text}));
  EXPECT_EQ(get("a"), text);
}

struct RefusedRow {
  const char* name;
  std::function<std::string(const std::string& folder)> prepare;  // the path to write
  const char* message;                                            // part of it
  const char* hint;                                               // part of it
};

class Refused : public AtomicFile, public testing::WithParamInterface<RefusedRow> {};

TEST_P(Refused, NamesFileReasonAndNextStep) {
  const std::string target = GetParam().prepare(folder_);
  const auto before = listing();
  const auto result = write_file(real_, {.path = target, .content = "new"});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find(GetParam().message), std::string::npos)
      << result.error().message;
  EXPECT_NE(result.error().message.find(target), std::string::npos) << result.error().message;
  EXPECT_NE(result.error().hint.find(GetParam().hint), std::string::npos) << result.error().hint;
  EXPECT_EQ(listing(), before);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Refused,
    testing::Values(RefusedRow{"missing_folder", [](const std::string& f) { return f + "/no/a"; },
                               "No such file or directory", "mkdir -p"},
                    RefusedRow{"folder",
                               [](const std::string& f) {
                                 fs::create_directory(f + "/d");
                                 return f + "/d";
                               },
                               "Is a directory", "not a folder"},
                    RefusedRow{"file_as_folder",
                               [](const std::string& f) {
                                 std::ofstream(f + "/x") << "x";
                                 return f + "/x/a";
                               },
                               "Not a directory", "mkdir -p"},
                    RefusedRow{"fifo",
                               [](const std::string& f) {
                                 EXPECT_EQ(::mkfifo((f + "/p").c_str(), 0600), 0);
                                 return f + "/p";
                               },
                               "not a regular file", "regular file"},
                    RefusedRow{"circle",
                               [](const std::string& f) {
                                 fs::create_symlink("b", f + "/a");
                                 fs::create_symlink("a", f + "/b");
                                 return f + "/a";
                               },
                               "symbolic links", "circle"},
                    RefusedRow{"read_only_file_system",
                               [](const std::string&) { return "/proc/mcpmx"; }, "cannot write",
                               ""}),
    [](const auto& row) { return std::string(row.param.name); });

struct ReasonRow {
  const char* name;
  const char* call;
  int reason;
  const char* message;
  const char* hint;
};

class Reason : public AtomicFile, public testing::WithParamInterface<ReasonRow> {};

TEST_P(Reason, IsToldAndNothingChanges) {
  put("a", "old");
  FaultyFilesystem faulty;
  faulty.always = GetParam().call;
  faulty.always_reason = GetParam().reason;
  const auto result = write_file(faulty, {.path = path("a"), .content = "new"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "cannot write " + path("a") + ": " + GetParam().message);
  EXPECT_EQ(result.error().where, path("a"));
  EXPECT_NE(result.error().hint.find(GetParam().hint), std::string::npos) << result.error().hint;
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "old"}}));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Reason,
    testing::Values(
        ReasonRow{"disk_full", "write", ENOSPC, "No space left on device", "df -h"},
        ReasonRow{"quota", "sync", EDQUOT, "Disk quota exceeded", "df -h"},
        ReasonRow{"folder_not_writable", "create", EACCES, "Permission denied", "ls -ld"},
        ReasonRow{"file_not_writable", "check_writable", EACCES, "Permission denied", "ls -ld"},
        ReasonRow{"read_only", "create", EROFS, "Read-only file system", "elsewhere"},
        ReasonRow{"foreign_owner", "set_owner", EPERM, "Operation not permitted", "ls -ld"},
        ReasonRow{"broken_disk", "sync", EIO, "Input/output error", "dmesg"}),
    [](const auto& row) { return std::string(row.param.name); });

// Each call of a write fails once, with each reason: the files are all old, or all new, and no temp
// file is there. New only where the call says success.
TEST_F(AtomicFile, EveryInjectedFailureLeavesAllOldOrAllNew) {
  const std::map<std::string, std::string> old = {
      {"a", "old a"}, {"b", "old b"}, {"d", "(no file)"}};
  const std::map<std::string, std::string> fresh = {
      {"a", "new a"}, {"b", "new b"}, {"c", "new c"}, {"d", "(no file)"}};
  fs::create_directory(path("d"));
  const std::vector<PendingFile> files = {
      {.path = path("a"), .content = "new a", .expected = "old a"},
      {.path = path("c"), .content = "new c", .only_new = true},
      {.path = path("b"), .content = "new b"},
      {.path = path("d/e"), .content = "new e"}};
  int failures = 0;
  for (const int reason : {EIO, ENOSPC, EACCES, EROFS, EEXIST, EINVAL, ENOENT}) {
    bool reached_the_end = false;
    for (int call = 0; !reached_the_end; ++call) {
      put("a", "old a");
      put("b", "old b");
      fs::remove(path("c"));
      fs::remove(path("d/e"));
      FaultyFilesystem faulty;
      faulty.fail_at = call;
      faulty.reason = reason;
      const auto result = write_files(faulty, files);
      reached_the_end = call >= static_cast<int>(faulty.calls.size());
      const std::string what =
          "call " + std::to_string(call) + ", reason " + std::to_string(reason);
      EXPECT_EQ(listing(), result ? fresh : old) << what;
      EXPECT_EQ(fs::exists(path("d/e")), result.has_value()) << what;
      if (!result) ++failures;
      ASSERT_LT(call, 1000);
    }
  }
  EXPECT_GT(failures, 7 * 20);
}

// A file system that knows no exchange still gets whole files.
TEST_F(AtomicFile, WorksWithoutExchange) {
  put("a", "old");
  FaultyFilesystem plain;
  plain.always = "swap";
  plain.always_reason = EINVAL;
  const std::vector<PendingFile> files = {{.path = path("a"), .content = "new"},
                                          {.path = path("b"), .content = "born"}};
  ASSERT_TRUE(write_files(plain, files));
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "new"}, {"b", "born"}}));
}

struct MeanwhileRow {
  const char* name;
  const char* call;  // before it, another program does this:
  std::function<void(const std::string& path)> change;
  bool exchange = true;  // what the file system knows
};

class Meanwhile : public AtomicFile, public testing::WithParamInterface<MeanwhileRow> {};

void append_to(const std::string& path) { std::ofstream(path, std::ios::app) << "mine"; }
void replace_in_place(const std::string& path) { std::ofstream(path) << "oLd"; }  // the same size
void replace_by_rename(const std::string& path) {
  std::ofstream(path + ".new") << "mine";
  fs::rename(path + ".new", path);
}
void remove_file(const std::string& path) { fs::remove(path); }

TEST_P(Meanwhile, AnotherProgramsChangeStaysAndIsToldApart) {
  put("a", "old");
  put("b", "old b");
  FaultyFilesystem faulty;
  if (!GetParam().exchange) faulty.always = "swap";
  faulty.always_reason = EINVAL;
  std::map<std::string, std::string> changed;
  faulty.before = [&](const std::string& call) {
    if (call != GetParam().call || !changed.empty()) return;
    changed = {{"temp files", "are there as well"}};
    GetParam().change(path("a"));
    changed = listing();
    std::erase_if(changed, [](const auto& file) { return is_temp_name(file.first); });
  };
  // The one that is not there is first, so that something has to be taken back.
  const std::vector<PendingFile> files = {
      {.path = path("c"), .content = "born", .only_new = true},
      {.path = path("a"), .content = "new", .expected = "old"},
      {.path = path("b"), .content = "new b", .expected = "old b"}};
  const auto result = write_files(faulty, files);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNeedsPerson);
  EXPECT_NE(result.error().message.find("another program changed it"), std::string::npos);
  EXPECT_EQ(result.error().where, path("a"));
  ASSERT_FALSE(changed.empty());
  changed.erase("c");
  EXPECT_EQ(listing(), changed);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Meanwhile,
    testing::Values(MeanwhileRow{"before_it_is_looked_at", "read_link", append_to},
                    MeanwhileRow{"appended_before_the_swap", "swap", append_to},
                    MeanwhileRow{"of_the_same_size", "swap", replace_in_place},
                    MeanwhileRow{"renamed_over", "swap", replace_by_rename},
                    MeanwhileRow{"removed", "swap", remove_file},
                    MeanwhileRow{"removed_at_once", "read_link", remove_file},
                    MeanwhileRow{"without_exchange", "swap", append_to, false},
                    MeanwhileRow{"removed_without_exchange", "swap", remove_file, false}),
    [](const auto& row) { return std::string(row.param.name); });

// A program that opened the file before the swap writes to what was swapped out.
TEST_F(AtomicFile, ALateWriteToTheOldFileStays) {
  put("a", "old");
  std::ofstream other(path("a"), std::ios::app);
  FaultyFilesystem faulty;
  bool swapped = false;
  std::string late = "mine";
  faulty.before = [&](const std::string& call) {
    if (call == "sync" && swapped) other << std::exchange(late, "") << std::flush;
    swapped = swapped || call == "swap";
  };
  const auto result = write_file(faulty, {.path = path("a"), .content = "new", .expected = "old"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNeedsPerson);
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "oldmine"}}));
}

TEST_F(AtomicFile, AFileThatAppearsWithoutExchangeStays) {
  FaultyFilesystem plain;
  plain.always = "swap";
  plain.always_reason = EINVAL;
  plain.before = [&](const std::string& call) {
    if (call == "swap") put("a", "mine");
  };
  const auto result = write_file(plain, {.path = path("a"), .content = "new", .only_new = true});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNeedsPerson);
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "mine"}}));
}

// What a signal finds: nothing half done.
std::vector<std::map<std::string, std::string>> seen_by_signals;
std::function<std::map<std::string, std::string>()> list_now;

TEST_F(AtomicFile, SignalsWaitUntilItIsThrough) {
  const std::map<std::string, std::string> fresh = {{"a", "new"}, {"b", "born"}};
  const std::vector<PendingFile> files = {{.path = path("a"), .content = "new"},
                                          {.path = path("b"), .content = "born"}};
  list_now = [&] { return listing(); };
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const auto before = std::signal(number, [](int) { seen_by_signals.push_back(list_now()); });
    for (const char* call : {"create", "write", "sync", "swap", "remove"}) {
      put("a", "old");
      fs::remove(path("b"));
      seen_by_signals.clear();
      FaultyFilesystem faulty;
      faulty.before = [&](const std::string& name) {
        if (name == call) std::raise(number);
      };
      EXPECT_TRUE(write_files(faulty, files));
      ASSERT_EQ(seen_by_signals.size(), 1U) << call;
      EXPECT_EQ(seen_by_signals[0], fresh) << call;
    }
    std::signal(number, before);
  }
}

TEST_F(AtomicFile, TempFilesArePrivateAndRecognised) {
  put("a", "old");
  ASSERT_EQ(::chmod(path("a").c_str(), 0644), 0);
  FaultyFilesystem faulty;
  unsigned widest = 0;
  faulty.before = [&](const std::string& call) {
    if (call != "write" && call != "set_owner") return;
    widest |= mode(fs::path(faulty.created.back()).filename().string());
  };
  ASSERT_TRUE(write_file(faulty, {.path = path("a"), .content = "secret"}));
  EXPECT_EQ(widest, 0600U);
  ASSERT_EQ(faulty.created.size(), 1U);
  EXPECT_TRUE(is_temp_name(fs::path(faulty.created[0]).filename().string())) << faulty.created[0];
}

TEST_F(AtomicFile, TakesBackWhatItCannotFinish) {
  put("a", "old");
  FaultyFilesystem faulty;
  faulty.always = "remove";
  const auto result = write_file(faulty, {.path = path("a"), .content = "new"});
  ASSERT_FALSE(result);
  EXPECT_EQ(get("a"), "old");
}

TEST_F(AtomicFile, APathThatIsUsedTwiceIsAnError) {
  fs::create_symlink("a", path("link"));
  const std::vector<PendingFile> files = {{.path = path("a"), .content = "1"},
                                          {.path = path("link"), .content = "2"}};
  const auto result = write_files(real_, files);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("twice"), std::string::npos);
  EXPECT_FALSE(fs::exists(path("a")));
}

TEST_F(AtomicFile, OnlyNewRefusesAnExistingFile) {
  put("key", "first");
  EXPECT_FALSE(write_file(real_, {.path = path("key"), .content = "other", .only_new = true}));
  EXPECT_EQ(get("key"), "first");
}

TEST_F(AtomicFile, ARealFullDiskLeavesTheOldFile) {
  put("a", "old");
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  struct rlimit tiny = before;
  tiny.rlim_cur = 4096;
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tiny), 0);
  const std::string large(100000, 'x');
  const auto result = write_file(real_, {.path = path("a"), .content = large});
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("File too large"), std::string::npos);
  EXPECT_EQ(listing(), (std::map<std::string, std::string>{{"a", "old"}}));
}

TEST_F(AtomicFile, WritersAtOnceNeverMixContents) {
  put("a", "start");
  const std::string left(50000, 'l');
  const std::string right(70000, 'r');
  const auto write_many = [&](const std::string& text) {
    PosixFilesystem mine;
    for (int i = 0; i < 50; ++i) {
      // A writer may lose a race and say so; it may never leave a mixture.
      (void)write_file(mine, {.path = path("a"), .content = text});
    }
  };
  std::thread other([&] { write_many(left); });
  write_many(right);
  other.join();
  const std::string text = get("a");
  EXPECT_TRUE(text == left || text == right) << text.size();
  EXPECT_EQ(listing().size(), 1U);
}

TEST_F(AtomicFile, MakesFoldersWithTheirParents) {
  ASSERT_TRUE(make_folders(real_, path("x/y/z"), 0700));
  EXPECT_TRUE(fs::is_directory(path("x/y/z")));
  EXPECT_EQ(mode("x"), 0700U);
  EXPECT_TRUE(make_folders(real_, path("x/y/z"), 0700));
  put("file", "");
  const auto result = make_folders(real_, path("file/sub"), 0700);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("cannot make the folder"), std::string::npos);
}

}  // namespace
}  // namespace mcpmx
