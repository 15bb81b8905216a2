#include "tally.h"

#include <algorithm>
#include <iomanip>
#include <ostream>

namespace mcpmx::laws {
namespace {

constexpr const char* kDeletes = "any delete";
constexpr const char* kRenames = "any rename";
constexpr const char* kShared = "an entry that others use, changed on the Docker side";
constexpr const char* kHeld = "held";

}  // namespace

void Tally::note(const std::string& row) {
  bool& seen = seen_[row];
  if (!seen) ++rows_[row];
  seen = true;
}

void Tally::note(const World& world) {
  for (const Edit& edit : world.edits) {
    note((edit.on_docker ? "docker side: " : "profile side: ") + std::string(name_of(edit.what)));
    if (edit.on_docker && edit.is_shared && !edit.field.starts_with("docker/")) note(kShared);
    if (edit.what == What::kRename || edit.what == What::kRenameService) note(kRenames);
    if (edit.what == What::kUntag || edit.what == What::kDelete ||
        edit.what == What::kDeleteService)
      note(kDeletes);
    if (edit.variable == "POSTGRES_PASSWORD") note("a changed POSTGRES_PASSWORD");
  }
  if (world.everything_shared) note("one profile, several files");
}

void Tally::note(const app::Synced& synced) {
  for (const sync::ServerPlan& plan : synced.plans) {
    bool to_docker = false, to_profile = false;
    for (const sync::FieldPlan& field : plan.fields) {
      if (field.was_in_conflict) note("both changed a field to different values");
      if (field.flow == sync::Flow::kAgreed) note("both changed a field to the same value");
      if (field.flow == sync::Flow::kConflict) note("a conflict that waits for a person");
      if (!field.applied || field.was_in_conflict) continue;
      to_docker = to_docker || field.flow == sync::Flow::kToDocker;
      to_profile = to_profile || field.flow == sync::Flow::kToProfile;
    }
    if (to_docker || to_profile) note("one side changed a field");
    if (to_docker && to_profile) note("both changed different fields of one server");
    if (plan.presence_conflict) note("one deleted what the other changed");
    if (!plan.hand_edits.empty()) note("a hand edit that only Docker has stays");
    if (!plan.old_name.empty()) note("server renamed in MCPM, in place");
    switch (plan.fate) {
      case sync::Fate::kRemoveTag:
        note("service deleted by hand: the tag goes");
        break;
      case sync::Fate::kRemoveService:
        note("server left the profile: its services go");
        break;
      case sync::Fate::kNewService:
        note("a new server");
        break;
      case sync::Fate::kNewEntry:
        note("services become an entry");
        break;
      default:
        break;
    }
  }
  if (!synced.held.empty()) note(kHeld);
  if (!synced.unmanaged.empty()) note("a service that is not ours");
  if (!synced.unused_volumes.empty()) note("a volume that nobody uses now");
  if (!synced.had_base) note("first sync, or the base is lost");
}

void Tally::print(std::ostream& out) const {
  out << cases_ << " cases; in so many of them:\n";
  for (const auto& [row, count] : rows_) {
    out << std::setw(7) << count << std::setw(6) << std::fixed << std::setprecision(1)
        << 100.0 * count / std::max(1, cases_) << " %  " << row << '\n';
  }
}

std::string Tally::missing() const {
  std::string missing;
  for (const char* row : {kDeletes, kRenames, kShared, kHeld}) {
    const auto found = rows_.find(row);
    if (found == rows_.end() || found->second * 20 < cases_)
      missing.append(missing.empty() ? "" : ", ").append(row);
  }
  return missing;
}

}  // namespace mcpmx::laws
