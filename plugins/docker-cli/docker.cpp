#include "docker.h"

#include <algorithm>

namespace docker_cli {
namespace {

using mcpmx::ProcessEnd;
using mcpmx::Status;

bool says(std::string_view errors, std::string_view text) {
  return errors.find(text) != std::string_view::npos;
}

// Docker's own words of an engine that is not there, does not answer, or may not be asked.
bool is_unreachable(std::string_view errors) {
  return says(errors, "Cannot connect to the Docker daemon") ||
         says(errors, "error during connect") || says(errors, "permission denied while trying") ||
         says(errors, "Is the docker daemon running") || says(errors, "no such host") ||
         says(errors, "connection refused") || says(errors, "i/o timeout");
}

std::string trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

ProcessEnd run_docker(Words words, const std::string& folder) {
  words.insert(words.begin(), "docker");
  return mcpmx::run_process({.words = std::move(words), .folder = folder});
}

std::string without_usage(std::string_view errors) {
  const std::size_t usage = errors.find("\nUsage:");
  return trimmed(errors.substr(0, usage));
}

Status checked(const ProcessEnd& end, const std::string& what, mcpmx::BackendSink& sink) {
  if (end.succeeded()) return Status::kOk;
  if (end.status == Status::kCancelled) return Status::kCancelled;
  if (end.status != Status::kOk) {
    sink.error("docker", end.failure);
    return end.status;
  }
  std::string said = without_usage(end.errors);
  if (says(said, "is not a docker command") || says(said, "unknown docker command") ||
      says(said, "unknown flag: --short") || says(said, "unknown flag: --ansi")) {
    sink.error("compose",
               "docker has no compose plugin: install docker compose 2.24 or newer "
               "(the package docker-compose-v2, docker-compose-plugin, or "
               "docker-compose of Debian 13)");
    return Status::kUnavailable;
  }
  if (said.empty()) said = "exit code " + std::to_string(end.exit_code);
  if (end.signal != 0) said = "it was ended by signal " + std::to_string(end.signal);
  if (is_unreachable(said)) {
    sink.error("engine", said);
    return Status::kUnavailable;
  }
  sink.error("docker", "docker could not " + what + ": " + said);
  return Status::kInvalidInput;
}

void Lines::add(std::string_view bytes, const std::function<void(std::string_view)>& each) {
  open_ += bytes;
  std::size_t from = 0;
  for (std::size_t end = open_.find('\n'); end != std::string::npos; end = open_.find('\n', from)) {
    each(std::string_view(open_).substr(from, end - from));
    from = end + 1;
  }
  open_.erase(0, from);
}

void Lines::finish(const std::function<void(std::string_view)>& each) {
  if (!open_.empty()) each(open_);
  open_.clear();
}

}  // namespace docker_cli
