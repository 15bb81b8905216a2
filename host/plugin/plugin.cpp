#include "plugin/plugin.h"

#include <utility>

#include "plugin/plugins_lock.h"

namespace mcpmx::plugin {
namespace {

LogLevel level_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return LogLevel::kInfo;
    case Severity::kWarning:
      return LogLevel::kWarning;
    case Severity::kError:
      return LogLevel::kError;
  }
  return LogLevel::kError;
}

}  // namespace

Plugin::Plugin(FoundPlugin found, Loader& loader)
    : found_(std::move(found)),
      loader_(loader),
      host_(found_.manifest.id, loader.log, loader.services) {}

Plugin::~Plugin() {
  if (!is_loaded() || library_->entry().shutdown == nullptr) return;
  (void)guarded([&]() -> mcpmx_status {
    library_->entry().shutdown();
    return MCPMX_OK;
  });
}

std::optional<Error> Plugin::load_error() const {
  if (state_.load(std::memory_order_acquire) != State::kFailed) return std::nullopt;
  return failure_;
}

Result<const void*> Plugin::extension(const std::string& extension_id) {
  MCPMX_CHECK(load());
  const void* table = nullptr;
  const Outcome outcome = guarded([&]() -> mcpmx_status {
    table = library_->entry().extension(extension_id.c_str());
    return MCPMX_OK;
  });
  if (outcome.status == MCPMX_OK) return table;
  std::vector<Diagnostic> findings = host_.take_findings();
  return error_of(outcome, findings, {manifest().id, found_.file, "extension()", found_.file});
}

Result<void> Plugin::load() {
  if (is_loaded()) return {};
  const std::lock_guard lock(loader_.mutex);
  switch (state_.load(std::memory_order_relaxed)) {
    case State::kLoaded:
      return {};
    case State::kFailed:
      return *failure_;
    case State::kFresh:
      break;
  }
  Result<void> result = load_now();
  if (!result) {
    result = as_fault(result.error());
    failure_ = result.error();
  }
  state_.store(result ? State::kLoaded : State::kFailed, std::memory_order_release);
  return result;
}

Result<void> Plugin::load_now() {
  const std::string& file = found_.file;
  if (found_.refused) return *found_.refused;
  if (!found_.descriptor) {
    return failed("plugin \"" + manifest().id + "\" is shadowed by " + found_.shadowed_by, file,
                  "remove one of the two files");
  }
  if (!found_.sha256.empty()) {
    MCPMX_TRY(hash, file_sha256(found_.descriptor.number(), file));
    if (hash != found_.sha256) {
      return failed(
          "plugin \"" + manifest().id + "\" changed after it was checked against plugins.lock",
          file, "run the command again");
    }
  }
  const LoadingMarker::Scope loading(loader_.marker, manifest().id, file);
  MCPMX_TRY(library, Library::load(std::move(found_.descriptor), file, manifest().id));
  const Outcome outcome = guarded([&] { return library.entry().init(host_.raw()); });
  if (outcome.status != MCPMX_OK) {
    std::vector<Diagnostic> findings = host_.take_findings();
    Error error = error_of(outcome, findings, {manifest().id, file, "init()", file});
    if (outcome.status == MCPMX_INTERNAL) return error;
    error.message = "plugin \"" + manifest().id + "\" cannot start: " + error.message;
    error.hint = "do what the plugin asks for, or remove it";
    return error;
  }
  // No command is waiting for what init() had to say; the log is where it can be read.
  for (const Diagnostic& finding : host_.take_findings()) {
    if (loader_.log) loader_.log(level_of(finding.severity), manifest().id, finding.message);
  }
  library_.emplace(std::move(library));
  return {};
}

}  // namespace mcpmx::plugin
