#include "support/cancellation.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace mcpmx {
namespace {

std::atomic<Cancellation*> asked_by_signals = nullptr;

extern "C" void mcpmx_cancel_on_signal(int number) {
  const int before = errno;
  if (Cancellation* cancellation = asked_by_signals.load()) cancellation->request();
  std::signal(number, SIG_DFL);
  errno = before;
}

}  // namespace

Cancellation::~Cancellation() {
  if (const int descriptor = descriptor_.load(); descriptor >= 0) ::close(descriptor);
}

void Cancellation::request() noexcept {
  requested_.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  if (const int descriptor = descriptor_.load(); descriptor >= 0)
    (void)!::write(descriptor, &one, sizeof one);
}

int Cancellation::descriptor() {
  if (descriptor_.load() < 0) {
    int made = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int none = -1;
    if (made >= 0 && !descriptor_.compare_exchange_strong(none, made)) ::close(made);
    // Asked for just before there was something to write to.
    if (is_requested()) request();
  }
  return descriptor_.load();
}

bool Cancellation::wait(std::chrono::milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  constexpr std::chrono::milliseconds kLongest(100);  // where there is nothing to poll
  while (!is_requested()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    pollfd waited{descriptor(), POLLIN, 0};
    const auto longest = waited.fd < 0 ? std::min(left, kLongest) : left;
    constexpr std::chrono::milliseconds kHour = std::chrono::hours(1);
    (void)::poll(&waited, 1, static_cast<int>(std::min(longest, kHour).count()));
  }
  return is_requested();
}

SignalCancellation::SignalCancellation(Cancellation& cancellation) {
  (void)cancellation.descriptor();
  asked_by_signals.store(&cancellation);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction action {};
    action.sa_handler = &mcpmx_cancel_on_signal;
    sigemptyset(&action.sa_mask);
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    // Whoever started us with it ignored (nohup) does not want to hear of it.
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
  }
}

SignalCancellation::~SignalCancellation() {
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    ::sigaction(number, nullptr, &now);
    if (now.sa_handler == &mcpmx_cancel_on_signal) std::signal(number, SIG_DFL);
  }
  asked_by_signals.store(nullptr);
}

}  // namespace mcpmx
