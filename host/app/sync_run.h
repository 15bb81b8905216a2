// One attempt of a sync: everything from reading to the texts that are to be written. Reads files,
// writes none; one use.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/sync.h"
#include "app/sync_base.h"
#include "compose/project_reader.h"
#include "mcpm/library.h"
#include "sync/base.h"
#include "sync/handles.h"
#include "sync/overwritten.h"
#include "sync/project_changes.h"
#include "sync/rendering.h"

namespace mcpmx::app {

class SyncRun {
 public:
  SyncRun(Session& session, const SyncRequest& request, const ComposePlace& place)
      : session_(session), request_(request), place_(place) {}

  // Both sides and the base; then the target is known.
  Result<void> read();
  // Error: the file is another profile's, or nobody's without may_join.
  Result<void> check_owner();
  // After read(): what is to be done; the texts of all files are in it.
  Result<Synced> plan();
  // Of the planned run: the base and the record as they are to be written, by write_sync().
  ComposeTarget& target() { return target_; }
  const mcpm::Library& library() const { return library_; }
  const std::string& base_text() const { return base_text_; }

 private:
  bool is_as_rendered(const std::vector<const Server*>& servers) const;
  std::string strategy_name() const;
  bool leaves_nothing_open() const;
  std::optional<std::string> overriding_text() const;
  bool writes_docker() const;
  bool has_file() const;  // that is read, and edited in place
  Result<void> read_project();
  // As docker compose would, with this .env; nullopt: the one on the disk.
  Result<compose::ProjectModel> read_model(compose::Documents parsed,
                                           std::optional<std::string> env) const;
  void adjust_surroundings();
  void free_name_of(const std::string& server);
  std::string renamed_to(const sync::BaseServer& gone,
                         const std::vector<const Server*>& fresh) const;
  void hold_ports();
  void tell_moved_ports();
  void know_base_secrets();
  void learn_from_services();
  Result<void> render_profile();
  void rename_in_surroundings();
  Result<void> plan_servers();
  Result<void> render_end();
  Result<void> plan_env();
  Result<void> put_values();
  Result<void> forget_unused_values();
  Result<void> plan_compose();
  std::map<std::string_view, std::string_view> server_by_service() const;
  std::set<std::string_view> newly_secret() const;
  void note_places(const sync::ProjectChanges& changes,
                   const std::vector<compose::HeldChange>& held);
  Result<void> plan_servers_file();
  Result<void> plan_metadata();
  sync::DockerSide docker_side(const compose::ProjectModel& model) const;
  Result<void> check_adopted() const;
  bool tell_unset_variables();
  bool is_mounted(const std::string& volume) const;
  void add_needed(std::map<std::string, std::string, std::less<>>& reasons) const;
  bool is_named_in_files(const std::string& variable) const;
  void drop_used(std::vector<UnusedVariable>& variables) const;
  void tell_of_other_file();
  void warn_of_passwords();
  void tell_kept_values();
  void warn_of_url_passwords();
  void warn_of_references(const compose::ProjectModel& written);
  void warn_of_ports(const compose::ProjectModel& written);
  void warn_of_clear_secrets();
  sync::HandEdits hand_edits() const;
  std::string shown_of(const std::string& path) const;
  Result<void> make_base();
  void note_own_variables(sync::Base& base) const;
  std::string name_before(const std::string& service) const;
  Result<void> check_law(const compose::ProjectModel& written);
  bool move_settings(const sync::Rendering& end);
  void collect_held();
  std::string variables_in(const sync::FieldPlan& field) const;
  void mask();
  sync::RenderContext context() const;
  bool is_explained(const std::string& variable_value, const std::string& server) const;
  void report_overwritten();
  bool is_overwrite_open() const;

  Session& session_;
  const SyncRequest& request_;
  const ComposePlace& place_;

  mcpm::LibraryTexts texts_;
  mcpm::Library library_;
  std::vector<const Server*> profile_;
  ComposeTarget target_;
  compose::ComposeOptions reading_;
  std::optional<compose::ProjectModel> model_;
  std::optional<compose::ProjectModel> written_;  // with the edits; nothing where there are none
  std::optional<sync::Base> base_;
  sync::Overwritten overwritten_;   // of what earlier syncs wrote into servers.json
  std::vector<EnvLine> forgotten_;  // lines that .env does not get, as nothing reads them
  std::optional<sync::Handles> handles_;
  const mapping::Claims* claims_ = nullptr;
  sync::DockerSide docker_;
  std::optional<sync::Rendering> rendered_;  // the profile
  std::optional<sync::Rendering> end_;       // what the file stands for in the end
  HeldPlaces held_places_;
  // The profile and a hand edit disagree about them: a person decides, or decided for the edit.
  HeldPlaces open_leaves_, kept_leaves_;
  // Something of the Docker side is to be otherwise, and this sync goes to the profile alone.
  bool docker_is_behind_ = false;
  std::string base_text_;
  std::vector<Pair> values_;  // that .env is to have
  Synced result_;
};

}  // namespace mcpmx::app
