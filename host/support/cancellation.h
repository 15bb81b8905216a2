// Whether the person who started a long operation has had enough of it. Asked for once, it stays.
//
// One for a process, owned by the session. request() may be called from a signal handler, the rest
// from any thread.
#pragma once

#include <atomic>
#include <chrono>

namespace mcpmx {

class Cancellation {
 public:
  Cancellation() = default;
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  void request() noexcept;
  bool is_requested() const noexcept { return requested_.load(std::memory_order_acquire); }
  // Readable, for poll(), once it is requested. Made on the first call; -1 if there is none to be
  // had, so that who waits has to look at is_requested() as well.
  int descriptor();
  // Waits so long or until it is requested; whether it is.
  bool wait(std::chrono::milliseconds duration);

 private:
  std::atomic<bool> requested_ = false;
  std::atomic<int> descriptor_ = -1;
};

// While it lives SIGINT and SIGTERM ask for the cancellation in place of ending the process; the
// second of them ends it, as ever. One at a time.
class SignalCancellation {
 public:
  explicit SignalCancellation(Cancellation& cancellation);
  ~SignalCancellation();
  SignalCancellation(const SignalCancellation&) = delete;
  SignalCancellation& operator=(const SignalCancellation&) = delete;
};

}  // namespace mcpmx
