#include "app/sync_run.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/project_report.h"
#include "app/replacing.h"
#include "support/shell_word.h"
#include "sync/base.h"
#include "sync/entry_fields.h"
#include "sync/leaf_ports.h"

namespace mcpmx::app {

sync::RenderContext SyncRun::context() const {
  return {*claims_,    request_.profile, target_.surroundings, target_.path, target_.env_path,
          target_.env, reading_};
}

Result<void> SyncRun::read() {
  MCPMX_TRY(texts, mcpm::read_texts(session_.config_dir()));
  texts_ = std::move(texts);
  MCPMX_TRY(library, mcpm::load_text(texts_));
  library_ = std::move(library);
  const auto profile = mcpm::find_profile(library_, request_.profile);
  if (!profile && !request_.create) return profile.error();
  if (profile) {
    for (const std::size_t index : (*profile)->servers)
      profile_.push_back(&library_.servers[index]);
  }
  MCPMX_TRY(target, load_target(session_, place_));
  target_ = std::move(target);
  MCPMX_TRY(base, sync::load_base(target_.path, target_.findings));
  base_ = std::move(base);
  // What is written anew is compared with nothing. An empty file is what a failed save or a power
  // cut leaves, and not a person who deleted every service.
  const bool is_there = target_.text && !target_.text->empty();
  if (request_.anew || !is_there || (base_ && base_->profile != request_.profile)) base_.reset();
  return {};
}

// One file holds one profile, and a file of a person's becomes ours on a person's word alone.
Result<void> SyncRun::check_owner() {
  MCPMX_CHECK(check_profile(target_, request_.profile, "name another file with -f"));
  if (!target_.text || !owner_of(target_).empty() || request_.may_join) return {};
  return Error{ErrorCode::kNeedsPerson,
               "the file was not written by mcpmx, and the services of the profile would join it",
               target_.shown,
               "let them join with mcpmx docker sync " + shell_word(request_.profile) +
                   " --yes (what stands there stays, and a copy is kept), or name another file "
                   "with -f"};
}

Result<void> SyncRun::read_project() {
  if (!has_file()) return {};
  // A line that is gone from .env gets the profile's value again; until then nothing is missing.
  compose::Dotenv env = target_.env;
  std::vector<Pair> missing;
  for (const EnvLine& line : rendered_->project.env) {
    if (env.find(line.name) == nullptr) missing.push_back({line.name, line.value});
  }
  MCPMX_CHECK(env.set_all(missing));
  compose::Documents parsed;
  if (target_.document) parsed.emplace(target_.path, *std::move(target_.document));
  target_.document.reset();
  MCPMX_TRY(model, read_model(std::move(parsed),
                              missing.empty() ? std::nullopt : std::optional(env.text())));
  model_ = std::move(model);
  docker_ = docker_side(*model_);
  if (base_) learn_from_services();
  return request_.adopt.empty() ? Result<void>() : check_adopted();
}

Result<compose::ProjectModel> SyncRun::read_model(compose::Documents parsed,
                                                  std::optional<std::string> env) const {
  compose::ComposeOptions options = reading_;
  if (env) options.texts[target_.env_path] = *std::move(env);
  options.documents = &parsed;
  return compose::read_project(options);
}

// The model's Docker side; a service that is adopted is that of a server of its name.
sync::DockerSide SyncRun::docker_side(const compose::ProjectModel& model) const {
  sync::DockerSide side = sync::docker_side(model, base_ ? &*base_ : nullptr);
  const auto adopted = std::find(side.unmanaged.begin(), side.unmanaged.end(), request_.adopt);
  if (adopted == side.unmanaged.end()) return side;
  side.unmanaged.erase(adopted);
  const compose::Value* service = model.service(request_.adopt);
  side.servers[request_.adopt].services.emplace(
      "mcp", sync::FileService{request_.adopt, sync::service_leaves(*service)});
  return side;
}

Result<void> SyncRun::check_adopted() const {
  const bool is_there = model_->service(request_.adopt) != nullptr;
  const bool was_ours = target_.settings.owners.contains(request_.adopt);
  if (is_there && !was_ours && docker_.servers.contains(request_.adopt)) return {};
  return Error{ErrorCode::kUsage,
               is_there ? "the service is the profile's already" : "there is no such service",
               "--adopt " + request_.adopt, "mcpmx docker status lists those that are left alone"};
}

bool SyncRun::has_file() const { return target_.text && !target_.text->empty() && !request_.anew; }

// What the base hides and .env has no more: secrets of entries that left the profile, and what a
// text of an entry says still where the base has a handle.
void SyncRun::know_base_secrets() {
  std::set<std::string_view> here;
  for (const Server* server : profile_) here.insert(server->name);
  std::set<std::string_view> found;
  for (const Server& entry : library_.servers) {
    const auto base = base_->servers.find(entry.name);
    if (base == base_->servers.end()) continue;
    found.insert(entry.name);
    if (!here.contains(entry.name)) handles_->add_secrets_of(entry);
    handles_->learn(base->second.entry, entry);
  }
  for (const auto& [name, server] : base_->servers) {
    if (found.contains(name)) continue;
    for (const Server* renamed : profile_) {
      if (!found.contains(renamed->name)) handles_->learn(server.entry, *renamed);
    }
  }
}

// The same of the services: a secret that a person wrote into one stands in no .env.
void SyncRun::learn_from_services() {
  bool has_learnt = false;
  for (const auto& [name, server] : base_->servers) {
    const auto file = docker_.servers.find(name);
    if (file == docker_.servers.end()) continue;
    for (const auto& [key, service] : server.services) {
      const auto there = file->second.services.find(key);
      if (there == file->second.services.end()) continue;
      for (const auto& [path, value] : service.leaves) {
        const auto now = there->second.leaves.find(path);
        if (now != there->second.leaves.end())
          has_learnt = handles_->learn(value, now->second) || has_learnt;
      }
    }
  }
  if (has_learnt) reveal_base(*base_, *handles_);
}

Result<void> SyncRun::render_profile() {
  const mapping::Relevance relevance = relevance_of(profile_, target_);
  // Entries of other servers than the profile's may be made.
  const bool may_recover = !request_.adopt.empty() || request_.create;
  MCPMX_TRY(claims, session_.claims(may_recover ? nullptr : &relevance));
  claims_ = claims;
  if (!request_.anew) MCPMX_CHECK(check_mappers(*claims_, target_));

  if (!target_.key) {
    MCPMX_TRY(key,
              compose::StateKey::load_or_prepare(session_.filesystem(), session_.environment()));
    target_.key = std::move(key);
  }
  if (base_ && target_.key->unwritten()) {
    target_.findings.push_back(
        {Severity::kWarning, "sync.key",
         "the key that the last sync hashed secrets with is gone, so it counts as the first one",
         compose::state_folder(session_.environment()) + "/key",
         "where both sides differ, --conflict profile_wins or docker_wins decides"});
    base_.reset();
  }
  handles_.emplace(*target_.key);
  for (const compose::DotenvEntry& entry : target_.env.entries())
    handles_->add(target_.value_of(entry));
  reading_.working_directory = session_.environment().working_directory;
  reading_.home = session_.environment().home;
  reading_.files = {target_.path};
  // Of the name that a person uses, where docker compose looks for .env and what paths begin at.
  reading_.project_directory = std::filesystem::path(target_.env_path).parent_path().string();
  if (!target_.override_path.empty()) reading_.files.push_back(target_.override_path);
  reading_.env_files = {};
  reading_.read_env_files = false;
  adjust_surroundings();
  MCPMX_TRY(rendered, sync::render(context(), profile_));
  rendered_ = std::move(rendered);
  for (const EnvLine& line : rendered_->project.env) handles_->add(line.value);
  if (base_) {
    know_base_secrets();
    reveal_base(*base_, *handles_);
  }
  return {};
}

Result<Synced> SyncRun::plan() {
  MCPMX_CHECK(render_profile());
  MCPMX_CHECK(read_project());
  MCPMX_CHECK(plan_servers());
  MCPMX_CHECK(render_end());
  MCPMX_CHECK(plan_env());
  MCPMX_CHECK(plan_compose());
  MCPMX_CHECK(forget_unused_values());
  MCPMX_CHECK(plan_servers_file());
  MCPMX_CHECK(plan_metadata());
  tell_moved_ports();
  tell_of_other_file();
  warn_of_passwords();
  tell_kept_values();
  warn_of_url_passwords();
  warn_of_clear_secrets();
  collect_held();
  if (request_.with_masked_texts) mask();
  MCPMX_CHECK(make_base());
  result_.unmanaged = docker_.unmanaged;
  result_.unused = unused_variables(target_, end_->project);
  drop_used(result_.unused);
  check_machine(session_.filesystem(), end_->project, *claims_, target_);
  result_.project = std::move(end_->project);
  add_invalid_entries(library_, request_.profile, result_.project.outcomes);
  append_findings(library_, result_.findings);
  result_.findings.insert(result_.findings.end(), target_.findings.begin(), target_.findings.end());
  return std::move(result_);
}

}  // namespace mcpmx::app
