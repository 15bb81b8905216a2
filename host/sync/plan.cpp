#include "sync/plan.h"

#include <algorithm>

#include "sync/entry_fields.h"
#include "sync/plan_fields.h"
#include "sync/server_case.h"

namespace mcpmx::sync {
namespace {

constexpr const char* kAllGone =
    "all services of the profile are gone from the Compose file at once";

class Planner {
 public:
  Planner(const PlanInput& input, Handles& handles, Strategy& strategy, bool all_deleted)
      : input_(input), handles_(handles), strategy_(strategy), all_deleted_(all_deleted) {}

  Result<void> decide(Case& each) {
    if (each.profile != nullptr && each.file != nullptr && each.has_container) return both(each);
    if (each.profile != nullptr && !each.has_container) return without_container(each);
    if (each.profile != nullptr) return profile_alone(each);
    if (each.file != nullptr) return docker_alone(each);
    each.plan.fate = Fate::kGone;
    return {};
  }

 private:
  bool to_docker() const { return input_.direction != Direction::kToProfile; }
  bool to_profile() const { return input_.direction != Direction::kToDocker; }

  Result<void> both(Case& each) {
    const Server* base = had_services(each.base) ? &each.base->entry : nullptr;
    MCPMX_CHECK(
        plan_fields(input_, {*each.profile, each.docker, base}, handles_, strategy_, each.plan));
    stay_enabled(each);
    return {};
  }

  // To docker compose a service that is disabled is none, so whoever needs it would be refused.
  void stay_enabled(Case& each) const {
    const auto fault = input_.faults.find(each.plan.name);
    if (fault == input_.faults.end() || each.profile->enabled.value_or(true)) return;
    each.plan.docker->enabled.reset();
    each.plan.held = "its services stay enabled: " + fault->second;
  }

  // An entry that runs elsewhere. What the file has of it goes.
  Result<void> without_container(Case& each) {
    each.plan.profile = *each.profile;
    each.plan.fate = Fate::kNoContainer;
    if (each.file != nullptr) {
      each.plan.docker = each.docker;
      if (is_broken(each, Fate::kRemoveService)) return {};
      if (each.edited && !input_.may_overwrite_edits) {
        return hold(each, Fate::kRemoveService,
                    "its entry runs in no container now, and its services were edited by hand; "
                    "--conflict profile_wins takes them away");
      }
      apply(each, Fate::kRemoveService, to_docker());
      if (each.plan.fate != Fate::kRemoveService) return {};
      each.plan.docker.reset();
    }
    each.plan.base = *each.profile;
    return {};
  }

  Result<void> profile_alone(Case& each) {
    each.plan.profile = *each.profile;
    const bool were_deleted = had_services(each.base);  // by hand
    Fate fate = were_deleted ? Fate::kRemoveTag : Fate::kNewService;
    const bool is_overwritten = has_server(input_.overwritten, each.plan.name);
    if (were_deleted && all_deleted_ && !input_.may_overrule) {
      each.plan.presence_conflict = true;
      return hold(each, fate, kAllGone);
    }
    if (is_overwritten ||
        (were_deleted && (all_deleted_ || !same_definition(each.base->entry, *each.profile)))) {
      MCPMX_TRY(decision, decide_presence(input_, each.plan.name, true, were_deleted, strategy_));
      each.plan.presence_conflict = true;
      if (decision.what == Decision::What::kManual) {
        return hold(each, fate,
                    is_overwritten ? kOverwritten
                    : all_deleted_ ? kAllGone
                                   : "its services were deleted, and its entry was changed");
      }
      fate = decision.what == Decision::What::kProfile ? Fate::kNewService : Fate::kRemoveTag;
    }
    apply(each, fate, fate == Fate::kRemoveTag ? to_profile() : to_docker());
    if (each.plan.fate == Fate::kNewService) each.plan.docker = each.plan.base = *each.profile;
    if (each.plan.fate == Fate::kRemoveTag) each.plan.profile.reset();
    return {};
  }

  Result<void> docker_alone(Case& each) {
    if (had_services(each.base)) {  // it left the profile
      Fate fate = Fate::kRemoveService;
      each.plan.docker = each.docker;
      if (is_broken(each, fate)) return {};
      const bool is_overwritten = has_server(input_.overwritten, each.plan.name);
      if (is_overwritten || !same_definition(each.docker, each.base->entry)) {
        MCPMX_TRY(decision, decide_presence(input_, each.plan.name, false, true, strategy_));
        each.plan.presence_conflict = true;
        if (decision.what == Decision::What::kManual) {
          return hold(
              each, fate,
              is_overwritten ? kOverwritten : "it left the profile, and its services were edited");
        }
        if (decision.what == Decision::What::kDocker) fate = Fate::kNewEntry;
      }
      if (fate == Fate::kNewEntry) return new_entry(each);
      apply(each, fate, to_docker());
      if (each.plan.fate == Fate::kRemoveService) each.plan.docker.reset();
      return {};
    }
    if (!each.recovered) {
      return hold(each, Fate::kNewEntry,
                  input_.adopted.contains(each.plan.name)
                      ? "no entry that would start it can be read off the service, so it stays a "
                        "service of yours; add the server with mcpm new"
                      : "nobody can say which entry its services stand for; add it with mcpm new, "
                        "or remove the label mcpmx.server from them");
    }
    return new_entry(each);
  }

  Result<void> new_entry(Case& each) {
    const Server& entry = each.docker;
    each.plan.docker = entry;
    const Server* there = entry_named(input_.library, entry.name);
    const bool differs = there != nullptr && !same_definition(*there, entry);
    if (differs && !is_left_behind(each, *there)) {
      const std::string others = shared_with(input_, *there);
      return hold(each, Fate::kNewEntry,
                  !had_services(each.base) ? "MCPM has another entry of this name (" +
                                                 there->where.text() + "); rename one of them"
                  : others.empty()
                      ? "its entry was changed too (" + there->where.text() +
                            "); give it the tag again, and the next sync compares the two"
                      : others + " (" + there->where.text() +
                            "), so it is not changed; give it the tag again to keep the services");
    }
    apply(each, Fate::kNewEntry, to_profile());
    if (each.plan.fate != Fate::kNewEntry) return {};
    each.plan.new_entry_is_tag = there != nullptr;
    if (differs) {
      each.plan.new_entry_is_changed = true;
      return plan_fields(input_, {*there, entry, base_of(each)}, handles_, strategy_, each.plan);
    }
    each.plan.profile = each.plan.base = there != nullptr ? *there : entry;
    each.plan.docker = each.plan.profile;
    return {};
  }

  // What the services stood for before a person edited them.
  static const Server* base_of(const Case& each) {
    if (each.recovered) return &*each.recovered;
    return had_services(each.base) ? &each.base->entry : nullptr;
  }

  // The definition is what the profile had, and nobody else uses it, so that it may be changed; or
  // it is there without the tag, and what may not be changed of it is held field by field.
  bool is_left_behind(const Case& each, const Server& there) const {
    const Server* base = base_of(each);
    return base != nullptr && same_definition(there, *base) &&
           (each.recovered || shared_with(input_, there).empty());
  }

  // Something is broken, and may be whole tomorrow, or would break: what stands in the file stays
  // until then.
  bool is_broken(Case& each, Fate fate) const {
    const auto fault = input_.faults.find(each.plan.name);
    if (fault == input_.faults.end()) return false;
    each.plan.fate = Fate::kPending;
    each.plan.pending = fate;
    each.plan.held = "its services stay as they are: " + fault->second;
    return true;
  }

  static void apply(Case& each, Fate fate, bool allowed) {
    each.plan.fate = allowed ? fate : Fate::kPending;
    if (!allowed) each.plan.pending = fate;
  }

  static Result<void> hold(Case& each, Fate fate, std::string why) {
    each.plan.fate = Fate::kPending;
    each.plan.pending = fate;
    each.plan.held = std::move(why);
    return {};
  }

  const PlanInput& input_;
  Handles& handles_;
  Strategy& strategy_;
  bool all_deleted_;
};

}  // namespace

Result<std::vector<ServerPlan>> make_plan(const PlanInput& input, Handles& handles,
                                          EntryRenderer& renderer, EntryRecovery& recovery,
                                          Strategy& strategy) {
  std::vector<Case> cases = cases_of(input, handles);
  MCPMX_CHECK(find_entries(cases, handles, renderer, recovery));
  Planner planner(input, handles, strategy, are_all_deleted(cases));
  std::vector<ServerPlan> plans;
  plans.reserve(cases.size());
  for (Case& each : cases) {
    each.plan.adopted = input.adopted.contains(each.plan.name);
    MCPMX_CHECK(planner.decide(each));
    plans.push_back(std::move(each.plan));
  }
  return plans;
}

}  // namespace mcpmx::sync
