#include "support/process_launch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace mcpmx {
namespace {

// Every descriptor from `first` on closes when the program starts, also those of libraries that do
// not care.
void keep_to_ourselves(int first) {
#ifdef SYS_close_range
  constexpr unsigned kCloseOnExec = 4;  // CLOSE_RANGE_CLOEXEC, of Linux 5.11
  if (::syscall(SYS_close_range, first, ~0U, kCloseOnExec) == 0) return;
#endif
  constexpr int kMost = 4096;
  for (int number = first; number < kMost; ++number) ::fcntl(number, F_SETFD, FD_CLOEXEC);
}

}  // namespace

void become(const Launch& launch) {
  constexpr int kFirst = 3;
  const auto give_up = [&] {
    const int why = errno;
    (void)!::write(launch.failure, &why, sizeof why);
    ::_exit(127);
  };
  ::setpgid(0, 0);
  // A program that outlives mcpmx would work on for nobody.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != launch.parent) ::_exit(127);
  // Numbers above the three first, lest one is overwritten before it is used.
  std::array<int, 3> moved{};
  for (std::size_t i = 0; i < moved.size(); ++i) {
    moved.at(i) = ::fcntl(launch.streams.at(i), F_DUPFD_CLOEXEC, kFirst);
    if (moved.at(i) < 0) give_up();
  }
  for (int i = 0; i < kFirst; ++i) {
    if (::dup2(moved.at(static_cast<std::size_t>(i)), i) < 0) give_up();
  }
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &usual, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  keep_to_ourselves(kFirst);
  if (launch.folder != nullptr && ::chdir(launch.folder) != 0) give_up();
  ::execve(launch.program, launch.words, launch.environment);
  give_up();
  ::_exit(127);
}

}  // namespace mcpmx
