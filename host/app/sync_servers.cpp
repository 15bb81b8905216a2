// What a sync writes into MCPM's files. By absolute paths: an interrupted write is finished, and
// the last one taken back, from any folder.
#include <algorithm>

#include "app/sync_run.h"
#include "mcpm/edit.h"

namespace mcpmx::app {

Result<void> SyncRun::plan_servers_file() {
  std::vector<mcpm::EntryChange> changes;
  for (const sync::ServerPlan& plan : result_.plans) {
    mcpm::EntryChange change;
    change.name = plan.name;
    if (plan.fate == sync::Fate::kRemoveTag) {
      change.remove_tag = request_.profile;
    } else if (plan.fate == sync::Fate::kNewEntry) {
      change.is_new = !plan.new_entry_is_tag;
      if (change.is_new) {
        change.wanted = *plan.profile;
        change.wanted->profile_tags = {request_.profile};
      } else {
        change.add_tag = request_.profile;
        if (plan.new_entry_is_changed) change.wanted = *plan.profile;
      }
    } else {
      const bool comes = std::any_of(plan.fields.begin(), plan.fields.end(),
                                     [](const auto& field) { return field.comes_to_profile(); });
      if (!comes) continue;
      change.wanted = *plan.profile;
    }
    changes.push_back(std::move(change));
  }
  const std::string before = texts_.servers.text.value_or(std::string());
  const std::string& shown = texts_.servers.path;
  result_.servers = {
      session_.environment().absolute(shown), shown, texts_.servers.text, before, {}, {}};
  if (!texts_.servers.text) result_.servers.before = before;
  if (changes.empty()) return {};
  MCPMX_CHECK(mcpm::check_editable(library_));
  MCPMX_TRY(text, mcpm::edit_servers(before, texts_.servers.path, changes));
  result_.servers.before = texts_.servers.text;
  result_.servers.after = std::move(text);
  return {};
}

// With --create: the profile that MCPM does not know yet.
Result<void> SyncRun::plan_metadata() {
  const mcpm::TextFile& file = texts_.metadata;
  result_.metadata = {session_.environment().absolute(file.path),
                      file.path,
                      file.text,
                      file.text.value_or(""),
                      {},
                      {}};
  if (!file.text) result_.metadata.before = std::string();
  if (!request_.create || mcpm::find_profile(library_, request_.profile)) return {};
  MCPMX_CHECK(mcpm::check_editable(library_));
  MCPMX_TRY(text,
            mcpm::edit_metadata(file.text.value_or(std::string()), file.path, request_.profile));
  result_.metadata.before = file.text;
  result_.metadata.after = std::move(text);
  return {};
}

}  // namespace mcpmx::app
