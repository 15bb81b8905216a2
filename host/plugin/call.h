// The host's side of a call into a plugin: the sink that collects what the plugin says, the table
// that the plugin is lent for its life, and the guard that turns whatever comes back into a value.
//
// Text from a plugin is copied, cut to a limit and freed of control characters and broken UTF-8.
// Sinks and tables may be called from any thread; they are neither copied nor moved, since plugins
// hold their addresses.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mcpmx/abi.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::plugin {

inline constexpr std::size_t kOutputLimit = std::size_t{1} << 20;  // bytes of one call's output
inline constexpr std::size_t kFindingLimit = 1000;                 // findings of one call

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Takes one line of a plugin. Called from any thread.
using Log =
    std::function<void(LogLevel level, std::string_view plugin_id, std::string_view message)>;

// A borrowed text as the boundary has it.
inline mcpmx_view view(std::string_view text) { return {text.data(), text.size()}; }

// `text` fit for a terminal and for JSON: cut to 4 KiB, control characters made spaces, bytes that
// are no UTF-8 made U+FFFD.
std::string cleaned(std::string_view text);

// What a plugin emits and reports during one call.
class Sink {
 public:
  Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  const mcpmx_sink* raw() const { return &raw_; }

  // After the call:
  std::string& output() { return output_; }
  std::vector<Diagnostic>& findings() { return findings_; }  // debug reports are left out
  const std::string& fault() const { return fault_; }  // how the plugin misused the sink, or empty

 private:
  static void emit(void* context, mcpmx_view bytes) noexcept;
  static void report(void* context, std::int32_t severity, mcpmx_view code, mcpmx_view message,
                     mcpmx_view where) noexcept;

  mcpmx_sink raw_;
  std::mutex mutex_;
  std::string output_;
  std::vector<Diagnostic> findings_;
  std::string fault_;
};

class HostServices;

// The base of what the host lends.
class HostTable {
 public:
  // `services` outlives it; null: none are lent.
  HostTable(std::string plugin_id, Log log, const HostServices* services);
  HostTable(const HostTable&) = delete;
  HostTable& operator=(const HostTable&) = delete;

  const mcpmx_host* raw() const { return &raw_; }
  std::vector<Diagnostic> take_findings();

 private:
  static void log(void* context, std::int32_t severity, mcpmx_view message) noexcept;
  static void report(void* context, std::int32_t severity, mcpmx_view code, mcpmx_view message,
                     mcpmx_view where) noexcept;
  static const void* service(void* context, const char* id) noexcept;

  mcpmx_host raw_;
  std::string plugin_id_;
  Log log_;
  const HostServices* services_;
  std::mutex mutex_;
  std::vector<Diagnostic> findings_;
};

// What a call came to.
struct Outcome {
  mcpmx_status status = MCPMX_INTERNAL;  // one of the closed list
  std::string trouble;                   // for MCPMX_INTERNAL, what the host saw; may be empty
};

// Calls into a plugin. Nothing may be thrown across the C boundary; what is thrown all the same,
// and an unknown status, count as MCPMX_INTERNAL. (A plugin that was built without unwind tables
// ends the process instead: no host can catch that.)
template <class Body>
Outcome guarded(Body&& body) noexcept {
  try {
    try {
      const mcpmx_status status = body();
      if (status >= MCPMX_OK && status <= MCPMX_INTERNAL) return {status, {}};
      return {MCPMX_INTERNAL, "it answered with the unknown status " + std::to_string(status)};
    } catch (const std::exception& exception) {
      return {MCPMX_INTERNAL, std::string("it threw an exception: ") + exception.what()};
    } catch (...) {
      return {MCPMX_INTERNAL, "it threw an exception"};
    }
  } catch (...) {
    return {MCPMX_INTERNAL, {}};  // out of memory
  }
}

// Who was called, and about what.
struct CallPlace {
  std::string_view plugin_id;
  std::string_view file;
  std::string_view function;  // "render"
  std::string_view subject;   // the place of the input: "servers.json:12"
};

// The next step of whoever has a broken plugin. Without any plugin (--no-plugins) the runners would
// be gone as well.
std::string without_plugin(std::string_view file);

// The error for a status that is neither MCPMX_OK nor MCPMX_NO_MATCH. The last finding of severity
// error says why; it is taken out of `findings`, so that the person reads it once.
Error error_of(const Outcome& outcome, std::vector<Diagnostic>& findings, const CallPlace& place);

}  // namespace mcpmx::plugin
