// Holds back the signals with which a person or a service manager ends a program (SIGINT, SIGTERM,
// SIGHUP) for as long as it lives, so that no write ends half way. What came meanwhile takes effect
// at its end, as ever: SIGINT ends the process, which a shell calls exit code 130. For this thread
// and those that it starts.
#pragma once

#include <csignal>

namespace mcpmx {

class SignalHold {
 public:
  SignalHold();
  ~SignalHold();
  SignalHold(const SignalHold&) = delete;
  SignalHold& operator=(const SignalHold&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace mcpmx
