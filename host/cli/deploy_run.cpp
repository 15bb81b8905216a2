#include "cli/deploy_run.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "cli/deploy_screen.h"
#include "cli/deploy_words.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"
#include "support/cancellation.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

bool changes_something(const std::vector<PlanStep>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const PlanStep& step) { return step.action != Action::kKeep; });
}

json::object document_of(const app::DeployedProject& project, DeployScreen& screen, bool dry_run,
                         const std::vector<Diagnostic>& findings) {
  json::array plan, events, services;
  for (const PlanStep& step : screen.steps()) plan.push_back(plan_step_json(step));
  for (const DeployEvent& event : screen.events()) events.push_back(event_json(event));
  for (const ContainerState& row : screen.rows()) services.push_back(row_json(row));
  return {{"project", project.model().name},
          {"backend", project.backend()},
          {"dry_run", dry_run},
          {"plan", std::move(plan)},
          {"events", std::move(events)},
          {"containers", std::move(services)},
          {"findings", findings_json(findings)}};
}

void write_head(Context& context, const app::DeployedProject& project, const char* what) {
  context.out << context.style.bold(printable(project.model().name)) << " through "
              << printable(std::string(project.backend())) << what << '\n';
}

void write_intent(Context& context, const app::DeployedProject& project, const DeployScreen& screen,
                  bool dry_run) {
  if (!changes_something(screen.steps())) {
    write_head(context, project, ": nothing to change");
  } else if (dry_run || !context.quiet) {
    write_head(context, project, dry_run ? ": the plan; nothing was done" : "");
    write_plan(context.out, context.style, screen.steps());
  }
  context.out.flush();
}

// A container that does not stay up; its log says why.
bool is_in_trouble(const ContainerState& row) {
  return row.state == "restarting" || row.health == "unhealthy" ||
         (row.state == "exited" && row.exit_code != 0);
}

const ContainerState* find_trouble(const std::vector<ContainerState>& rows) {
  const auto found = std::find_if(rows.begin(), rows.end(), is_in_trouble);
  return found == rows.end() ? nullptr : &*found;
}

void write_troubles(Context& context, const std::vector<ContainerState>& rows) {
  for (const ContainerState& row : rows) {
    if (!is_in_trouble(row)) continue;
    context.out << printable(row.service) << " does not stay up: mcpmx docker logs "
                << printable(row.service) << '\n';
  }
}

Error with_next_step(Error error, const std::vector<ContainerState>& rows) {
  if (!error.hint.empty()) return error;
  if (error.code == ErrorCode::kInterrupted) {
    error.hint = "the engine may go on with what was begun; mcpmx docker deploy brings the rest";
  } else if (const ContainerState* trouble = find_trouble(rows)) {
    error.hint = "mcpmx docker logs " + trouble->service;
  } else {
    error.hint = "what is done stays; mend the cause, and mcpmx docker deploy goes on from there";
  }
  return error;
}

Result<void> deploy(Context& context, app::DeployRequest request, bool dry_run,
                    json::object& document) {
  const bool is_json = context.format == Format::kJson;
  MCPMX_TRY(project, app::DeployedProject::open(context.session, std::move(request)));
  const SignalCancellation signals(context.session.cancellation());
  DeployScreen screen(std::cerr, Style(false), progress_for(context.quiet, is_json));
  std::vector<Diagnostic> findings = project.model().findings;
  Result<void> done = project.run(Verb::kPlan, screen, findings);
  if (done && !is_json) write_intent(context, project, screen, dry_run);
  if (done && !dry_run) {
    done = project.run(Verb::kUp, screen, findings);
    if (!done && !is_json) screen.write_standing(std::cerr, Style(false));
    // Of a failure too: which of them it was is what the person asks next.
    if (!context.session.cancellation().is_requested()) {
      const Result<void> seen = project.run(Verb::kStatus, screen, findings);
      if (done) done = seen;
    }
    if (!done) done = with_next_step(std::move(done).error(), screen.rows());
  }
  if (is_json) {
    document = document_of(project, screen, dry_run, findings);
    return done;
  }
  if (!context.quiet) {
    if (!screen.rows().empty()) {
      context.out << '\n';
      write_rows(context.out, context.style, screen.rows());
      if (done) write_troubles(context, screen.rows());
      context.out.flush();
    }
    write_findings(std::cerr, Style(false), findings);
  }
  return done;
}

}  // namespace

Result<int> run_deploy(Context& context, app::DeployRequest request, bool dry_run,
                       json::object& document) {
  Result<void> done = deploy(context, std::move(request), dry_run, document);
  if (done) return 0;
  if (context.format != Format::kJson) return std::move(done).error();
  document["error"] = failure_json(done.error());
  return static_cast<int>(done.error().code);
}

}  // namespace mcpmx::cli
