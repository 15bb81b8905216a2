// Programs that the host runs for plugins, behind an interface, so that a test needs none of them.
//
// By their words, never through a shell. The program gets a process group of its own, the default
// signals, no descriptor but its three streams, and SIGKILL where mcpmx dies before it. Functions
// may be called from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/cancellation.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx {

struct ProcessRequest {
  std::vector<std::string> words;  // the program and its arguments
  std::string folder = {};         // empty: the current one
  std::vector<std::pair<std::string, std::string>> environment = {};  // over our own
  std::string_view input = {};                                        // on stdin, then its end
  std::chrono::milliseconds timeout{};                                // zero: none
  // Passed through as they are; -1: stdin is `input`, the others go to the caller.
  int stdin_fd = -1;
  int stdout_fd = -1;
  int stderr_fd = -1;
};

struct ProcessResult {
  int exit_code = -1;  // -1 if a signal ended it
  int signal = 0;
  bool timed_out = false;
  bool cancelled = false;
};

enum class ProcessStream { kOutput, kErrors };
using ProcessOutput = std::function<void(ProcessStream stream, std::string_view bytes)>;

class Processes {
 public:
  virtual ~Processes() = default;
  // Runs it to its end; `output` is called from this thread. Error, kUnavailable: it cannot be
  // started.
  virtual Result<ProcessResult> run(const ProcessRequest& request, const ProcessOutput& output) = 0;
};

class PosixProcesses final : public Processes {
 public:
  // Both outlive it. A program that is to end because of the cancellation or a timeout gets
  // SIGTERM, and SIGKILL a second later.
  PosixProcesses(const Environment& environment, Cancellation& cancellation)
      : environment_(environment), cancellation_(cancellation) {}
  Result<ProcessResult> run(const ProcessRequest& request, const ProcessOutput& output) override;

 private:
  const Environment& environment_;
  Cancellation& cancellation_;
};

}  // namespace mcpmx
