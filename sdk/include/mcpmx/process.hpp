// The host's process and cancel services for C++ plugins: programs run by their words, streams come
// back as text or bit by bit. Any thread.
//
//   const ProcessEnd end = run_process({.words = {"docker", "version"}, .output = sink});
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin.hpp"
#include "service/cancel.h"
#include "service/process.h"

namespace mcpmx {

// What to run. Texts are borrowed by run_process() and may be temporaries of its call.
struct ProcessCall {
  std::vector<std::string> words = {};
  std::string folder = {};                                            // empty: where mcpmx started
  std::vector<std::pair<std::string, std::string>> environment = {};  // over mcpmx's own
  std::string input = {};
  std::uint64_t timeout_ms = 0;
  // As bytes arrive; without it they are kept in ProcessEnd.
  std::function<void(std::int32_t stream, std::string_view bytes)> output = {};
};

struct ProcessEnd {
  Status status = Status::kInternal;  // kOk: it ran; kUnavailable: `failure` says why it did not
  std::int32_t exit_code = -1;
  std::int32_t signal = 0;
  bool timed_out = false;
  std::string output;  // of both streams, where the call has no `output`
  std::string errors;
  std::string failure;

  bool succeeded() const { return status == Status::kOk && exit_code == 0; }
};

namespace detail {

template <class Table>
const Table* service(const char* id) {
  if (host == nullptr || host->service == nullptr) return nullptr;
  return static_cast<const Table*>(host->service(host->context, id));
}

struct ProcessCapture {
  const ProcessCall& call;
  ProcessEnd& end;

  static void output(void* context, std::int32_t stream, mcpmx_view bytes) {
    auto& self = *static_cast<ProcessCapture*>(context);
    if (self.call.output) {
      self.call.output(stream, text(bytes));
    } else {
      (stream == MCPMX_STREAM_ERROR ? self.end.errors : self.end.output).append(text(bytes));
    }
  }
  static void failure(void* context, mcpmx_view why) {
    static_cast<ProcessCapture*>(context)->end.failure = text(why);
  }
};

}  // namespace detail

inline ProcessEnd run_process(const ProcessCall& call) {
  ProcessEnd end;
  const auto* process = detail::service<mcpmx_process>(MCPMX_SERVICE_PROCESS);
  if (process == nullptr) {
    end.status = Status::kUnavailable;
    end.failure = "this mcpmx lends plugins no processes";
    return end;
  }
  std::vector<mcpmx_view> words;
  for (const std::string& word : call.words) words.push_back(view(word));
  std::vector<mcpmx_pair> environment;
  for (const auto& [name, value] : call.environment)
    environment.push_back({view(name), view(value)});
  const mcpmx_process_request request = {sizeof(mcpmx_process_request),
                                         0,
                                         words.data(),
                                         words.size(),
                                         view(call.folder),
                                         environment.data(),
                                         environment.size(),
                                         view(call.input),
                                         call.timeout_ms,
                                         -1,
                                         -1,
                                         -1,
                                         -1};
  detail::ProcessCapture capture{call, end};
  const mcpmx_process_sink sink = {sizeof(mcpmx_process_sink), 0, &capture,
                                   &detail::ProcessCapture::output,
                                   &detail::ProcessCapture::failure};
  mcpmx_process_result result = {sizeof(mcpmx_process_result), -1, 0, 0};
  end.status = static_cast<Status>(process->run(process->context, &request, &sink, &result));
  end.exit_code = result.exit_code;
  end.signal = result.signal;
  end.timed_out = result.timed_out != 0;
  return end;
}

inline bool is_cancelled() {
  const auto* cancel = detail::service<mcpmx_cancel>(MCPMX_SERVICE_CANCEL);
  return cancel != nullptr && cancel->is_requested(cancel->context) != 0;
}

}  // namespace mcpmx
