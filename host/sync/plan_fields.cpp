#include "sync/plan_fields.h"

#include <algorithm>
#include <set>

#include "sync/entry_fields.h"

namespace mcpmx::sync {
namespace {

FieldValue value_in(const Fields* fields, const std::string& path) {
  if (fields == nullptr) return std::nullopt;
  const auto found = fields->find(path);
  return found == fields->end() ? FieldValue() : FieldValue(found->second);
}

void set_value(Fields& fields, const std::string& path, const FieldValue& value) {
  if (value) {
    fields[path] = *value;
  } else {
    fields.erase(path);
  }
}

// Strategies and reports see secrets as handles.
FieldState hidden(FieldState state, const Handles& handles) {
  for (FieldValue* value : {&state.base, &state.profile, &state.docker}) {
    if (!*value) continue;
    std::string text = handles.hide_json(**value);
    state.is_secret = state.is_secret || text != **value || text != handles.reveal_json(text);
    *value = std::move(text);
  }
  return state;
}

// Whether the sides have different secrets, not only another port beside the same one.
bool changes_secret(const FieldState& state) {
  if (!state.is_secret || !state.profile || !state.docker) return state.is_secret;
  const auto secrets = handles_in(*state.profile);
  return secrets.empty() || secrets != handles_in(*state.docker);
}

// Why the flow may not be made, beyond its direction; empty: it may.
std::string reason_to_hold(const PlanInput& input, const FieldState& state, Flow flow,
                           const std::string& others, bool is_overwritten) {
  if (flow == Flow::kConflict) return is_overwritten ? kOverwritten : "both sides changed it";
  if (!flows_to_profile(flow)) return {};
  // What was a value is no value only because nobody gave one.
  if (input.has_unset && state.docker == "\"\"")
    return "it is empty in the Compose file, which uses a variable that is not set";
  if (others.empty()) return {};
  if (changes_secret(state))
    return "a secret goes back only to an entry that nobody else uses: " + others;
  if (input.apply_shared) return {};
  return others + "; --shared changes it for all of them";
}

bool is_allowed(Direction direction, Flow flow) {
  const bool to_profile = direction != Direction::kToDocker;
  const bool to_docker = direction != Direction::kToProfile;
  return (!flows_to_profile(flow) || to_profile) && (!flows_to_docker(flow) || to_docker);
}

// The entry of the base again, with what the profile says of it beside its fields: what the sides
// do not agree on yet keeps its place, wherever the profile has the rest.
Server known_entry(const Server& base, const Server& profile) {
  Server known = profile;
  known.command = base.command;
  known.args = base.args;
  known.env = base.env;
  known.url = base.url;
  known.headers = base.headers;
  return known;
}

}  // namespace

std::string shared_with(const PlanInput& input, const Server& entry) {
  std::string others;
  for (const std::string& tag : entry.profile_tags) {
    if (tag == input.profile_name) continue;
    others += others.empty() ? "the entry is in the profile " : ", ";
    others += tag;
  }
  if (!others.empty()) others += " too";
  if (input.shared_elsewhere.contains(entry.name)) {
    others += others.empty() ? "" : ", and ";
    others += "other Compose files of the profile use the entry";
  }
  return others;
}

Result<Decision> decide_presence(const PlanInput& input, const std::string& server, bool in_profile,
                                 bool has_base, Strategy& strategy) {
  const FieldValue here = "true";
  FieldState state{kPresence, FieldKind::kPresence, here, {}, {}, false};
  (in_profile ? state.profile : state.docker) = here;
  const std::vector<FieldState> all = {state};
  MCPMX_TRY(decision, strategy.decide({server, all.front(), all, has_base, input.profile_time,
                                       input.docker_time}));
  if (decision.what == Decision::What::kValue) {
    return failed("strategy \"" + std::string(strategy.id()) +
                      "\" answered a value where a server stays or goes",
                  server, "choose another with --conflict NAME");
  }
  return decision;
}

Result<void> plan_fields(const PlanInput& input, const FieldSides& sides, const Handles& handles,
                         Strategy& strategy, ServerPlan& plan) {
  Fields profile = fields_of(sides.profile);
  Fields docker = fields_of(sides.docker);
  const Fields known = sides.base == nullptr ? Fields() : fields_of(*sides.base);
  const Fields* base = sides.base == nullptr ? nullptr : &known;
  std::set<std::string> paths;
  for (const Fields* side : {&std::as_const(profile), &std::as_const(docker), base}) {
    if (side == nullptr) continue;
    for (const auto& [path, value] : *side) paths.insert(path);
  }

  Comparison comparison;
  comparison.server = plan.name;
  comparison.has_base = base != nullptr;
  comparison.for_person = base == nullptr && !input.may_overrule;
  comparison.profile_time = input.profile_time;
  comparison.docker_time = input.docker_time;
  for (const std::string& path : paths) {
    comparison.fields.push_back(hidden({path, kind_of(path), value_in(base, path),
                                        value_in(&profile, path), value_in(&docker, path), false},
                                       handles));
  }
  for (const std::string& path : paths) {
    if (input.overwritten.contains({plan.name, path})) comparison.overwritten.insert(path);
  }
  MCPMX_TRY(resolutions, resolve(comparison, strategy));

  Fields end = known;
  const std::string others = shared_with(input, sides.profile);
  for (std::size_t i = 0; i < resolutions.size(); ++i) {
    const Resolution& resolution = resolutions[i];
    const FieldState& state = comparison.fields[i];
    FieldValue value = resolution.value;
    if (value) value = handles.reveal_json(*value);
    if (resolution.flow == Flow::kNone || resolution.flow == Flow::kAgreed) {
      set_value(end, state.path, value);
      if (resolution.flow == Flow::kNone) continue;
    }
    FieldPlan field{state, resolution.flow, false, resolution.was_in_conflict,
                    reason_to_hold(input, state, resolution.flow, others,
                                   comparison.overwritten.contains(state.path))};
    if (resolution.flow == Flow::kToBoth) field.made = resolution.value;
    field.applied = field.held.empty() && is_allowed(input.direction, resolution.flow);
    if (field.applied && resolution.flow != Flow::kAgreed) {
      set_value(end, state.path, value);
      if (flows_to_profile(resolution.flow)) set_value(profile, state.path, value);
      if (flows_to_docker(resolution.flow)) set_value(docker, state.path, value);
    }
    plan.fields.push_back(std::move(field));
  }

  // A version goes as the side wrote it that changed it, so that its file stays as it is.
  const auto is_dockers = [&](const Fields& fields) {
    return value_in(&fields, "version") == value_in(&docker, "version") &&
           std::any_of(plan.fields.begin(), plan.fields.end(), [](const FieldPlan& field) {
             return field.state.path == "version" && field.flow == Flow::kToProfile;
           });
  };
  const auto ended = [&](const Fields& fields) {
    Server entry = entry_of(fields, sides.profile, is_dockers(fields) ? &sides.docker : nullptr);
    return same_definition(entry, sides.profile) ? sides.profile : entry;
  };
  plan.profile = ended(profile);
  plan.docker = ended(docker);
  const bool is_whole = !plan.is_pending();
  // Without a base, what is undecided stays without one: the next sync asks again.
  if (!is_whole && base == nullptr) return {};
  const bool is_profiles = base == nullptr || end == profile;
  plan.base = is_profiles ? *plan.profile : entry_of(end, known_entry(*sides.base, sides.profile));
  return {};
}

bool ServerPlan::is_pending() const {
  return fate == Fate::kPending ||
         std::any_of(fields.begin(), fields.end(),
                     [](const FieldPlan& field) { return !field.applied; });
}

bool ServerPlan::comes_to_docker() const {
  return fate == Fate::kNewService ||
         std::any_of(fields.begin(), fields.end(),
                     [](const FieldPlan& field) { return field.comes_to_docker(); });
}

}  // namespace mcpmx::sync
