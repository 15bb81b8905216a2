// A secret that the profile has no more, while .env goes on having it.
#include <algorithm>

#include "app/sync_run.h"

namespace mcpmx::app {
namespace {

// Whether the profile took the secret that this handle stands for away from a server.
bool took_secret(const sync::ServerPlan& plan, const std::string& handle) {
  return std::any_of(plan.fields.begin(), plan.fields.end(), [&](const sync::FieldPlan& field) {
    const FieldValue& base = field.state.base;
    const FieldValue& profile = field.state.profile;
    return base && base->find(handle) != std::string::npos && (!profile || *profile == "\"\"");
  });
}

}  // namespace

// The line may be the one place where a person has the value by now, so it is not emptied; a
// service that still asks for the variable gets it, which nobody should have to find out.
void SyncRun::tell_kept_values() {
  for (const EnvLine& line : end_->project.env) {
    const compose::DotenvEntry* entry = target_.env.find(line.name);
    if (!line.keep || entry == nullptr || target_.value_of(*entry).empty()) continue;
    const std::string handle = handles_->of(target_.value_of(*entry));
    if (std::none_of(result_.plans.begin(), result_.plans.end(),
                     [&](const auto& plan) { return took_secret(plan, handle); }))
      continue;
    target_.findings.push_back(
        {Severity::kWarning, "sync.kept-value",
         "the profile has no value for " + line.name + " any more; " + target_.shown_env +
             " keeps the one that it has, and its services still get it",
         target_.shown_env + ":" + std::to_string(entry->line), "empty that line to take it away"});
  }
}

}  // namespace mcpmx::app
