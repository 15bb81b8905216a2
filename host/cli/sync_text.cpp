#include "cli/sync_text.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string_view>

#include "cli/hand_edits_text.h"
#include "cli/outcome_text.h"
#include "cli/sync_words.h"

namespace mcpmx::cli {
namespace {

using sync::Fate;
using sync::FieldPlan;
using sync::Flow;
using sync::ServerPlan;

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

bool has_applied(const ServerPlan& plan) {
  return std::any_of(plan.fields.begin(), plan.fields.end(),
                     [](const FieldPlan& field) { return field.applied; });
}

// In brackets; empty where none is known.
std::string reason_of(const app::Synced& result, const std::string& server) {
  for (const Outcome& outcome : result.project.outcomes) {
    if (outcome.server == server && !outcome.reason.empty())
      return " (" + printable(outcome.reason) + ")";
  }
  return {};
}

// Somebody can do something for its services; write_faults() says what.
bool has_remedy(const app::Synced& result, const std::string& server) {
  return std::any_of(
      result.project.outcomes.begin(), result.project.outcomes.end(),
      [&](const Outcome& outcome) { return outcome.server == server && !outcome.hint.empty(); });
}

// What no row says: a place that follows another server's change, a variable. `told`: the servers
// that have rows.
void write_places(std::ostream& out, const app::Synced& result,
                  const std::set<std::string_view>& told) {
  std::vector<std::string> lines;
  for (const auto& place : result.places) {
    if (told.empty() || (!place.server.empty() && !told.contains(place.server)))
      lines.push_back(printable(place.what));
  }
  for (const std::string& name : result.variables) {
    if (told.empty()) lines.push_back(printable(name) + " in " + printable(result.env.shown));
  }
  if (lines.empty()) return;
  out << "Follows the profile:\n";
  for (const std::string& line : lines) out << "  " << line << '\n';
  out << '\n';
}

// Entries of the profile that nobody expects to find in the Compose file.
void write_elsewhere(std::ostream& out, const Style& style, const app::Synced& result) {
  bool any = false;
  for (const ServerPlan& plan : result.plans) {
    if (plan.fate != Fate::kNoContainer || has_remedy(result, plan.name)) continue;
    if (!any) out << style.dim("In no container, used as they are:") << '\n';
    any = true;
    out << "  " << printable(plan.name) << reason_of(result, plan.name) << '\n';
  }
  if (any) out << '\n';
}

}  // namespace

void write_changes(std::ostream& out, const Style& style, const app::Synced& result) {
  Table table({"SERVER", "", "CHANGE"});
  std::set<std::string_view> told;
  for (const ServerPlan& plan : result.plans) {
    const std::string name = printable(plan.name);
    if (!plan.old_name.empty() && result.direction != sync::Direction::kToProfile)
      table.add({name, "->", rename_text(plan)});
    if (!plan.old_name.empty() || is_said(plan) || has_applied(plan)) {
      told.insert(plan.name);
      if (!plan.old_name.empty()) told.insert(plan.old_name);
    }
    if (is_said(plan)) {
      const FateText fate = fate_text(plan.fate);
      std::string text = change_text(plan, result.strategy);
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
  if (!table.empty()) {
    table.write(out, style);
    out << style.dim("-> to Docker   <- to the profile") << "\n\n";
  }
  write_places(out, result, told);
}

void write_decided(std::ostream& out, const Style& style, const app::Synced& result) {
  const std::vector<NamedChange> decided = decided_changes(result);
  if (decided.empty()) return;
  out << style.bold("Changed on both sides, decided by " + result.strategy + ":") << '\n';
  for (const NamedChange& each : decided)
    out << "  " << printable(each.plan->name) << "  " << each.arrow << ' ' << each.text << '\n';
  out << '\n';
}

void write_held(std::ostream& out, const Style& style, const app::Synced& result) {
  if (result.held.empty()) return;
  std::map<std::string_view, const ServerPlan*> plans;
  for (const ServerPlan& plan : result.plans) plans.emplace(plan.name, &plan);
  out << style.yellow("A person must decide:") << '\n';
  for (const app::HeldEdit& held : result.held) {
    out << "  ";
    if (!held.server.empty()) out << printable(held.server) << ' ';
    if (!held.what.empty()) out << printable(held.what == "launch" ? "command" : held.what) << ' ';
    if (!held.where.empty()) out << '(' << printable(held.where) << ") ";
    out << "- " << printable(held.why) << '\n';
    const auto plan = plans.find(held.server);
    if (plan == plans.end()) continue;
    for (const FieldPlan& field : plan->second->fields) {
      if (field.state.path != held.what) continue;
      out << "      profile: " << shown_value(field.state.profile) << '\n'
          << "      docker:  " << shown_value(field.state.docker) << '\n';
    }
  }
  out << '\n';
}

void write_servers(std::ostream& out, const Style& style, const app::Synced& result) {
  std::set<std::string> told;
  for (const app::HeldEdit& held : result.held) told.insert(held.server);
  if (write_faults(out, style, result.project.outcomes, told)) out << '\n';
  write_elsewhere(out, style, result);
  if (!needs_values(result.project.outcomes)) return;
  write_needs(out, style, result.project.outcomes, result.env.shown);
  out << '\n';
}

void write_rest(std::ostream& out, const Style& style, const app::Synced& result,
                bool with_variables) {
  const std::vector<NamedChange> waiting = waiting_changes(result);
  if (!waiting.empty()) out << style.bold("Waiting, as this sync goes one way:") << '\n';
  for (const NamedChange& each : waiting)
    out << "  " << printable(each.plan->name) << "  " << each.arrow << ' ' << each.text << '\n';
  if (!waiting.empty()) out << '\n';
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

}  // namespace mcpmx::cli
