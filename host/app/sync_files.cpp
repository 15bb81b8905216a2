// From the ends of both sides to the texts of files.
#include <algorithm>
#include <map>

#include "app/sync_run.h"
#include "compose/project_edit.h"
#include "sync/new_secrets.h"

namespace mcpmx::app {
namespace {

// As known_file() says it of the same file.
compose::KnownFile rendered_file(const std::string& path, const Project& project) {
  compose::KnownFile file{path, std::string(project.document.at("name").as_string()), project.ports,
                          project.subnets, project.container_names};
  std::sort(file.ports.begin(), file.ports.end());
  std::sort(file.subnets.begin(), file.subnets.end());
  std::sort(file.container_names.begin(), file.container_names.end());
  return file;
}

}  // namespace

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
  for (EnvLine& line : end_->project.env) {
    const compose::DotenvEntry* entry = target_.env.find(line.name);
    const std::string* there = entry == nullptr ? nullptr : &target_.value_of(*entry);
    if (line.keep || (there != nullptr && *there == line.value)) continue;
    if (!writes_docker()) {
      line.keep = docker_is_behind_ = true;
      continue;
    }
    const bool by_hand = there != nullptr && target_.record.has_variable(line.name) &&
                         !target_.record.wrote(line.name, *there, *target_.key);
    if (by_hand && !there->empty() &&
        !std::all_of(line.servers.begin(), line.servers.end(),
                     [&](const auto& server) { return is_explained(*there, server); })) {
      line.keep = true;
      continue;
    }
    values_.push_back({line.name, line.value});
  }
  for (const Pair& pair : values_) result_.variables.push_back(pair.name);
  return put_values();
}

Result<void> SyncRun::put_values() {
  compose::Dotenv env = target_.env;
  MCPMX_CHECK(env.set_all(values_));
  result_.env = {target_.env_path, target_.shown_env, target_.env_text, env.text(), {}, {}};
  if (!target_.env_text && values_.empty()) result_.env.before = result_.env.after;
  return {};
}

// Where the file takes an equal value from another variable, a new one of ours is a second copy of
// a secret that nobody reads.
Result<void> SyncRun::forget_unused_values() {
  if (!model_ || values_.empty()) return {};
  const auto is_unused = [&](const std::string& name) {
    return target_.env.find(name) == nullptr && !is_named_in_files(name);
  };
  const auto unused =
      std::erase_if(values_, [&](const Pair& pair) { return is_unused(pair.name); });
  if (unused == 0) return {};
  std::erase_if(result_.variables, is_unused);
  std::erase_if(end_->project.env, [&](const EnvLine& line) {
    if (line.keep || !is_unused(line.name)) return false;
    forgotten_.push_back(line);
    return true;
  });
  return put_values();
}

// As the user named it, or would.
std::string SyncRun::shown_of(const std::string& path) const {
  if (path == target_.path) return target_.shown;
  return path == target_.override_path ? target_.shown_override : path;
}

sync::HandEdits SyncRun::hand_edits() const {
  if (request_.conflict == "profile_wins") return sync::HandEdits::kOverwrite;
  return request_.conflict == "docker_wins" ? sync::HandEdits::kKeep : sync::HandEdits::kAsk;
}

// Of the services that the file has; the names are those of docker_.
std::map<std::string_view, std::string_view> SyncRun::server_by_service() const {
  std::map<std::string_view, std::string_view> servers;
  for (const auto& [name, server] : docker_.servers) {
    for (const auto& [key, service] : server.services) servers.emplace(service.name, name);
  }
  return servers;
}

void SyncRun::note_places(const sync::ProjectChanges& changes,
                          const std::vector<compose::HeldChange>& held) {
  const auto server_of = server_by_service();
  for (const std::string& what : changes.what) result_.places.push_back({"", what});
  for (const auto& place : changes.places) {
    const auto server = server_of.find(place.service);
    if (server != server_of.end()) result_.places[place.change].server = server->second;
  }
  for (const compose::HeldChange& each : held) result_.places[each.change].what.clear();
  std::erase_if(result_.places, [](const auto& place) {
    return place.what.empty() || place.what.starts_with("x-mcpmx");
  });
}

// Servers that a variable of .env is new for.
std::set<std::string_view> SyncRun::newly_secret() const {
  std::set<std::string_view> servers;
  for (const EnvLine& line : end_->project.env) {
    if (line.value.empty() || target_.env.find(line.name) != nullptr) continue;
    servers.insert(line.servers.begin(), line.servers.end());
  }
  return servers;
}

Result<void> SyncRun::plan_compose() {
  if (!model_) {
    result_.known = rendered_file(target_.path, end_->project);
    docker_is_behind_ = !writes_docker();
    if (docker_is_behind_) return {};
    MCPMX_TRY(text, sync::compose_text(end_->project, request_.profile));
    result_.compose.push_back({target_.path, target_.shown, target_.text, std::move(text), {}, {}});
    for (const auto& [name, service] : end_->services) result_.new_services.push_back(name);
    return {};
  }
  if (result_.env.is_changed()) {
    compose::Documents parsed;
    for (compose::SourceFile& file : model_->files)
      parsed.emplace(file.path, std::move(file.document));
    MCPMX_TRY(model, read_model(std::move(parsed), result_.env.after));
    model_ = std::move(model);
  }
  const sync::Base* base = base_ ? &*base_ : nullptr;
  const sync::DockerSide file = docker_side(*model_);
  auto changes = sync::project_changes(result_.plans, *end_, docker_, file, base, hand_edits());
  if (base != nullptr) sync::hide_new_secrets(newly_secret(), *end_, file, *model_, *base, changes);
  result_.unused_volumes = changes.unused_volumes;
  std::erase_if(result_.unused_volumes, [&](const auto& name) { return is_mounted(name); });
  if (!writes_docker()) {
    for (const auto& place : changes.places) held_places_.emplace(place.service, place.leaf);
    docker_is_behind_ = docker_is_behind_ || !changes.changes.empty();
    result_.known = compose::known_file(*model_, target_.path);
    return {};
  }
  MCPMX_TRY(edit, compose::edit_project(*model_, changes.changes));
  note_places(changes, edit.held);
  for (const compose::FileEdit& each : edit.files) {
    const compose::SourceFile& source = model_->files[each.file];
    result_.compose.push_back({source.path,
                               shown_of(source.path),
                               std::string(source.document.text()),
                               std::string(each.document.text()),
                               {},
                               {}});
  }
  for (const auto& each : changes.kept) kept_leaves_.emplace(each.service, each.leaf);
  for (const auto& each : changes.open) {
    open_leaves_.emplace(each.service, each.leaf);
    result_.held.push_back(
        {each.server, "services." + each.service + "." + each.leaf, target_.shown,
         "a person edited it here, and the profile changed what it is made from; "
         "--conflict profile_wins writes the profile's over it, docker_wins "
         "leaves it as it is, so make the change in it yourself first"});
  }
  for (const compose::HeldChange& held : edit.held) {
    result_.held.push_back({"", changes.what[held.change], held.where, held.reason});
    for (const auto& place : changes.places) {
      if (place.change == held.change) held_places_.emplace(place.service, place.leaf);
    }
  }
  result_.new_services = changes.new_services;
  result_.removed_services = changes.removed_services;
  if (edit.files.empty()) {
    result_.known = compose::known_file(*model_, target_.path);
    return {};
  }
  compose::Documents edited;
  for (compose::FileEdit& each : edit.files)
    edited.emplace(model_->files[each.file].path, std::move(each.document));
  MCPMX_TRY(written, read_model(std::move(edited), result_.env.after));
  result_.known = compose::known_file(written, target_.path);
  warn_of_references(written);
  warn_of_ports(written);
  MCPMX_CHECK(check_law(written));
  written_ = std::move(written);
  return {};
}

// The service's, in the file as it was read, where its server is renamed now.
std::string SyncRun::name_before(const std::string& service) const {
  for (const sync::ServerPlan& plan : result_.plans) {
    const auto file = docker_.servers.find(plan.old_name);
    const auto rendered = end_->services.find(service);
    if (plan.old_name.empty() || file == docker_.servers.end() ||
        rendered == end_->services.end() || rendered->second.server != plan.name)
      continue;
    const auto there = file->second.services.find(rendered->second.key);
    if (there != file->second.services.end()) return there->second.name;
  }
  return service;
}

// What is written is read back first: it has to stand for what was meant, or nothing is written.
Result<void> SyncRun::check_law(const compose::ProjectModel& written) {
  const sync::DockerSide after = docker_side(written);
  std::vector<sync::ServerPlan> plans = result_.plans;
  const auto left =
      sync::project_changes(plans, *end_, docker_, after, base_ ? &*base_ : nullptr, hand_edits());
  for (std::size_t i = 0; i < left.what.size(); ++i) {
    const bool is_held =
        std::any_of(result_.held.begin(), result_.held.end(),
                    [&](const HeldEdit& held) { return held.what == left.what[i]; }) ||
        std::any_of(left.places.begin(), left.places.end(), [&](const auto& place) {
          return place.change == i &&
                 held_places_.contains({name_before(place.service), place.leaf});
        });
    if (is_held) continue;
    return failed("the edited file would not say what it is meant to, at " + left.what[i] +
                      ", so nothing was written",
                  target_.shown, "please report it with the file; --dry-run shows the rest");
  }
  return {};
}

}  // namespace mcpmx::app
