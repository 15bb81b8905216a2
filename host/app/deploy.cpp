#include "app/deploy.h"

#include "compose/project_reader.h"
#include "deploy/project_document.h"
#include "deploy/redacting_listener.h"
#include "deploy/targets.h"
#include "plugin/backend_bridge.h"

namespace mcpmx::app {

Result<DeployedProject> DeployedProject::open(Session& session, DeployRequest request) {
  const Environment& environment = session.environment();
  compose::ComposeOptions reading;
  reading.working_directory = environment.working_directory;
  reading.home = environment.home;
  reading.process = environment.variables;
  if (request.file) {
    reading.files.push_back(environment.absolute(*request.file));
    const std::string over = compose::override_of(reading.files.front());
    if (request.with_override && !over.empty()) reading.files.push_back(over);
  }
  MCPMX_TRY(model, compose::read_project(reading));

  DeployedProject result;
  result.model_ = std::make_unique<compose::ProjectModel>(std::move(model));
  const compose::ProjectModel& project = *result.model_;
  result.options_ = std::move(request.options);
  MCPMX_TRY(services, deploy::services_of(project, request.names));
  result.options_.services = std::move(services);
  for (const std::string& scale : request.scales) {
    MCPMX_TRY(parsed, deploy::parse_scale(project, scale));
    result.options_.scales.push_back(std::move(parsed));
  }
  MCPMX_TRY(registry, session.registry());
  const std::string name = request.backend.empty() ? kDefaultBackend : request.backend;
  MCPMX_TRY(named, plugin::make_backend(*registry, name));
  MCPMX_CHECK(deploy::check_keys(project, named.compose_keys, name));
  result.backend_ = std::move(named.backend);
  result.redaction_ = deploy::Redaction::of(project);
  result.options_.project = deploy::project_document(project, result.redaction_);
  return result;
}

Result<void> DeployedProject::run(Verb verb, Listener& listener,
                                  std::vector<Diagnostic>& findings) {
  deploy::RedactingListener redacting(listener, redaction_);
  const std::size_t before = findings.size();
  Result<void> done = backend_->run(verb, options_, redacting, findings);
  for (std::size_t i = before; i < findings.size(); ++i) {
    findings[i].message = redaction_.redacted(findings[i].message);
    findings[i].hint = redaction_.redacted(findings[i].hint);
  }
  if (done) return done;
  Error error = std::move(done).error();
  error.message = redaction_.redacted(error.message);
  error.hint = redaction_.redacted(error.hint);
  return error;
}

}  // namespace mcpmx::app
