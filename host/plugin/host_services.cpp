#include "plugin/host_services.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>

namespace mcpmx::plugin {
namespace {

constexpr std::array<std::string_view, 2> kIds = {MCPMX_SERVICE_PROCESS, MCPMX_SERVICE_CANCEL};

constexpr std::size_t kRequestMinimum =
    offsetof(mcpmx_process_request, reserved_fd) + sizeof(std::int32_t);
constexpr std::size_t kSinkMinimum =
    offsetof(mcpmx_process_sink, failure) + sizeof(mcpmx_process_sink::failure);
constexpr std::size_t kResultMinimum =
    offsetof(mcpmx_process_result, timed_out) + sizeof(std::uint32_t);

std::string text_of(mcpmx_view view) {
  return view.data == nullptr ? std::string()
                              : std::string(view.data, static_cast<std::size_t>(view.size));
}

std::chrono::milliseconds duration_of(std::uint64_t milliseconds) {
  constexpr std::uint64_t kYear = 366ULL * 24 * 3600 * 1000;  // enough, and no clock overflows
  return std::chrono::milliseconds(std::min(milliseconds, kYear));
}

bool has_zero(const std::string& text) { return text.find('\0') != std::string::npos; }

// Nothing where it cannot be run: the texts of a program end at their first zero byte.
std::optional<ProcessRequest> request_of(const mcpmx_process_request& raw) {
  ProcessRequest request;
  for (std::uint64_t i = 0; i < raw.words_count; ++i) {
    request.words.push_back(text_of(raw.words[i]));
    if (has_zero(request.words.back())) return std::nullopt;
  }
  for (std::uint64_t i = 0; i < raw.environment_count; ++i) {
    request.environment.emplace_back(text_of(raw.environment[i].name),
                                     text_of(raw.environment[i].value));
    const auto& [name, value] = request.environment.back();
    if (name.empty() || name.find('=') != std::string::npos || has_zero(name) || has_zero(value))
      return std::nullopt;
  }
  request.folder = text_of(raw.folder);
  if (has_zero(request.folder)) return std::nullopt;
  if (raw.input.data != nullptr)
    request.input = {raw.input.data, static_cast<std::size_t>(raw.input.size)};
  request.timeout = duration_of(raw.timeout_ms);
  request.stdin_fd = raw.stdin_fd;
  request.stdout_fd = raw.stdout_fd;
  request.stderr_fd = raw.stderr_fd;
  return request;
}

void fail(const mcpmx_process_sink& sink, std::string_view why) {
  sink.failure(sink.context, {why.data(), why.size()});
}

}  // namespace

HostServices::HostServices(Processes& processes, Cancellation& cancellation)
    : processes_(processes),
      cancellation_(cancellation),
      process_{sizeof(mcpmx_process), 0, this, &HostServices::run},
      cancel_{sizeof(mcpmx_cancel), 0, this, &HostServices::is_requested, &HostServices::wait} {}

std::span<const std::string_view> HostServices::ids() { return kIds; }

const void* HostServices::find(std::string_view id) const {
  if (id == MCPMX_SERVICE_PROCESS) return &process_;
  if (id == MCPMX_SERVICE_CANCEL) return &cancel_;
  return nullptr;
}

mcpmx_status HostServices::run(void* context, const mcpmx_process_request* request,
                               const mcpmx_process_sink* sink,
                               mcpmx_process_result* result) noexcept {
  try {
    HostServices& self = *static_cast<HostServices*>(context);
    if (request == nullptr || sink == nullptr || result == nullptr ||
        request->struct_size < kRequestMinimum || sink->struct_size < kSinkMinimum ||
        result->struct_size < kResultMinimum)
      return MCPMX_INVALID_INPUT;
    const auto wanted = request_of(*request);
    if (!wanted || wanted->words.empty()) {
      fail(*sink, "the words, folder or variables of the process are no such texts");
      return MCPMX_INVALID_INPUT;
    }
    const auto ended =
        self.processes_.run(*wanted, [sink](ProcessStream stream, std::string_view bytes) {
          sink->output(sink->context,
                       stream == ProcessStream::kErrors ? MCPMX_STREAM_ERROR : MCPMX_STREAM_OUTPUT,
                       {bytes.data(), bytes.size()});
        });
    if (!ended) {
      fail(*sink, ended.error().message);
      return MCPMX_UNAVAILABLE;
    }
    result->exit_code = ended->exit_code;
    result->signal = ended->signal;
    result->timed_out = ended->timed_out ? 1 : 0;
    return ended->cancelled ? MCPMX_CANCELLED : MCPMX_OK;
  } catch (...) {
    return MCPMX_INTERNAL;  // out of memory, or a sink that throws: nothing may reach the plugin
  }
}

std::uint32_t HostServices::is_requested(void* context) noexcept {
  return static_cast<HostServices*>(context)->cancellation_.is_requested() ? 1 : 0;
}

std::uint32_t HostServices::wait(void* context, std::uint64_t milliseconds) noexcept {
  return static_cast<HostServices*>(context)->cancellation_.wait(duration_of(milliseconds)) ? 1 : 0;
}

}  // namespace mcpmx::plugin
