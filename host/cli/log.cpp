#include "cli/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "cli/style.h"

namespace mcpmx::cli {
namespace {

spdlog::level::level_enum spdlog_level(plugin::LogLevel level) {
  switch (level) {
    case plugin::LogLevel::kDebug:
      return spdlog::level::debug;
    case plugin::LogLevel::kInfo:
      return spdlog::level::info;
    case plugin::LogLevel::kWarning:
      return spdlog::level::warn;
    case plugin::LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> make_logger(spdlog::level::level_enum least) {
  // No registry of spdlog's: a name in it would be shared with whatever else lives in this process.
  auto logger = std::make_shared<spdlog::logger>(
      "mcpmx", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_level(least);
  logger->set_pattern("%^%l%$: %v");
  return logger;
}

}  // namespace

Result<plugin::Log> make_log(const std::string& level, bool verbose, bool quiet) {
  spdlog::level::level_enum least = spdlog::level::warn;
  if (level == "debug") {
    least = spdlog::level::debug;
  } else if (level == "info") {
    least = spdlog::level::info;
  } else if (level == "error") {
    least = spdlog::level::err;
  } else if (level == "off") {
    least = spdlog::level::off;
  } else if (level != "warning") {
    return Error{ErrorCode::kUsage, "the log level \"" + level + "\" does not exist", "--log-level",
                 "debug, info, warning, error and off do"};
  }
  if (verbose) least = std::min(least, spdlog::level::info);
  if (quiet) least = std::max(least, spdlog::level::err);
  auto logger = std::make_shared<std::shared_ptr<spdlog::logger>>();
  return plugin::Log(
      [least, logger](plugin::LogLevel at, std::string_view plugin_id, std::string_view message) {
        if (spdlog_level(at) < least) return;
        // Plugins log from any thread: one of them makes the logger, the others find it.
        static std::mutex mutex;
        const std::lock_guard lock(mutex);
        if (*logger == nullptr) *logger = make_logger(least);
        (*logger)->log(spdlog_level(at), "{}: {}", printable(plugin_id), printable(message));
      });
}

}  // namespace mcpmx::cli
