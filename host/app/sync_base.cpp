#include "app/sync_base.h"

#include <algorithm>
#include <boost/json.hpp>

#include "compose/interpolation.h"
#include "sync/docker_variables.h"
#include "sync/entry_fields.h"
#include "sync/server_case.h"

namespace mcpmx::app {
namespace {

sync::Leaves hidden(const sync::Leaves& leaves, const sync::Handles& handles) {
  sync::Leaves result;
  for (const auto& [path, value] : leaves) result.emplace(path, handles.hide_json(value));
  return result;
}

// What the base held of a server before, hidden again.
sync::BaseServer kept(const sync::BaseServer& before, const sync::Handles& handles) {
  sync::BaseServer server = before;
  server.entry = handles.hide(before.entry);
  for (auto& [key, service] : server.services) service.leaves = hidden(service.leaves, handles);
  return server;
}

std::set<std::string, std::less<>> leaves_of(const HeldPlaces& places, const std::string& service) {
  std::set<std::string, std::less<>> leaves;
  for (auto at = places.lower_bound({service, ""}); at != places.end() && at->first == service;
       ++at)
    leaves.insert(at->second);
  return leaves;
}

bool has_held_place(const HeldPlaces& places, const sync::FileServer& server) {
  return std::any_of(server.services.begin(), server.services.end(), [&](const auto& each) {
    const auto at = places.lower_bound({each.second.name, ""});
    return at != places.end() && at->first == each.second.name;
  });
}

class BaseMaker {
 public:
  explicit BaseMaker(const BaseInput& input) : input_(input) {
    for (const EnvLine& line : input.end.project.env) {
      if (!line.keep && !line.value.empty()) given_.insert(line.name);
    }
  }

  // `rendered`: the services of plan.base.
  void add(const sync::ServerPlan& plan, const sync::LeavesView& rendered) {
    const sync::BaseServer* before = before_of(plan);
    const bool removal_is_held = !plan.docker && before != nullptr && has_held(plan, "");
    if (plan.fate == sync::Fate::kPending || removal_is_held) {
      if (before == nullptr) return;
      sync::BaseServer server = kept(*before, input_.handles);
      note_profile(plan, before->entry, server);
      base_.servers.emplace(name_after(plan), std::move(server));
      return;
    }
    if (!plan.base) return;
    sync::BaseServer server;
    if (plan.docker) {
      for (const auto& [key, leaves] : rendered)
        add_service(plan, std::string(key), *leaves, server);
    }
    add_secrets(plan, server);
    if (plan.is_pending() && before != nullptr)
      server.secrets.insert(before->secrets.begin(), before->secrets.end());
    if (!server.services.empty())
      server.entry = handles_for(plan).hide(sync::without_hidden_pairs(*plan.base));
    note_profile(plan, *plan.base, server);
    server.entry.name = name_after(plan);
    base_.servers.emplace(name_after(plan), std::move(server));
  }

  sync::Base take() {
    base_.profile = input_.profile;
    base_.top = input_.end.top;
    return std::move(base_);
  }

 private:
  // What is undecided has values of the base before, whose secrets .env need not have now.
  const sync::Handles& handles_for(const sync::ServerPlan& plan) const {
    const sync::FileServer* file = file_of(plan);
    const bool is_behind = file != nullptr && has_held_place(input_.held, *file);
    return plan.is_pending() || is_behind ? input_.handles : input_.lasting;
  }

  void note_profile(const sync::ServerPlan& plan, const Server& base,
                    sync::BaseServer& server) const {
    server.profile.clear();
    if (plan.profile && !sync::same_definition(*plan.profile, base))
      server.profile = sync::definition_hash(*plan.profile, input_.handles);
  }

  static const std::string& name_before(const sync::ServerPlan& plan) {
    return plan.old_name.empty() ? plan.name : plan.old_name;
  }

  // The server's name on the Docker side from now on: what the label says by which a service is
  // known.
  const std::string& name_after(const sync::ServerPlan& plan) const {
    const bool label_is_held = has_held(plan, "") || has_held(plan, "labels/mcpmx.server");
    return input_.writes_docker && !label_is_held ? plan.name : name_before(plan);
  }

  const sync::BaseServer* before_of(const sync::ServerPlan& plan) const {
    if (input_.before == nullptr) return nullptr;
    const auto found = input_.before->servers.find(name_before(plan));
    return found == input_.before->servers.end() ? nullptr : &found->second;
  }

  const sync::FileServer* file_of(const sync::ServerPlan& plan) const {
    const auto found = input_.docker.servers.find(name_before(plan));
    return found == input_.docker.servers.end() ? nullptr : &found->second;
  }

  bool is_held(const std::string& service, const std::string& leaf) const {
    return input_.held.contains({service, leaf});
  }

  // Whether the leaf of one of its services is; "": a service as a whole.
  bool has_held(const sync::ServerPlan& plan, const std::string& leaf) const {
    const sync::FileServer* file = file_of(plan);
    return file != nullptr &&
           std::any_of(file->services.begin(), file->services.end(),
                       [&](const auto& each) { return is_held(each.second.name, leaf); });
  }

  // Variables of its containers that take a value of the profile from .env. Rules and equal values
  // tell it now; one of the values may be another tomorrow.
  void add_secrets(const sync::ServerPlan& plan, sync::BaseServer& server) const {
    const auto& project = input_.end.project;
    for (const std::string& name : input_.end.services_of(plan.name)) {
      const boost::json::value* variables =
          project.document.at("services").at(name).as_object().if_contains("environment");
      if (variables == nullptr || !variables->is_object()) continue;
      for (const auto& variable : variables->get_object()) {
        if (!variable.value().is_string()) continue;
        const auto reference = compose::sole_reference(variable.value().get_string());
        if (reference && given_.contains(reference->name)) server.secrets.emplace(variable.key());
      }
    }
  }

  void add_service(const sync::ServerPlan& plan, const std::string& key,
                   const sync::Leaves& rendered, sync::BaseServer& server) {
    std::string name = input_.end.name_of(plan.name, key);
    const sync::FileServer* file = file_of(plan);
    const sync::FileService* there = nullptr;
    if (file != nullptr && file->services.contains(key)) there = &file->services.at(key);
    if (there == nullptr && is_held(name, "")) return;  // it is not in the file: tried again
    const sync::Handles& handles = handles_for(plan);
    sync::Leaves leaves = hidden(rendered, handles);
    if (there != nullptr) {
      // What could not be written is tried again, and is no edit of a person's.
      for (auto held = input_.held.lower_bound({there->name, ""});
           held != input_.held.end() && held->first == there->name; ++held) {
        const auto now = there->leaves.find(held->second);
        if (now == there->leaves.end()) {
          leaves.erase(held->second);
        } else {
          leaves[held->second] = handles.hide_json(now->second);
        }
      }
      // Where a person gave the service another name, that is its name.
      if (plan.old_name.empty() || !input_.writes_docker) name = there->name;
    }
    sync::BaseService service{name, std::move(leaves)};
    const std::string& in_file = there == nullptr ? name : there->name;
    service.open = leaves_of(input_.open, in_file);
    service.kept = leaves_of(input_.kept, in_file);
    server.services.emplace(key, std::move(service));
  }

  const BaseInput& input_;
  std::set<std::string_view> given_;  // variables with a value of the profile
  sync::Base base_;
};

sync::LeavesView view_of(const sync::ServiceLeaves& services) {
  sync::LeavesView view;
  for (const auto& [key, leaves] : services) view.emplace(key, &leaves);
  return view;
}

}  // namespace

void reveal_base(sync::Base& base, const sync::Handles& handles) {
  for (auto& [name, server] : base.servers) {
    server.entry = handles.reveal(server.entry);
    for (auto& [key, service] : server.services) {
      for (auto& [path, value] : service.leaves) value = handles.reveal_json(value);
    }
  }
}

void keep_unwritten(const HeldPlaces& held, const sync::DockerSide& docker,
                    const sync::Handles& handles, std::vector<sync::ServerPlan>& plans) {
  for (sync::ServerPlan& plan : plans) {
    const auto file = docker.servers.find(plan.old_name.empty() ? plan.name : plan.old_name);
    if (!plan.base || file == docker.servers.end()) continue;
    if (!has_held_place(held, file->second)) continue;
    sync::Fields fields = sync::fields_of(*plan.base);
    for (const sync::FieldPlan& field : plan.fields) {
      if (!field.comes_to_docker()) continue;
      fields.erase(field.state.path);
      if (field.state.base) fields[field.state.path] = handles.reveal_json(*field.state.base);
    }
    plan.base = sync::entry_of(fields, *plan.base);
  }
}

Result<sync::Base> next_base(const BaseInput& input, sync::EntryRenderer& renderer) {
  // Of servers with something undecided the base is no end of either side, and has to be rendered.
  const auto is_undecided = [](const sync::ServerPlan& plan) {
    return plan.is_pending() && plan.base && plan.docker;
  };
  std::vector<Server> undecided;
  for (const sync::ServerPlan& plan : input.plans) {
    if (is_undecided(plan)) undecided.push_back(*plan.base);
  }
  MCPMX_TRY(rendered, renderer.render(undecided));
  BaseMaker maker(input);
  auto next = rendered.cbegin();
  for (const sync::ServerPlan& plan : input.plans)
    maker.add(plan, is_undecided(plan) ? view_of(*next++) : input.end.view_of(plan.name));
  return maker.take();
}

std::set<std::string, std::less<>> shared_elsewhere(const ComposeTarget& target,
                                                    const std::vector<const Server*>& profile) {
  std::set<std::string, std::less<>> shared;
  std::vector<Diagnostic> ignored;
  for (const compose::KnownFile& file : target.neighbours) {
    if (!target.has_library_of(file)) continue;
    const auto base = sync::load_base(file.path, ignored);
    if (!base || !*base) continue;
    const auto& servers = (*base)->servers;
    for (const Server* server : profile) {
      const auto found = servers.find(server->name);
      if (found != servers.end() && !found->second.services.empty()) shared.insert(server->name);
    }
  }
  return shared;
}

}  // namespace mcpmx::app
