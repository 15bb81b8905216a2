#include "app/sync_run.h"

#include <algorithm>
#include <boost/json.hpp>

#include "app/project_report.h"
#include "app/replacing.h"
#include "app/strategy_choice.h"
#include "app/sync_base.h"
#include "app/sync_inputs.h"
#include "app/sync_recovery.h"
#include "mcpm/edit.h"
#include "plugin/strategy_bridge.h"
#include "support/file.h"
#include "support/shell_word.h"
#include "sync/entry_fields.h"

namespace mcpmx::app {
namespace {

template <class Map>
void rename_key(Map& map, const std::string& before, const std::string& now) {
  auto node = map.extract(before);
  if (node.empty()) return;
  node.key() = now;
  map.insert(std::move(node));
}

}  // namespace

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
  // What is written anew is compared with nothing.
  if (request_.anew || !target_.text || (base_ && base_->profile != request_.profile))
    base_.reset();
  return {};
}

// One file holds one profile, and a file of a person's becomes ours on a person's word alone.
Result<void> SyncRun::check_owner() {
  const std::string& owner =
      target_.record.is_empty() ? target_.settings.profile : target_.record.profile();
  if (!owner.empty() && owner != request_.profile) {
    return Error{ErrorCode::kNeedsPerson,
                 "the file belongs to the profile " + document::quoted_name(owner) +
                     ", and one file holds one profile",
                 target_.shown, "name another file with -f"};
  }
  if (target_.text && owner.empty() && !request_.may_join) {
    return Error{ErrorCode::kNeedsPerson,
                 "the file was not written by mcpmx, and the services of the profile would join it",
                 target_.shown,
                 "say so with --yes (what stands there stays, and a copy is kept), or name another "
                 "file with -f"};
  }
  return {};
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
  compose::ComposeOptions options = reading_;
  if (!missing.empty()) options.texts[target_.env_path] = env.text();
  std::map<std::string, document::Document, std::less<>> parsed;
  if (target_.document) parsed.emplace(target_.path, *std::move(target_.document));
  target_.document.reset();
  options.documents = &parsed;
  MCPMX_TRY(model, compose::read_project(options));
  model_ = std::move(model);
  docker_ = docker_side();
  return request_.adopt.empty() ? Result<void>() : check_adopted();
}

// The model's Docker side; a service that is adopted is that of a server of its name.
sync::DockerSide SyncRun::docker_side() const {
  sync::DockerSide side = sync::docker_side(*model_, base_ ? &*base_ : nullptr);
  const auto adopted = std::find(side.unmanaged.begin(), side.unmanaged.end(), request_.adopt);
  if (adopted == side.unmanaged.end()) return side;
  side.unmanaged.erase(adopted);
  const compose::Value* service = model_->service(request_.adopt);
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

// The profile's values are compared with the file's, so none gives way to what stands in .env; and
// names of services that are not ours are taken.
void SyncRun::adjust_surroundings() {
  if (!has_file()) return;  // written anew: what a person put into .env stands
  for (auto& [name, variable] : target_.surroundings.variables) {
    if (variable.ours) variable.unchanged = true;
  }
  std::set<std::string_view> known;
  if (base_) {
    for (const auto& [server, entry] : base_->servers) {
      for (const auto& [key, service] : entry.services) known.insert(service.name);
    }
  }
  for (const std::string& service : target_.contents.services) {
    if (service == request_.adopt) continue;
    if (!target_.settings.owners.contains(service) && !known.contains(service))
      target_.surroundings.foreign_services.insert(service);
  }
}

Result<void> SyncRun::render_profile() {
  const mapping::Relevance relevance = relevance_of(profile_, target_);
  MCPMX_TRY(claims, session_.claims(&relevance));
  claims_ = claims;
  if (!request_.anew) MCPMX_CHECK(check_mappers(*claims_, target_));

  if (!target_.key) {
    MCPMX_TRY(key,
              compose::StateKey::load_or_prepare(session_.filesystem(), session_.environment()));
    target_.key = std::move(key);
  }
  handles_.emplace(*target_.key);
  for (const compose::DotenvEntry& entry : target_.env.entries()) handles_->add(entry.value);
  reading_.working_directory = session_.environment().working_directory;
  reading_.home = session_.environment().home;
  reading_.files = {target_.path};
  reading_.env_files = {};
  reading_.read_env_files = false;
  adjust_surroundings();
  MCPMX_TRY(rendered, sync::render(context(), profile_));
  rendered_ = std::move(rendered);
  for (const EnvLine& line : rendered_->project.env) handles_->add(line.value);
  if (base_) reveal_base(*base_, *handles_);
  return {};
}

// What was typed; where nothing is known of before, else a person; else the profile's, the RFC's.
std::string SyncRun::strategy_name() const {
  if (!request_.conflict.empty()) return request_.conflict;
  if (!base_) return "manual";
  return request_.bound_conflict.empty() ? "profile_wins" : request_.bound_conflict;
}

Result<void> SyncRun::plan_servers() {
  result_.had_base = base_.has_value();
  const bool both = base_ || !request_.adopt.empty();
  result_.direction =
      request_.direction.value_or(both ? sync::Direction::kBoth : sync::Direction::kToDocker);
  MCPMX_TRY(registry, session_.registry());
  MCPMX_TRY(strategy, make_strategy_for(*registry, strategy_name()));
  result_.strategy = strategy->id();

  std::map<std::string, sync::ServiceLeaves, std::less<>> rendered;
  for (const Server* server : profile_) rendered[server->name];
  for (const auto& [name, service] : rendered_->services)
    rendered[service.server].emplace(service.key, service.leaves);
  std::map<std::string, std::string, std::less<>> faults;
  for (const Outcome& outcome : rendered_->project.outcomes) {
    if (outcome.fault) faults.emplace(outcome.server, outcome.reason);
  }
  for (const mcpm::InvalidEntry& entry : library_.invalid) {
    faults.emplace(entry.name,
                   "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")");
  }
  const std::set<std::string, std::less<>> elsewhere = shared_elsewhere(target_, profile_);
  std::set<std::string, std::less<>> adopted;
  if (!request_.adopt.empty()) adopted.insert(request_.adopt);
  const sync::PlanInput input{request_.profile,
                              profile_,
                              library_.servers,
                              docker_,
                              base_ ? &*base_ : nullptr,
                              result_.direction,
                              request_.apply_shared,
                              elsewhere,
                              modified_at(library_.file),
                              modified_at(target_.path),
                              rendered,
                              faults,
                              adopted};
  const sync::RenderContext whole = context();
  sync::PartRenderer renderer(whole, *rendered_);
  MapperRecovery recovery(*claims_, target_.surroundings, model_ ? &*model_ : nullptr,
                          target_.findings);
  MCPMX_TRY(plans, sync::make_plan(input, *handles_, renderer, recovery, *strategy));
  result_.plans = std::move(plans);
  return {};
}

// A server that MCPM renamed keeps its settings and its variables.
void SyncRun::rename_in_surroundings() {
  for (const sync::ServerPlan& plan : result_.plans) {
    if (plan.old_name.empty()) continue;
    for (auto& [service, owner] : target_.surroundings.owners) {
      if (owner == plan.old_name) owner = plan.name;
    }
    for (auto& [name, variable] : target_.surroundings.variables) {
      if (variable.owners.erase(plan.old_name) > 0) variable.owners.insert(plan.name);
    }
  }
}

// The entries are the profile's own, and nothing was renamed.
bool SyncRun::is_as_rendered(const std::vector<const Server*>& servers) const {
  if (servers.size() != profile_.size()) return false;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const Server& now = *servers[i];
    const Server& then = *profile_[i];
    if (now.name != then.name || now.raw != then.raw || now.enabled != then.enabled ||
        !sync::same_definition(now, then))
      return false;
  }
  return std::all_of(result_.plans.begin(), result_.plans.end(),
                     [](const auto& plan) { return plan.old_name.empty(); });
}

// What a person set below x-mcpmx for a service that has another name in `end` than in the file
// goes with it. True: something did, and what was rendered does not know of it.
bool SyncRun::move_settings(const sync::Rendering& end) {
  bool moved = false;
  for (const sync::ServerPlan& plan : result_.plans) {
    const auto file = docker_.servers.find(plan.old_name);
    if (plan.old_name.empty() || file == docker_.servers.end()) continue;
    for (const auto& [name, rendered] : end.services) {
      const auto service = file->second.services.find(rendered.key);
      if (rendered.server != plan.name || service == file->second.services.end()) continue;
      const std::string& before = service->second.name;
      if (before == name || !target_.settings.services.contains(before) ||
          target_.settings.services.contains(name))
        continue;
      moved = true;
      rename_key(target_.settings.services, before, name);
      rename_key(target_.settings.places, before, name);
      rename_key(target_.surroundings.settings, before, name);
      target_.surroundings.owners.erase(before);
      target_.surroundings.owners[name] = plan.name;
    }
  }
  return moved;
}

Result<void> SyncRun::render_end() {
  rename_in_surroundings();
  std::vector<const Server*> servers;
  for (const sync::ServerPlan& plan : result_.plans) {
    if (plan.docker) {
      servers.push_back(&*plan.docker);
    } else if (plan.fate == sync::Fate::kNoContainer) {
      servers.push_back(&*plan.profile);
    }
  }
  if (is_as_rendered(servers)) {
    end_ = std::move(rendered_);
  } else {
    MCPMX_TRY(end, sync::render(context(), servers));
    if (move_settings(end)) {
      MCPMX_TRY(with_settings, sync::render(context(), servers));
      end = std::move(with_settings);
    }
    end_ = std::move(end);
  }
  for (const EnvLine& line : end_->project.env) handles_->add(line.value);
  return {};
}

// Whether what a person made of a variable is what an entry says now, so that it may be written
// over.
bool SyncRun::is_explained(const std::string& value, const std::string& server) const {
  const auto plan = std::find_if(result_.plans.begin(), result_.plans.end(),
                                 [&](const auto& each) { return each.name == server; });
  const std::string& before =
      plan == result_.plans.end() || plan->old_name.empty() ? server : plan->old_name;
  const auto file = docker_.servers.find(before);
  if (plan == result_.plans.end() || file == docker_.servers.end()) return true;
  for (const auto& [key, service] : file->second.services) {
    const auto explained = plan->explained.find(key);
    for (const auto& [path, text] : service.leaves) {
      if (text.find(value) == std::string::npos) continue;
      if (explained == plan->explained.end()) return false;
      const auto leaf = explained->second.find(path);
      if (leaf == explained->second.end() || leaf->second != text) return false;
    }
  }
  return true;
}

Result<void> SyncRun::plan_env() {
  compose::Dotenv env = target_.env;
  std::vector<Pair> values;
  for (EnvLine& line : end_->project.env) {
    const compose::DotenvEntry* entry = target_.env.find(line.name);
    if (line.keep || (entry != nullptr && entry->value == line.value)) continue;
    const bool by_hand = entry != nullptr && target_.record.has_variable(line.name) &&
                         !target_.record.wrote(line.name, entry->value, *target_.key);
    if (by_hand && !entry->value.empty() &&
        !std::all_of(line.servers.begin(), line.servers.end(),
                     [&](const auto& server) { return is_explained(entry->value, server); })) {
      line.keep = true;
      continue;
    }
    values.push_back({line.name, line.value});
  }
  MCPMX_CHECK(env.set_all(values));
  result_.env = {target_.env_path, target_.shown_env, target_.env_text, env.text(), {}, {}};
  if (!target_.env_text && values.empty()) result_.env.before = result_.env.after;
  return {};
}

Result<void> SyncRun::plan_compose() {
  if (!model_) {
    MCPMX_TRY(text, sync::compose_text(end_->project, request_.profile));
    result_.compose.push_back({target_.path, target_.shown, target_.text, std::move(text), {}, {}});
    for (const auto& [name, service] : end_->services) result_.new_services.push_back(name);
    return {};
  }
  if (result_.env.is_changed()) {
    compose::ComposeOptions options = reading_;
    options.texts[target_.env_path] = result_.env.after;
    MCPMX_TRY(model, compose::read_project(options));
    model_ = std::move(model);
  }
  const sync::Base* base = base_ ? &*base_ : nullptr;
  const sync::DockerSide file = docker_side();
  const auto changes = sync::project_changes(result_.plans, *end_, file, base);
  MCPMX_TRY(edit, compose::edit_project(*model_, changes.changes));
  for (const compose::FileEdit& each : edit.files) {
    const compose::SourceFile& source = model_->files[each.file];
    const bool is_main = source.path == target_.path;
    result_.compose.push_back({source.path,
                               is_main ? target_.shown : source.path,
                               std::string(source.document.text()),
                               each.text,
                               {},
                               {}});
  }
  for (const compose::HeldChange& held : edit.held) {
    result_.held.push_back({"", changes.what[held.change], held.where, held.reason});
    for (const auto& place : changes.places) {
      if (place.change == held.change) held_places_.emplace(place.service, place.leaf);
    }
  }
  result_.new_services = changes.new_services;
  result_.removed_services = changes.removed_services;
  result_.unused_volumes = changes.unused_volumes;
  return check_law(result_.compose);
}

// What is written is read back first: it has to stand for what was meant, or nothing is written.
Result<void> SyncRun::check_law(const std::vector<FileChange>& files) {
  if (files.empty()) return {};
  compose::ComposeOptions options = reading_;
  options.texts[target_.env_path] = result_.env.after;
  for (const FileChange& file : files) options.texts[file.path] = file.after;
  MCPMX_TRY(model, compose::read_project(options));
  const sync::DockerSide after = sync::docker_side(model, base_ ? &*base_ : nullptr);
  std::vector<sync::ServerPlan> plans = result_.plans;
  for (sync::ServerPlan& plan : plans) {
    if (plan.old_name.empty() || !after.servers.contains(plan.name)) continue;
    // Its service has its new name now, and its data is where it was, as a person's edit would be.
    plan.old_name.clear();
    for (auto& [key, leaves] : plan.explained)
      std::erase_if(leaves, [](const auto& leaf) { return leaf.first.starts_with("volumes/"); });
  }
  const auto left = sync::project_changes(plans, *end_, after, base_ ? &*base_ : nullptr);
  for (const std::string& what : left.what) {
    const auto is_held = std::any_of(result_.held.begin(), result_.held.end(),
                                     [&](const HeldEdit& held) { return held.what == what; });
    if (is_held) continue;
    return failed("the edited file would not say what it is meant to, at " + what +
                      ", so nothing was written",
                  target_.shown, "please report it with the file; --dry-run shows the rest");
  }
  return {};
}

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
      }
    } else {
      const bool flows = std::any_of(plan.fields.begin(), plan.fields.end(), [](const auto& field) {
        return field.applied &&
               (field.flow == sync::Flow::kToProfile || field.flow == sync::Flow::kToBoth);
      });
      if (!flows) continue;
      change.wanted = *plan.profile;
    }
    changes.push_back(std::move(change));
  }
  const std::string before = texts_.servers.text.value_or(std::string());
  result_.servers = {texts_.servers.path, texts_.servers.path, texts_.servers.text, before, {}, {}};
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
  result_.metadata = {file.path, file.path, file.text, file.text.value_or(std::string()), {}, {}};
  if (!file.text) result_.metadata.before = std::string();
  if (!request_.create || mcpm::find_profile(library_, request_.profile)) return {};
  MCPMX_CHECK(mcpm::check_editable(library_));
  MCPMX_TRY(text,
            mcpm::edit_metadata(file.text.value_or(std::string()), file.path, request_.profile));
  result_.metadata.before = file.text;
  result_.metadata.after = std::move(text);
  return {};
}

// PostgreSQL takes its password when it makes its data, and never again.
void SyncRun::warn_of_passwords() {
  for (const EnvLine& line : end_->project.env) {
    if (!line.name.ends_with("POSTGRES_PASSWORD") || !target_.record.has_variable(line.name) ||
        target_.record.wrote(line.name, line.value, *target_.key))
      continue;
    target_.findings.push_back(
        {Severity::kWarning, "sync.password",
         line.name + " is another one now, and a database that has data keeps the old one",
         target_.shown_env,
         "change it in the database too: ALTER USER ... PASSWORD, or remove the volume with its "
         "data"});
  }
}

void SyncRun::collect_held() {
  for (const sync::ServerPlan& plan : result_.plans) {
    if (plan.fate == sync::Fate::kPending && !plan.held.empty())
      result_.held.push_back({plan.name, "", "", plan.held});
    for (const sync::FieldPlan& field : plan.fields) {
      if (!field.applied && !field.held.empty())
        result_.held.push_back({plan.name, field.state.path, "", field.held});
    }
  }
}

// Nothing waits or is held, and no file was read that inputs_hash() does not know.
bool SyncRun::leaves_nothing_open() const {
  return result_.held.empty() && (!model_ || model_->files.size() == 1) &&
         std::none_of(result_.plans.begin(), result_.plans.end(),
                      [](const auto& plan) { return plan.is_pending(); });
}

Result<void> SyncRun::make_base() {
  const sync::RenderContext whole = context();
  sync::PartRenderer renderer(whole, *end_);
  const BaseInput input{request_.profile,          result_.plans, *end_,    docker_,
                        base_ ? &*base_ : nullptr, held_places_,  *handles_};
  MCPMX_TRY(base, next_base(input, renderer));
  if (leaves_nothing_open()) {
    SyncTexts texts{texts_.servers.text, target_.text, result_.env.before};
    if (result_.servers.is_changed()) texts.servers = result_.servers.after;
    if (result_.env.is_changed()) texts.env = result_.env.after;
    for (const FileChange& file : result_.compose) {
      if (file.path == target_.path) texts.compose = file.after;
    }
    base.inputs = inputs_hash(session_, request_.profile, texts);
  }
  base_text_ = sync::base_text(base);
  // Something is open, as it was: then the base stays byte for byte.
  if (base.inputs.empty() && base_ && !base_->inputs.empty()) {
    base.inputs = base_->inputs;
    const auto there = read_file_if_present(sync::base_path_for(target_.path));
    std::string same = sync::base_text(base);
    if (there && *there == same) base_text_ = std::move(same);
  }
  return {};
}

// Secrets of the profile as short marks, which differ where the secrets do.
void SyncRun::mask() {
  const auto masked = [&](const std::string& text) { return handles_->mask(text); };
  std::vector<FileChange*> files = {&result_.servers, &result_.env};
  for (FileChange& file : result_.compose) files.push_back(&file);
  for (FileChange* file : files) {
    file->masked_before = masked(file->before.value_or(std::string()));
    file->masked_after = masked(file->after);
  }
}

Result<Synced> SyncRun::plan() {
  MCPMX_CHECK(render_profile());
  MCPMX_CHECK(read_project());
  MCPMX_CHECK(plan_servers());
  MCPMX_CHECK(render_end());
  MCPMX_CHECK(plan_env());
  MCPMX_CHECK(plan_compose());
  MCPMX_CHECK(plan_servers_file());
  MCPMX_CHECK(plan_metadata());
  warn_of_passwords();
  collect_held();
  if (request_.with_masked_texts) mask();
  MCPMX_CHECK(make_base());
  result_.unmanaged = docker_.unmanaged;
  result_.unused = unused_variables(target_, end_->project);
  check_machine(session_.filesystem(), end_->project, *claims_, target_);
  result_.project = std::move(end_->project);
  add_invalid_entries(library_, request_.profile, result_.project.outcomes);
  append_findings(library_, result_.findings);
  result_.findings.insert(result_.findings.end(), target_.findings.begin(), target_.findings.end());
  return std::move(result_);
}

}  // namespace mcpmx::app
