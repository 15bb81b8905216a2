#include "sync/project_changes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <set>

#include "sync/change_places.h"
#include "sync/declared_parts.h"
#include "sync/extension_changes.h"
#include "sync/leaf_changes.h"

namespace mcpmx::sync {
namespace {

constexpr std::string_view kVolumes = "volumes/";

namespace json = boost::json;

class Changer {
 public:
  Changer(const Rendering& end, const DockerSide& read, const DockerSide& file, const Base* base,
          HandEdits hand_edits)
      : end_(end),
        read_(read),
        file_(file),
        base_(base),
        hand_edits_(hand_edits),
        extension_(end, file) {}

  void add_server(ServerPlan& plan) {
    const std::string& before = plan.old_name.empty() ? plan.name : plan.old_name;
    auto file = file_.servers.find(before);
    // Once it is written, its services have the new name.
    if (file == file_.servers.end()) file = file_.servers.find(plan.name);
    const FileServer none;
    const FileServer& here = file == file_.servers.end() ? none : file->second;
    const BaseServer* base = base_of(before);
    if (!plan.docker && plan.fate == Fate::kPending) {  // nobody can say what they stand for
      for (const auto& [key, service] : here.services) extension_.leave(service.name);
      // Of those that a person deleted, only what waits for a person to decide.
      if (base != nullptr && !plan.held.empty()) {
        for (const auto& [key, service] : base->services) extension_.leave(service.name);
      }
      return;
    }
    if (!plan.docker) {
      for (const auto& [key, service] : here.services) {
        note_edits(plan, service, base_service(base, key));
        remove_service(service);
      }
      return;
    }
    std::set<std::string_view> kept;
    for (const std::string& name : end_.services_of(plan.name)) {
      const RenderedService& rendered = end_.services.at(name);
      const auto there = here.services.find(rendered.key);
      kept.insert(rendered.key);
      if (there != here.services.end()) {
        const FileService* edited = service_in(read_, before, rendered.key);
        const Leaves& was = edited == nullptr ? there->second.leaves : edited->leaves;
        change_service(plan, name, rendered, there->second, was, base_service(base, rendered.key));
      } else if (base != nullptr && base->services.contains(rendered.key) &&
                 plan.fate != Fate::kNewService) {
        plan.hand_edits.push_back(base->services.at(rendered.key).name + " (deleted)");
      } else if (plan.fate == Fate::kPending) {  // of a server that waits as a whole
        extension_.leave(name);
      } else {
        new_service(name);
      }
    }
    for (const auto& [key, service] : here.services) {
      if (kept.empty()) {  // of an entry that renders nothing now: what stands there stays
        extension_.leave(service.name);
        declared_.note_used(service.leaves);
      } else if (!kept.contains(key)) {
        remove_service(service);
      }
    }
  }

  // Networks and volumes that the services need, and x-mcpmx as rendered.
  void add_top() {
    declared_.add(end_, file_, base_, result_);
    extension_.add(result_);
  }

  ProjectChanges take() { return std::move(result_); }

 private:
  const BaseServer* base_of(const std::string& name) const {
    if (base_ == nullptr) return nullptr;
    const auto found = base_->servers.find(name);
    return found == base_->servers.end() ? nullptr : &found->second;
  }
  static const BaseService* base_service(const BaseServer* base, const std::string& key) {
    if (base == nullptr) return nullptr;
    const auto found = base->services.find(key);
    return found == base->services.end() ? nullptr : &found->second;
  }

  static const FileService* service_in(const DockerSide& side, const std::string& server,
                                       const std::string& key) {
    const auto found = side.servers.find(server);
    if (found == side.servers.end()) return nullptr;
    const auto service = found->second.services.find(key);
    return service == found->second.services.end() ? nullptr : &service->second;
  }

  const json::value& body_of(std::string_view part, std::string_view name) const {
    return end_.project.document.at(part).at(name);
  }

  void new_service(const std::string& name) {
    result_.places.push_back({result_.changes.size(), name, ""});
    push_change(result_, {"services", name}, body_of("services", name));
    result_.new_services.push_back(name);
    declared_.note_used(end_.services.at(name).leaves);
  }

  // What a person made of a service that goes: it goes too, and has to be told.
  static void note_edits(ServerPlan& plan, const FileService& there, const BaseService* base) {
    if (base == nullptr) return;
    std::set<std::string_view> paths;
    for (const Leaves* leaves : {&base->leaves, &there.leaves}) {
      for (const auto& [path, value] : *leaves) {
        const std::string* before = value_at(base->leaves, path);
        if (!same(value_at(there.leaves, path), before) && !is_kept_volume(base, path, before))
          paths.insert(path);
      }
    }
    for (const std::string_view path : paths)
      plan.hand_edits.push_back(there.name + "/" + std::string(path));
  }

  // Of a server that was renamed in an earlier sync, as long as the profile wants what it did.
  static bool is_kept_volume(const BaseService* base, std::string_view path,
                             const std::string* wanted) {
    return base != nullptr && path.starts_with(kVolumes) && base->kept.contains(path) &&
           same(wanted, value_at(base->leaves, path));
  }

  void remove_service(const FileService& service) {
    result_.places.push_back({result_.changes.size(), service.name, ""});
    push_change(result_, {"services", service.name}, std::nullopt);
    result_.removed_services.push_back(service.name);
    declared_.note_left(service.leaves);
  }

  void change_service(ServerPlan& plan, const std::string& rendered_name,
                      const RenderedService& rendered, const FileService& there, const Leaves& was,
                      const BaseService* base) {
    const auto explained = plan.explained.find(rendered.key);
    const Leaves nothing;
    const Leaves& stands_for = explained == plan.explained.end() ? nothing : explained->second;
    const bool renames = !plan.old_name.empty() && there.name != rendered_name;
    Leaves end = there.leaves;
    std::vector<LeafEdit> changes;
    std::set<std::string_view> paths;
    for (const auto& [path, value] : there.leaves) paths.insert(path);
    for (const auto& [path, value] : rendered.leaves) paths.insert(path);
    for (const std::string_view path : paths) {
      const std::string* now = value_at(there.leaves, path);
      const std::string* wanted = value_at(rendered.leaves, path);
      // A service that a person gives to the profile gets our label, and is else as it was.
      const bool is_given = plan.adopted && wanted != nullptr && path.starts_with("labels/");
      if (same(now, wanted) || (plan.adopted && !is_given)) continue;
      const std::string* edited = value_at(was, path);
      const bool touched = base == nullptr || !same(edited, value_at(base->leaves, path));
      const bool by_hand = !is_given && touched && !same(edited, value_at(stands_for, path));
      // The data of a renamed server stays where it is.
      const bool keeps_volume = (!plan.old_name.empty() && path.starts_with(kVolumes)) ||
                                is_kept_volume(base, path, wanted);
      const ProjectChanges::OpenLeaf leaf{plan.name, there.name, std::string(path)};
      bool overwrites = false;
      if (by_hand && !keeps_volume && base != nullptr && !plan.adopted) {
        // Not what the file stands for now, so the profile wants it to be another.
        const bool both = !same(wanted, value_at(stands_for, path)) &&
                          !same(wanted, value_at(base->leaves, path));
        if (both || base->open.contains(path)) {
          if (hand_edits_ == HandEdits::kAsk) result_.open.push_back(leaf);
          if (hand_edits_ == HandEdits::kKeep) result_.kept.push_back(leaf);
          overwrites = hand_edits_ == HandEdits::kOverwrite;
        } else if (base->kept.contains(path)) {
          overwrites = hand_edits_ == HandEdits::kOverwrite;
          if (!overwrites) result_.kept.push_back(leaf);
        }
      }
      if (keeps_volume) {
        result_.kept.push_back(leaf);
        continue;
      }
      if (by_hand) {
        auto& named = overwrites ? plan.overruled : plan.hand_edits;
        named.push_back(there.name + "/" + std::string(path));
        if (!overwrites) continue;
      }
      if (wanted == nullptr) {
        end.erase(std::string(path));
      } else {
        end[std::string(path)] = *wanted;
      }
      if (auto change = leaf_change(end_, rendered_name, std::string(path), wanted != nullptr))
        changes.push_back(*std::move(change));
    }
    push_leaves(result_, there.name, changes);
    declared_.note_used(end);
    if (!renames) return;
    push_change(result_, {"services", there.name}, std::nullopt, rendered_name);
    extension_.rename(rendered_name, there.name);
  }

  const Rendering& end_;
  const DockerSide& read_;
  const DockerSide& file_;
  const Base* base_;
  HandEdits hand_edits_;
  DeclaredParts declared_;
  ExtensionChanges extension_;
  ProjectChanges result_;
};

}  // namespace

ProjectChanges project_changes(std::vector<ServerPlan>& plans, const Rendering& end,
                               const DockerSide& read, const DockerSide& file, const Base* base,
                               HandEdits hand_edits) {
  Changer changer(end, read, file, base, hand_edits);
  for (ServerPlan& plan : plans) changer.add_server(plan);
  changer.add_top();
  return changer.take();
}

}  // namespace mcpmx::sync
