#include "cli/sync_words.h"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <optional>
#include <ostream>
#include <set>
#include <string_view>

#include "app/compose_target.h"
#include "cli/style.h"
#include "support/shell_word.h"
#include "sync/entry_fields.h"
#include "sync/list_change.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using sync::Fate;
using sync::FieldPlan;
using sync::Flow;
using sync::ServerPlan;

constexpr std::size_t kLongest = 100;  // of a value in a table

// A list as a person would type it.
std::string typed(const json::array& list) {
  std::string line;
  for (const json::value& item : list)
    line.append(line.empty() ? "" : " ").append(shell_word(std::string(item.as_string())));
  return line.empty() ? "(none)" : line;
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

}  // namespace

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

std::string shown_path(const FieldPlan& field) {
  return field.state.path == "launch" ? "command" : printable(field.state.path);
}

std::string change_text(const FieldPlan& field) {
  const bool to_profile = field.flow == Flow::kToProfile;
  const FieldValue& from = to_profile ? field.state.profile : field.state.docker;
  if (field.flow == Flow::kToBoth) {
    return shown_path(field) + ": " + shown_value(field.state.profile) + " and " +
           shown_value(field.state.docker) + " -> " + shown_value(field.made);
  }
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

std::string change_text(const ServerPlan& plan, const std::string& strategy) {
  const FateText fate = fate_text(plan.fate);
  if (!plan.presence_conflict) return fate.text;
  const char* text = fate.text;
  switch (plan.fate) {
    case Fate::kNewService:
      text = "its services were deleted by hand, and come back, as its entry is there still";
      break;
    case Fate::kRemoveTag:
      text = "deleted by hand: it leaves the profile, though its entry was changed";
      break;
    case Fate::kNewEntry:
      text = "left the profile, and is there again as its services were edited";
      break;
    case Fate::kRemoveService:
      text = "left the profile: its services go, though they were edited";
      break;
    default:
      break;
  }
  return std::string(text) + " (" + strategy + ")";
}

std::string file_option(const std::string& file) {
  return file == app::kDefaultComposeFile ? std::string() : " -f " + shell_word(file);
}

std::string sync_command_for(const app::SyncRequest& request, const app::Bound& bound) {
  std::string command = "mcpmx docker sync " + shell_word(request.profile);
  if (!bound.is_usual) command += " -f " + shell_word(request.file);
  return command;
}

bool has_open_conflict(const app::Synced& result) {
  return std::any_of(result.plans.begin(), result.plans.end(), [](const auto& plan) {
    if (plan.fate == sync::Fate::kPending && plan.presence_conflict) return true;
    return std::any_of(plan.fields.begin(), plan.fields.end(), [](const auto& field) {
      return !field.applied && field.flow == sync::Flow::kConflict;
    });
  });
}

void write_conflict_next(std::ostream& out, const std::string& command) {
  out << "Next: " << command << " --conflict profile_wins\n"
      << "  or: " << command << " --conflict docker_wins\n";
}

std::string rename_text(const ServerPlan& plan) {
  return "renamed: it was " + printable(plan.old_name);
}

std::vector<NamedChange> decided_changes(const app::Synced& result) {
  std::vector<NamedChange> decided;
  for (const ServerPlan& plan : result.plans) {
    for (const FieldPlan& field : plan.fields) {
      if (field.applied && field.was_in_conflict)
        decided.push_back({&plan, arrow(field.flow), change_text(field)});
    }
  }
  return decided;
}

std::vector<NamedChange> waiting_changes(const app::Synced& result) {
  std::vector<NamedChange> waiting;
  for (const ServerPlan& plan : result.plans) {
    if (!plan.old_name.empty() && result.direction == sync::Direction::kToProfile)
      waiting.push_back({&plan, "->", rename_text(plan)});
    if (plan.fate == Fate::kPending && plan.held.empty()) {
      const FateText fate = fate_text(plan.pending);
      waiting.push_back({&plan, fate.arrow, fate.text});
    }
    for (const FieldPlan& field : plan.fields) {
      if (!field.applied && field.held.empty())
        waiting.push_back({&plan, arrow(field.flow), change_text(field)});
    }
  }
  return waiting;
}

std::vector<Diagnostic> told_findings(const app::Synced& result) {
  std::set<std::string_view> came;
  for (const ServerPlan& plan : result.plans) {
    if (plan.comes_to_docker()) came.insert(plan.name);
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

bool writes_something(const app::Synced& result) {
  return result.servers.is_changed() || result.metadata.is_changed() || result.env.is_changed() ||
         std::any_of(result.compose.begin(), result.compose.end(),
                     [](const auto& file) { return file.is_changed(); });
}

bool is_in_sync(const app::Synced& result) {
  return result.nothing_to_do ||
         (result.held.empty() && !writes_something(result) && waiting_changes(result).empty());
}

}  // namespace mcpmx::cli
