#include "plugin/call.h"

#include <algorithm>
#include <utility>

#include "plugin/host_services.h"
#include "support/text.h"

namespace mcpmx::plugin {
namespace {

constexpr std::size_t kTextLimit = 4096;  // bytes of one text of a report or log line

// A view that a plugin made may be null with a size.
std::string_view checked(mcpmx_view view) {
  if (view.data == nullptr) return {};
  return {view.data, static_cast<std::size_t>(view.size)};
}

std::string clean(mcpmx_view view) { return cleaned(checked(view)); }

Severity severity_of(std::int32_t severity) {
  if (severity == MCPMX_INFO) return Severity::kInfo;
  if (severity == MCPMX_ERROR) return Severity::kError;
  return Severity::kWarning;
}

void keep(std::vector<Diagnostic>& findings, std::int32_t severity, mcpmx_view code,
          mcpmx_view message, mcpmx_view where) {
  if (severity == MCPMX_DEBUG) return;
  // The last error is the sentence that the person reads: past the limit the newest replaces its
  // elder.
  if (findings.size() >= kFindingLimit) findings.pop_back();
  findings.push_back({severity_of(severity), clean(code), clean(message), clean(where), {}});
}

}  // namespace

std::string cleaned(std::string_view text) {
  text = text.substr(0, kTextLimit);
  std::string result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) {
      result += "\xEF\xBF\xBD";
    } else if (point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0)) {
      result += ' ';
    } else {
      result += text.substr(0, point.size);
    }
    text.remove_prefix(point.size);
  }
  return result;
}

Sink::Sink() : raw_{sizeof(mcpmx_sink), 0, this, &Sink::emit, &Sink::report} {}

void Sink::emit(void* context, mcpmx_view bytes) noexcept {
  Sink& self = *static_cast<Sink*>(context);
  try {
    const std::lock_guard lock(self.mutex_);
    if (bytes.size == 0) return;
    if (bytes.data == nullptr) {
      self.fault_ = "it emitted a null pointer";
    } else if (bytes.size > kOutputLimit - self.output_.size()) {
      self.fault_ = "it emitted more than " + std::to_string(kOutputLimit) + " bytes";
    } else {
      self.output_.append(bytes.data, static_cast<std::size_t>(bytes.size));
    }
  } catch (...) {
    // Out of memory, or no lock to be had: nothing may be thrown into the plugin. The text is short
    // enough to need no memory.
    self.fault_ = "no memory";
  }
}

void Sink::report(void* context, std::int32_t severity, mcpmx_view code, mcpmx_view message,
                  mcpmx_view where) noexcept {
  Sink& self = *static_cast<Sink*>(context);
  try {
    const std::lock_guard lock(self.mutex_);
    keep(self.findings_, severity, code, message, where);
  } catch (...) {
    self.fault_ = "no memory";
  }
}

HostTable::HostTable(std::string plugin_id, Log log, const HostServices* services)
    : raw_{sizeof(mcpmx_host), MCPMX_ABI_MINOR,    this,
           &HostTable::log,    &HostTable::report, &HostTable::service},
      plugin_id_(std::move(plugin_id)),
      log_(std::move(log)),
      services_(services) {}

std::vector<Diagnostic> HostTable::take_findings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(findings_, {});
}

void HostTable::log(void* context, std::int32_t severity, mcpmx_view message) noexcept {
  const HostTable& self = *static_cast<HostTable*>(context);
  if (!self.log_) return;
  try {
    const auto level = static_cast<LogLevel>(std::clamp(severity, MCPMX_DEBUG, MCPMX_ERROR));
    self.log_(level, self.plugin_id_, clean(message));
  } catch (...) {
    return;  // a line of the log is not worth a crash
  }
}

void HostTable::report(void* context, std::int32_t severity, mcpmx_view code, mcpmx_view message,
                       mcpmx_view where) noexcept {
  HostTable& self = *static_cast<HostTable*>(context);
  try {
    const std::lock_guard lock(self.mutex_);
    keep(self.findings_, severity, code, message, where);
  } catch (...) {
    return;
  }
}

const void* HostTable::service(void* context, const char* id) noexcept {
  const HostServices* services = static_cast<HostTable*>(context)->services_;
  return services == nullptr || id == nullptr ? nullptr : services->find(id);
}

std::string without_plugin(std::string_view file) {
  return "this is a bug of the plugin: report it to its author; until then run the server without "
         "it (x-mcpmx.services.<service>.mapping: runners in the Compose file), or remove " +
         std::string(file);
}

Error error_of(const Outcome& outcome, std::vector<Diagnostic>& findings, const CallPlace& place) {
  std::string said;
  const auto last = std::find_if(findings.rbegin(), findings.rend(), [](const Diagnostic& finding) {
    return finding.severity == Severity::kError;
  });
  if (last != findings.rend()) {
    said = std::move(last->message);
    findings.erase(std::next(last).base());
  }
  const std::string plugin = "plugin \"" + std::string(place.plugin_id) + "\"";
  Error error{ErrorCode::kFailed, said, std::string(place.subject), {}};
  const auto or_else = [&](const char* otherwise) {
    if (said.empty()) error.message = plugin + " " + otherwise + ", and does not say why";
  };
  switch (outcome.status) {
    case MCPMX_INVALID_INPUT:
      or_else("cannot use this entry");
      break;
    case MCPMX_UNSUPPORTED:
      or_else("cannot run this entry in a container");
      break;
    case MCPMX_UNAVAILABLE:
      error.code = ErrorCode::kUnavailable;
      error.fault = true;
      or_else("lacks something outside of it");
      break;
    case MCPMX_CANCELLED:
      error.code = ErrorCode::kInterrupted;
      error.message = "cancelled";
      break;
    default: {
      error.message = plugin + " failed in " + std::string(place.function);
      const std::string& why = outcome.trouble.empty() ? said : outcome.trouble;
      if (!why.empty()) error.message += ": " + why;
      error.where = place.file;
      error.hint = without_plugin(place.file);
      error.fault = true;
      break;
    }
  }
  return error;
}

}  // namespace mcpmx::plugin
