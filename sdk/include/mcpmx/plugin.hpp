// What every C++ plugin needs, whatever it provides: statuses, reports, the fence that keeps
// exceptions in, the host's log. Include mapper.hpp or strategy.hpp instead, which bring it.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "abi.h"
#include "server.hpp"

namespace mcpmx {

enum class Status : mcpmx_status {
  kOk = MCPMX_OK,
  kNoMatch = MCPMX_NO_MATCH,
  kInvalidInput = MCPMX_INVALID_INPUT,
  kUnsupported = MCPMX_UNSUPPORTED,
  kUnavailable = MCPMX_UNAVAILABLE,
  kCancelled = MCPMX_CANCELLED,
  kInternal = MCPMX_INTERNAL,
};

// Findings of one call. `slug` is appended to the id; `message` is one sentence without a
// secret.
class Reporter {
 public:
  Reporter(std::string_view id, const mcpmx_sink& sink) : id_(id), sink_(&sink) {}
  void info(std::string_view slug, std::string_view message, std::string_view where = {}) {
    report(MCPMX_INFO, slug, message, where);
  }
  void warning(std::string_view slug, std::string_view message, std::string_view where = {}) {
    report(MCPMX_WARNING, slug, message, where);
  }
  void error(std::string_view slug, std::string_view message, std::string_view where = {}) {
    report(MCPMX_ERROR, slug, message, where);
  }
  // The entry is known but cannot run in a container: `why` is the sentence the user reads.
  Status unsupported(std::string_view slug, std::string_view why) {
    error(slug, why);
    return Status::kUnsupported;
  }

 private:
  void report(std::int32_t severity, std::string_view slug, std::string_view message,
              std::string_view where) {
    const std::string code = id_ + "." + std::string(slug);
    sink_->report(sink_->context, severity, view(code), view(message), view(where));
  }
  std::string id_;
  const mcpmx_sink* sink_;
};

namespace detail {

// What the host lends this plugin; null before init(). One per library: it is not exported.
inline const mcpmx_host* host = nullptr;

// Runs `body` and turns an escaping exception into MCPMX_INTERNAL plus a report.
template <class Body>
mcpmx_status fence(std::string_view id, const mcpmx_sink& sink, Body&& body) noexcept {
  const char* what = "an exception that is no std::exception";
  try {
    try {
      return static_cast<mcpmx_status>(body());
    } catch (const std::exception& error) {
      Reporter(id, sink).error("exception", error.what());
    } catch (...) {
      Reporter(id, sink).error("exception", what);
    }
  } catch (...) {
    // Out of memory while reporting: the status alone has to do.
  }
  return MCPMX_INTERNAL;
}

inline mcpmx_status keep_host(const mcpmx_host* lent) {
  host = lent;
  return MCPMX_OK;
}

}  // namespace detail

// One line for the host's log, at MCPMX_DEBUG to MCPMX_ERROR. Any thread, once the plugin is
// loaded.
inline void log(std::int32_t severity, std::string_view message) {
  if (detail::host != nullptr) detail::host->log(detail::host->context, severity, view(message));
}

}  // namespace mcpmx
