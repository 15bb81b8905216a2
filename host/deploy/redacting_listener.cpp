#include "deploy/redacting_listener.h"

namespace mcpmx::deploy {

void RedactingListener::step(const PlanStep& step) {
  PlanStep shown = step;
  shown.reason = redaction_.redacted(step.reason);
  const std::lock_guard lock(mutex_);
  listener_.step(shown);
}

void RedactingListener::event(const DeployEvent& event) {
  DeployEvent shown = event;
  shown.message = redaction_.redacted(event.message);
  const std::lock_guard lock(mutex_);
  listener_.event(shown);
}

void RedactingListener::row(const ContainerState& row) {
  ContainerState shown = row;
  shown.health_output = redaction_.redacted(row.health_output);
  const std::lock_guard lock(mutex_);
  listener_.row(shown);
}

void RedactingListener::log(std::string_view service, unsigned number, bool is_error,
                            std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  listener_.log(service, number, is_error, bytes);
}

}  // namespace mcpmx::deploy
