#include "cli/sync_json.h"

#include <boost/json.hpp>

#include "cli/json_parts.h"
#include "cli/outcome_text.h"
#include "cli/sync_words.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using sync::Fate;
using sync::FieldPlan;
using sync::Flow;
using sync::ServerPlan;

const char* flow_name(Flow flow) {
  switch (flow) {
    case Flow::kToDocker:
      return "to-docker";
    case Flow::kToProfile:
      return "to-profile";
    case Flow::kToBoth:
      return "both";
    case Flow::kConflict:
      return "conflict";
    case Flow::kAgreed:
      return "agreed";
    case Flow::kNone:
      break;
  }
  return "none";
}

json::object field_json(const FieldPlan& field) {
  const auto value = [&](const FieldValue& each) {
    if (!each) return json::value(nullptr);
    if (field.state.is_secret) return json::value("(secret)");
    return parsed_value(*each);
  };
  return {{"path", field.state.path},
          {"flow", flow_name(field.flow)},
          {"applied", field.applied},
          {"conflict", field.was_in_conflict},
          {"secret", field.state.is_secret},
          {"base", value(field.state.base)},
          {"profile", value(field.state.profile)},
          {"docker", value(field.state.docker)},
          {"held", text_or_null(field.held)}};
}

json::object plan_json(const ServerPlan& plan) {
  json::array fields;
  for (const FieldPlan& field : plan.fields) fields.push_back(field_json(field));
  const bool pending = plan.fate == Fate::kPending;
  const FateText fate = fate_text(pending ? plan.pending : plan.fate);
  return {{"name", plan.name},
          {"renamed_from", text_or_null(plan.old_name)},
          {"action", text_or_null(fate.name)},
          {"applied", !pending},
          {"conflict", plan.presence_conflict},
          {"held", text_or_null(plan.held)},
          {"fields", std::move(fields)},
          {"hand_edits", texts_json(plan.hand_edits)},
          {"overruled", texts_json(plan.overruled)}};
}

json::array held_json(const app::Synced& result) {
  json::array held;
  for (const app::HeldEdit& each : result.held) {
    held.push_back(json::object{{"server", text_or_null(each.server)},
                                {"what", text_or_null(each.what)},
                                {"where", text_or_null(each.where)},
                                {"why", each.why}});
  }
  return held;
}

}  // namespace

json::object synced_json(const app::Synced& result) {
  json::array servers;
  for (const ServerPlan& plan : result.plans) servers.push_back(plan_json(plan));
  json::array files;
  const auto add_file = [&](const app::FileChange& file) {
    if (file.is_changed()) files.push_back(json::value(file.shown));
  };
  add_file(result.servers);
  add_file(result.metadata);
  add_file(result.env);
  for (const app::FileChange& file : result.compose) add_file(file);
  const char* direction = result.direction == sync::Direction::kBoth       ? "both"
                          : result.direction == sync::Direction::kToDocker ? "to-docker"
                                                                           : "to-profile";
  return {{"direction", direction},
          {"first", !result.had_base},
          {"strategy", text_or_null(result.strategy)},
          {"in_sync", is_in_sync(result)},
          {"written", result.wrote},
          {"changed_files", std::move(files)},
          {"servers", std::move(servers)},
          {"held", held_json(result)},
          {"needs", needs_json(result.project.outcomes)},
          {"backup", text_or_null(result.backup)},
          {"removed_services", texts_json(result.removed_services)},
          {"unused_volumes", texts_json(result.unused_volumes)},
          {"unmanaged", texts_json(result.unmanaged)},
          {"findings", findings_json(told_findings(result))}};
}

json::object one_way_json(const app::Synced& result) {
  const auto changes_json = [](const std::vector<NamedChange>& changes) {
    json::array list;
    for (const NamedChange& each : changes)
      list.push_back(json::object{{"server", each.plan->name}, {"change", each.text}});
    return list;
  };
  return {{"held", held_json(result)},
          {"decided", changes_json(decided_changes(result))},
          {"waiting", changes_json(waiting_changes(result))},
          {"unused_volumes", texts_json(result.unused_volumes)},
          {"unmanaged", texts_json(result.unmanaged)}};
}

}  // namespace mcpmx::cli
