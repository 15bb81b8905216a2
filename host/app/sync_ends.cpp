// What each side has in the end, and the base of the next sync.
#include <algorithm>

#include "app/sync_base.h"
#include "app/sync_inputs.h"
#include "app/sync_run.h"
#include "compose/interpolation.h"
#include "support/file.h"
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
    rename_key(target_.surroundings.secret_places, plan.old_name, plan.name);
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
    } else if (plan.profile &&
               (plan.fate == sync::Fate::kNoContainer || plan.fate == sync::Fate::kRemoveService)) {
      servers.push_back(&*plan.profile);  // it renders nothing, and says why
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

// A sync to the profile alone leaves the Compose file and .env as they are, but for the label of a
// service that a person gives to the profile.
bool SyncRun::writes_docker() const {
  return result_.direction != sync::Direction::kToProfile || !request_.adopt.empty();
}

// Nothing waits or is held, and no file was read that inputs_hash() does not know.
bool SyncRun::leaves_nothing_open() const {
  const bool reads_others = model_ && model_->files.size() > reading_.files.size();
  return result_.held.empty() && !docker_is_behind_ && !reads_others &&
         std::none_of(result_.plans.begin(), result_.plans.end(),
                      [](const auto& plan) { return plan.is_pending(); });
}

// As it was read, not as another program may have left it since.
std::optional<std::string> SyncRun::overriding_text() const {
  if (!model_) return std::nullopt;
  for (const compose::SourceFile& file : model_->files) {
    if (file.path == target_.override_path) return std::string(file.document.text());
  }
  return std::nullopt;
}

// A value that a person's line takes from .env is no text for the Compose file, whatever its name
// is: once the profile has it, it stays a secret.
void SyncRun::note_own_variables(sync::Base& base) const {
  if (!model_) return;
  const compose::ProjectModel& model = written_ ? *written_ : *model_;
  for (auto& [name, server] : base.servers) {
    for (const auto& [key, service] : server.services) {
      const compose::Value* variables = model.root.at({"services", service.name, "environment"});
      if (variables == nullptr) continue;
      for (const compose::Member& variable : variables->members) {
        std::string_view text = model.source_text(variable.value.origin);
        if (text.starts_with(variable.key + "=")) text.remove_prefix(variable.key.size() + 1);
        const auto reference = compose::sole_reference(text);
        if (!reference) continue;
        const auto there = target_.surroundings.variables.find(reference->name);
        if (there == target_.surroundings.variables.end()) continue;
        if (!there->second.ours && !there->second.value.empty())
          server.secrets.insert(variable.key);
      }
    }
  }
}

Result<void> SyncRun::make_base() {
  const sync::RenderContext whole = context();
  sync::PartRenderer renderer(whole, *end_);
  HeldPlaces unwritten = held_places_;
  for (const auto& place : open_leaves_) unwritten.erase(place);
  for (const auto& place : kept_leaves_) unwritten.erase(place);
  if (writes_docker()) keep_unwritten(unwritten, docker_, *handles_, result_.plans);
  sync::Handles lasting(*target_.key);
  const std::set<std::string_view> written(result_.variables.begin(), result_.variables.end());
  for (const compose::DotenvEntry& entry : target_.env.entries()) {
    if (!written.contains(entry.name)) lasting.add(target_.value_of(entry));
  }
  for (const EnvLine& line : end_->project.env) lasting.add(line.value);
  for (const EnvLine& line : forgotten_) lasting.add(line.value);
  const BaseInput input{request_.profile,          result_.plans, *end_,        docker_,
                        base_ ? &*base_ : nullptr, held_places_,  open_leaves_, kept_leaves_,
                        writes_docker(),           *handles_,     lasting};
  MCPMX_TRY(base, next_base(input, renderer));
  note_own_variables(base);
  sync::Write write;
  if (result_.servers.is_changed()) {
    sync::Entries after;
    for (const sync::ServerPlan& plan : result_.plans) {
      if (plan.profile) after.push_back(&*plan.profile);
    }
    write = sync::write_between(profile_, after, *target_.key);
  }
  if (base_) base.writes = std::move(base_->writes);
  base.writes = sync::next_writes(std::move(base.writes), overwritten_, !is_overwrite_open(),
                                  std::move(write));
  if (leaves_nothing_open()) {
    SyncTexts texts{texts_.servers.text, texts_.v1.text, target_.text, target_.env_text,
                    overriding_text()};
    if (result_.servers.is_changed()) texts.servers = result_.servers.after;
    if (result_.env.is_changed()) texts.env = result_.env.after;
    if (const FileChange* file = result_.change_of(target_.path)) texts.compose = file->after;
    if (const FileChange* file = result_.change_of(target_.override_path))
      texts.overriding = file->after;
    base.inputs = inputs_hash(session_, *target_.key, request_.profile, texts);
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

}  // namespace mcpmx::app
