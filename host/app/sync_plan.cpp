// What is to become of each server: the plan of a run, and what of it a person has to decide.
#include "app/strategy_choice.h"
#include "app/sync_base.h"
#include "app/sync_recovery.h"
#include "app/sync_run.h"
#include "support/file.h"

namespace mcpmx::app {
namespace {

// ns since 1970; 0: unknown.
std::int64_t modified_at(const std::string& path) {
  const auto stamp = stamp_of(path);
  return stamp ? stamp->modified : 0;
}

}  // namespace

// What was typed; a person where nothing is known of before, or where another program took back
// what a sync wrote; else the profile's, the RFC's.
std::string SyncRun::strategy_name() const {
  if (!request_.conflict.empty()) return request_.conflict;
  if (!base_ || !overwritten_.places.empty()) return "manual";
  return request_.bound_conflict.empty() ? "profile_wins" : request_.bound_conflict;
}

Result<void> SyncRun::plan_servers() {
  result_.had_base = base_.has_value();
  if (base_) overwritten_ = sync::find_overwritten(base_->writes, profile_, *target_.key);
  const bool both = base_ || !request_.adopt.empty();
  result_.direction =
      request_.direction.value_or(both ? sync::Direction::kBoth : sync::Direction::kToDocker);
  MCPMX_TRY(registry, session_.registry());
  MCPMX_TRY(strategy, make_strategy_for(*registry, strategy_name(), !request_.conflict.empty()));
  result_.strategy = strategy->id();

  std::map<std::string_view, sync::LeavesView> rendered;
  for (const Server* server : profile_) rendered[server->name];
  for (const auto& [name, service] : rendered_->services)
    rendered[service.server].emplace(service.key, &service.leaves);
  std::map<std::string, std::string, std::less<>> faults;
  for (const Outcome& outcome : rendered_->project.outcomes) {
    if (outcome.fault) faults.emplace(outcome.server, outcome.reason);
  }
  for (const mcpm::InvalidEntry& entry : library_.invalid) {
    faults.emplace(entry.name,
                   "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")");
  }
  add_needed(faults);
  const std::set<std::string, std::less<>> elsewhere = shared_elsewhere(target_, profile_);
  std::set<std::string, std::less<>> adopted;
  if (!request_.adopt.empty()) adopted.insert(request_.adopt);
  const sync::PlanInput input{request_.profile,
                              profile_,
                              library_.servers,
                              docker_,
                              base_ ? &*base_ : nullptr,
                              result_.direction,
                              request_.apply_shared,
                              !request_.conflict.empty(),
                              elsewhere,
                              modified_at(library_.file),
                              modified_at(target_.path),
                              rendered,
                              faults,
                              adopted,
                              overwritten_.places,
                              tell_unset_variables(),
                              hand_edits() == sync::HandEdits::kKeep,
                              hand_edits() == sync::HandEdits::kOverwrite};
  const sync::RenderContext whole = context();
  sync::PartRenderer renderer(whole, *rendered_);
  MapperRecovery recovery(*claims_, target_.surroundings, model_ ? &*model_ : nullptr,
                          target_.findings);
  MCPMX_TRY(plans, sync::make_plan(input, *handles_, renderer, recovery, *strategy));
  result_.plans = std::move(plans);
  report_overwritten();
  return {};
}

// Which variables of .env make the Docker side of a field another one than the profile's.
std::string SyncRun::variables_in(const sync::FieldPlan& field) const {
  if (!field.state.is_secret || !field.state.docker) return {};
  std::string names;
  for (const compose::DotenvEntry& entry : target_.env.entries()) {
    const std::string handle = handles_->of(target_.value_of(entry));
    const auto holds = [&](const FieldValue& value) {
      return value && value->find(handle) != std::string::npos;
    };
    if (!target_.value_of(entry).empty() && holds(field.state.docker) &&
        !holds(field.state.profile))
      names += (names.empty() ? "" : ", ") + entry.name;
  }
  return names.empty() ? std::string() : " (" + names + " in " + target_.shown_env + ")";
}

void SyncRun::collect_held() {
  for (const sync::ServerPlan& plan : result_.plans) {
    if (!plan.held.empty()) result_.held.push_back({plan.name, "", "", plan.held});
    for (const sync::FieldPlan& field : plan.fields) {
      if (!field.applied && !field.held.empty())
        result_.held.push_back({plan.name, field.state.path, "", field.held + variables_in(field)});
    }
  }
}

}  // namespace mcpmx::app
