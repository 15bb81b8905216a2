// Passes on what a backend says, without the project's secrets. Logs pass as they are: they are
// what the person asked to see, and their lines come in parts. Any thread, one call at a time.
#pragma once

#include <mutex>

#include "deploy/redaction.h"
#include "model/backend.h"

namespace mcpmx::deploy {

class RedactingListener final : public Listener {
 public:
  // Both outlive it.
  RedactingListener(Listener& listener, const Redaction& redaction)
      : listener_(listener), redaction_(redaction) {}

  void step(const PlanStep& step) override;
  void event(const DeployEvent& event) override;
  void row(const ContainerState& row) override;
  void log(std::string_view service, unsigned number, bool is_error,
           std::string_view bytes) override;

 private:
  std::mutex mutex_;
  Listener& listener_;
  const Redaction& redaction_;
};

}  // namespace mcpmx::deploy
