// A Compose project and the backend that deploys it: what `docker deploy`, `status`, `logs`,
// `stop`, `restart` and `down` share.
//
//   Compose files ──read_project──▶ ProjectModel ──project_document──▶ JSON ──▶ backend (plugin)
//                  (as docker compose, the process environment included)          │
//   command line ◀── Listener ◀── RedactingListener ◀── steps, events, rows, logs ─┘
//
// One thread, but for the listener, which a backend may call from others. Writes no file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "compose/project_model.h"
#include "deploy/redaction.h"
#include "model/backend.h"
#include "support/result.h"

namespace mcpmx::app {

// Which of the backends serves where nobody names one.
inline constexpr const char* kDefaultBackend = "docker-cli";

struct DeployRequest {
  std::optional<std::string> file;  // -f; else docker compose's own search from here
  bool with_override = false;       // of `file`: also what docker compose reads over it unasked
  std::string backend;              // empty: the default
  std::vector<std::string> names;   // servers or services; none: all
  std::vector<std::string> scales;  // "web=3"
  Deployment options;               // its project, services and scales are filled in
};

class DeployedProject {
 public:
  // Errors: those of reading the project; names that are not in it; a backend that is not there,
  // or that does not handle a key of the project.
  static Result<DeployedProject> open(Session& session, DeployRequest request);

  const compose::ProjectModel& model() const { return *model_; }
  std::string_view backend() const { return backend_->id(); }
  // The services that were named; none: all.
  const std::vector<std::string>& services() const { return options_.services; }

  // Findings and errors come without the project's secrets.
  Result<void> run(Verb verb, Listener& listener, std::vector<Diagnostic>& findings);

 private:
  DeployedProject() = default;

  std::unique_ptr<compose::ProjectModel> model_;
  deploy::Redaction redaction_;
  Deployment options_;
  std::unique_ptr<Backend> backend_;
};

}  // namespace mcpmx::app
