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

}  // namespace

Result<void> run_deploy(Context& context, app::DeployRequest request, bool dry_run,
                        json::object& document) {
  const bool is_json = context.format == Format::kJson;
  MCPMX_TRY(project, app::DeployedProject::open(context.session, std::move(request)));
  const SignalCancellation signals(context.session.cancellation());
  DeployScreen screen(std::cerr, Style(false), progress_for(context.quiet, is_json));
  std::vector<Diagnostic> findings;
  const Result<void> planned = project.run(Verb::kPlan, screen, findings);
  if (!planned) {
    write_findings(std::cerr, Style(false), findings);
    return planned;
  }
  if (!is_json) {
    if (!changes_something(screen.steps())) {
      write_head(context, project, ": nothing to change");
    } else if (dry_run || !context.quiet) {
      write_head(context, project, dry_run ? ": the plan; nothing was done" : "");
      write_plan(context.out, context.style, screen.steps());
    }
    context.out.flush();
  }
  if (!dry_run) {
    Result<void> done = project.run(Verb::kUp, screen, findings);
    if (!done) {
      if (!is_json) screen.write_standing(std::cerr, Style(false));
      write_findings(std::cerr, Style(false), findings);
      return done;
    }
    MCPMX_CHECK(project.run(Verb::kStatus, screen, findings));
  }
  if (is_json) {
    document = document_of(project, screen, dry_run, findings);
  } else if (!context.quiet) {
    if (!dry_run && !screen.rows().empty()) {
      context.out << '\n';
      write_rows(context.out, context.style, screen.rows());
    }
    write_findings(std::cerr, Style(false), findings);
  }
  return {};
}

}  // namespace mcpmx::cli
