#include "cli/sync_text.h"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <set>
#include <string_view>

#include "cli/hand_edits_text.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"
#include "support/shell_word.h"
#include "sync/list_change.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using sync::Fate;
using sync::FieldPlan;
using sync::Flow;
using sync::ServerPlan;

constexpr std::size_t kLongest = 100;  // of a value in a table

const char* arrow(Flow flow) {
  switch (flow) {
    case Flow::kToDocker:
      return "->";
    case Flow::kToProfile:
      return "<-";
    case Flow::kToBoth:
      return "<>";
    case Flow::kConflict:
      return "!";
    case Flow::kAgreed:
    case Flow::kNone:
      break;
  }
  return "=";
}

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

// A field's value without the gaps of a command's words.
json::value parsed_value(const std::string& text) {
  json::value value = json::parse(text);
  if (json::array* list = value.if_array()) {
    for (json::value& item : *list) {
      std::string word(item.as_string());
      if (std::erase(word, sync::kGap) > 0) item = word;
    }
  }
  return value;
}

// A list as a person would type it.
std::string typed(const json::array& list) {
  std::string line;
  for (const json::value& item : list)
    line.append(line.empty() ? "" : " ").append(shell_word(std::string(item.as_string())));
  return line.empty() ? "(none)" : line;
}

std::string shown_value(const FieldValue& value) {
  if (!value) return "(none)";
  const json::value parsed = parsed_value(*value);
  std::string text = parsed.is_array()    ? typed(parsed.get_array())
                     : parsed.is_string() ? std::string(parsed.get_string())
                                          : *value;
  text = sync::masked_handles(text);
  if (text.size() > kLongest) {
    std::size_t end = kLongest - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end) + "...";
  }
  return printable(text);
}

// What differs between two lists of words.
std::optional<sync::ListChange> list_change(const FieldValue& from, const FieldValue& to) {
  if (!from || !to || !from->starts_with('[') || !to->starts_with('[')) return std::nullopt;
  const auto words = [](const std::string& text) {
    std::vector<std::string> list;
    const json::value parsed = parsed_value(text);
    for (const json::value& word : parsed.as_array()) list.emplace_back(word.as_string());
    return list;
  };
  return sync::change_between(words(*from), words(*to));
}

// "launch" is our word; people know the command line.
std::string shown_path(const FieldPlan& field) {
  return field.state.path == "launch" ? "command" : printable(field.state.path);
}

std::string change_text(const FieldPlan& field) {
  const bool to_profile = field.flow == Flow::kToProfile;
  const FieldValue& from = to_profile ? field.state.profile : field.state.docker;
  const FieldValue& to = to_profile ? field.state.docker : field.state.profile;
  std::string text = shown_path(field) + ": ";
  if (const auto change = list_change(from, to)) {
    const auto words = [](const std::vector<std::string>& list) {
      std::string line;
      for (const std::string& word : list) line += (line.empty() ? "" : " ") + word;
      return list.empty() ? std::string("(none)") : printable(sync::masked_handles(line));
    };
    return text.append(words(change->removed)).append(" -> ").append(words(change->added));
  }
  return text.append(shown_value(from)).append(" -> ").append(shown_value(to));
}

struct FateText {
  const char* arrow;
  const char* name;  // in JSON
  const char* text;
};

FateText fate_text(Fate fate) {
  switch (fate) {
    case Fate::kNewService:
      return {"->", "add-service", "new: its services are added"};
    case Fate::kNewEntry:
      return {"<-", "add-entry", "new: its entry is added to the profile"};
    case Fate::kRemoveService:
      return {"->", "remove-service", "left the profile: its services go"};
    case Fate::kRemoveTag:
      return {"<-", "remove-tag", "deleted by hand: it leaves the profile, its entry stays"};
    case Fate::kGone:
      return {"=", "gone", "gone from both sides"};
    case Fate::kUnchanged:
    case Fate::kNoContainer:
    case Fate::kPending:
      break;
  }
  return {"", "", ""};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string line;
  for (const std::string& text : texts)
    line.append(line.empty() ? "" : ", ").append(printable(text));
  return line;
}

bool is_said(const ServerPlan& plan) {
  if (plan.fate == Fate::kRemoveService && plan.docker) return false;
  return *fate_text(plan.fate).text != '\0';
}

template <class Visit>
void for_each_pending(const app::Synced& result, const Visit& visit) {
  for (const ServerPlan& plan : result.plans) {
    if (plan.fate == Fate::kPending && plan.held.empty()) {
      const FateText fate = fate_text(plan.pending);
      visit(plan, fate.arrow, fate.text);
    }
    for (const FieldPlan& field : plan.fields) {
      if (!field.applied && field.held.empty()) visit(plan, arrow(field.flow), change_text(field));
    }
  }
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
          {"held", text_or_null(plan.held)},
          {"fields", std::move(fields)},
          {"hand_edits", texts_json(plan.hand_edits)}};
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

bool came_to_docker(const ServerPlan& plan) {
  return plan.fate == Fate::kNewService ||
         std::any_of(plan.fields.begin(), plan.fields.end(), [](const FieldPlan& field) {
           return field.applied && (field.flow == Flow::kToDocker || field.flow == Flow::kToBoth);
         });
}

}  // namespace

std::vector<Diagnostic> told_findings(const app::Synced& result) {
  std::set<std::string_view> came;
  for (const ServerPlan& plan : result.plans) {
    if (came_to_docker(plan)) came.insert(plan.name);
  }
  std::vector<Diagnostic> findings;
  for (const Outcome& outcome : result.project.outcomes) {
    if (!came.contains(outcome.server)) continue;
    std::copy_if(outcome.findings.begin(), outcome.findings.end(), std::back_inserter(findings),
                 [](const Diagnostic& finding) {
                   return finding.code.ends_with(".left-out") ||
                          finding.code == "mapping.host-variable";
                 });
  }
  findings.insert(findings.end(), result.findings.begin(), result.findings.end());
  return findings;
}

bool is_in_sync(const app::Synced& result) {
  if (result.nothing_to_do) return true;
  if (!result.held.empty() || result.servers.is_changed() || result.metadata.is_changed() ||
      result.env.is_changed())
    return false;
  for (const app::FileChange& file : result.compose) {
    if (file.is_changed()) return false;
  }
  bool pending = false;
  for_each_pending(result, [&](const auto&, const auto&, const auto&) { pending = true; });
  return !pending;
}

// In brackets; empty where none is known.
std::string reason_of(const app::Synced& result, const std::string& server) {
  for (const Outcome& outcome : result.project.outcomes) {
    if (outcome.server == server && !outcome.reason.empty())
      return " (" + printable(outcome.reason) + ")";
  }
  return {};
}

// Where no field says it.
void write_places(std::ostream& out, const app::Synced& result) {
  if (result.places.empty() && result.variables.empty()) return;
  out << "Follows the profile:\n";
  for (const std::string& place : result.places) out << "  " << printable(place) << '\n';
  for (const std::string& name : result.variables)
    out << "  " << printable(name) << " in " << printable(result.env.shown) << '\n';
  out << '\n';
}

void write_changes(std::ostream& out, const Style& style, const app::Synced& result) {
  Table table({"SERVER", "", "CHANGE"});
  for (const ServerPlan& plan : result.plans) {
    const std::string name = printable(plan.name);
    if (!plan.old_name.empty())
      table.add({name, "->", "renamed: it was " + printable(plan.old_name)});
    if (is_said(plan)) {
      const FateText fate = fate_text(plan.fate);
      std::string text = fate.text;
      if (plan.fate == Fate::kRemoveService && plan.profile)
        text = "runs in no container now" + reason_of(result, plan.name) + ": its services go";
      if (plan.fate == Fate::kRemoveService && !plan.hand_edits.empty())
        text += ", with what you had edited: " + joined(plan.hand_edits);
      table.add({name, fate.arrow, std::move(text)});
    }
    for (const FieldPlan& field : plan.fields) {
      if (!field.applied) continue;
      std::string text = change_text(field);
      if (field.flow == Flow::kAgreed) text = shown_path(field) + ": the same on both sides";
      if (field.was_in_conflict) text += " (both changed; " + result.strategy + ")";
      table.add({name, arrow(field.flow), std::move(text)});
    }
  }
  if (table.empty()) {
    write_places(out, result);
    return;
  }
  table.write(out, style);
  out << style.dim("-> to Docker   <- to the profile") << "\n\n";
}

void write_held(std::ostream& out, const Style& style, const app::Synced& result) {
  if (result.held.empty()) return;
  out << style.yellow("A person must decide:") << '\n';
  for (const app::HeldEdit& held : result.held) {
    out << "  ";
    if (!held.server.empty()) out << printable(held.server) << ' ';
    if (!held.what.empty()) out << printable(held.what == "launch" ? "command" : held.what) << ' ';
    if (!held.where.empty()) out << '(' << printable(held.where) << ") ";
    out << "- " << printable(held.why) << '\n';
    for (const ServerPlan& plan : result.plans) {
      if (plan.name != held.server) continue;
      for (const FieldPlan& field : plan.fields) {
        if (field.state.path != held.what) continue;
        out << "      profile: " << shown_value(field.state.profile) << '\n'
            << "      docker:  " << shown_value(field.state.docker) << '\n';
      }
    }
  }
  out << '\n';
}

void write_servers(std::ostream& out, const Style& style, const app::Synced& result) {
  std::set<std::string> told;
  for (const app::HeldEdit& held : result.held) told.insert(held.server);
  if (write_faults(out, style, result.project.outcomes, told)) out << '\n';
  if (!needs_values(result.project.outcomes)) return;
  write_needs(out, style, result.project.outcomes, result.env.shown);
  out << '\n';
}

void write_rest(std::ostream& out, const Style& style, const app::Synced& result,
                bool with_variables) {
  bool first = true;
  for_each_pending(result, [&](const ServerPlan& plan, const char* sign, const std::string& text) {
    if (first) out << style.bold("Waiting, as this sync goes one way:") << '\n';
    first = false;
    out << "  " << printable(plan.name) << "  " << sign << ' ' << text << '\n';
  });
  if (!first) out << '\n';
  write_hand_edits(out, style, result.plans);
  if (!result.unused_volumes.empty()) {
    out << style.bold("Volumes that no service uses now (declared still, with their data):")
        << '\n';
    for (const std::string& volume : result.unused_volumes)
      out << "  " << printable(volume) << '\n';
    out << '\n';
  }
  if (with_variables) write_unused(out, style, result.unused, result.env.shown);
  if (!result.unmanaged.empty()) {
    out << style.dim("Not of the profile, left alone:");
    for (const std::string& service : result.unmanaged) out << ' ' << printable(service);
    out << "\n\n";
  }
}

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
  json::array waiting;
  for_each_pending(result, [&](const ServerPlan& plan, const char*, const std::string& text) {
    waiting.push_back(json::object{{"server", plan.name}, {"change", text}});
  });
  return {{"held", held_json(result)},
          {"waiting", std::move(waiting)},
          {"unused_volumes", texts_json(result.unused_volumes)},
          {"unmanaged", texts_json(result.unmanaged)}};
}

}  // namespace mcpmx::cli
