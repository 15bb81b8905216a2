#include "support/process.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

namespace mcpmx {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

class Process : public ::testing::Test {
 protected:
  Result<ProcessResult> run(const ProcessRequest& request) {
    out_.clear();
    err_.clear();
    return processes_.run(request, [this](ProcessStream stream, std::string_view bytes) {
      (stream == ProcessStream::kOutput ? out_ : err_) += bytes;
    });
  }
  Result<ProcessResult> shell(const std::string& line) { return run({{"sh", "-c", line}}); }

  Environment environment_ = Environment::of_this_process();
  Cancellation cancellation_;
  PosixProcesses processes_{environment_, cancellation_};
  std::string out_, err_;
};

milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

TEST_F(Process, TellsBothStreamsAndTheCode) {
  const auto ended = shell("printf out; printf err >&2; exit 7");
  ASSERT_TRUE(ended) << ended.error().message;
  EXPECT_EQ(ended->exit_code, 7);
  EXPECT_EQ(ended->signal, 0);
  EXPECT_EQ(out_, "out");
  EXPECT_EQ(err_, "err");
}

TEST_F(Process, TakesWordsAsTheyAre) {
  ASSERT_TRUE(run({{"printf", "%s|", "a b", "$HOME", "*", "'", ""}}));
  EXPECT_EQ(out_, "a b|$HOME|*|'||");
}

TEST_F(Process, ReadsInputOfAnySizeWhileItWrites) {
  const std::string input(3000000, 'x');
  const auto ended = run({.words = {"cat"}, .input = input});
  ASSERT_TRUE(ended);
  EXPECT_EQ(out_, input);
  ASSERT_TRUE(run({{"cat"}}));
  EXPECT_EQ(out_, "");
}

TEST_F(Process, HasItsFolderAndVariables) {
  ASSERT_TRUE(run({.words = {"sh", "-c", "pwd; echo $ONE-$HOME"},
                   .folder = "/",
                   .environment = {{"ONE", "1"}, {"HOME", "/x"}}}));
  EXPECT_EQ(out_, "/\n1-/x\n");
}

TEST_F(Process, SaysWhyItDoesNotStart) {
  const auto missing = run({{"mcpmx-no-such-program"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(missing.error().message, HasSubstr("\"mcpmx-no-such-program\" cannot be started"));
  const auto folder = run({.words = {"true"}, .folder = "/no/such/folder"});
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("No such file or directory"));
  EXPECT_FALSE(run({{"/etc/passwd"}}));
  EXPECT_FALSE(run({{""}}));
}

TEST_F(Process, IsToldOfASignal) {
  const auto ended = shell("kill -9 $$");
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->exit_code, -1);
  EXPECT_EQ(ended->signal, 9);
}

TEST_F(Process, EndsWhenItsTimeIsOver) {
  const auto start = Clock::now();
  const auto ended = run({.words = {"sleep", "60"}, .timeout = milliseconds(50)});
  ASSERT_TRUE(ended);
  EXPECT_TRUE(ended->timed_out);
  EXPECT_FALSE(ended->cancelled);
  EXPECT_EQ(ended->signal, 15);
  EXPECT_LT(since(start), milliseconds(10000));
}

// What does not hear SIGTERM gets SIGKILL, and all of its group with it.
TEST_F(Process, EndsWhenCancelled) {
  const auto start = Clock::now();
  std::thread later([this] {
    std::this_thread::sleep_for(milliseconds(50));
    cancellation_.request();
  });
  const auto ended = shell("trap '' TERM; sleep 60 & wait; sleep 60");
  later.join();
  ASSERT_TRUE(ended);
  EXPECT_TRUE(ended->cancelled);
  EXPECT_EQ(ended->signal, 9);
  EXPECT_LT(since(start), milliseconds(20000));
  // From then on nothing starts.
  const auto next = shell("echo never");
  ASSERT_TRUE(next);
  EXPECT_TRUE(next->cancelled);
  EXPECT_EQ(out_, "");
}

TEST_F(Process, DoesNotWaitForAGrandchildThatHoldsItsStreams) {
  const auto start = Clock::now();
  ASSERT_TRUE(shell("sleep 60 & echo done"));
  EXPECT_EQ(out_, "done\n");
  EXPECT_LT(since(start), milliseconds(20000));
}

TEST_F(Process, GetsNoDescriptorOfOurs) {
  const int leaked = ::dup(STDIN_FILENO);  // without close-on-exec, as a library may have one
  const std::string ours = "/proc/self/fd/" + std::to_string(leaked);
  ASSERT_TRUE(std::filesystem::exists(ours));
  const auto ended = run({{"test", "-e", ours}});
  ::close(leaked);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->exit_code, 1);
}

TEST_F(Process, LeavesNoDescriptorOpen) {
  const auto count = [] {
    const std::filesystem::directory_iterator folder("/proc/self/fd");
    return std::distance(begin(folder), end(folder));
  };
  (void)cancellation_.descriptor();  // made once, on first use
  const auto before = count();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(shell("true"));
  (void)run({{"mcpmx-no-such-program"}});
  EXPECT_EQ(count(), before);
}

TEST(CancellationTest, IsSeenByWhoWaits) {
  Cancellation cancellation;
  EXPECT_FALSE(cancellation.wait(milliseconds(1)));
  std::thread later([&] { cancellation.request(); });
  EXPECT_TRUE(cancellation.wait(milliseconds(60000)));
  later.join();
  EXPECT_TRUE(cancellation.is_requested());
}

TEST(CancellationTest, ComesWithASignalOnce) {
  Cancellation cancellation;
  const SignalCancellation signals(cancellation);
  EXPECT_EQ(::raise(SIGTERM), 0);
  EXPECT_TRUE(cancellation.is_requested());
  struct sigaction now {};
  ::sigaction(SIGTERM, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);  // the second ends the process
}

}  // namespace
}  // namespace mcpmx
