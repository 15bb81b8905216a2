#include "sync/project_changes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <set>

#include "compose/leaves.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

// Where the settings of services stand; their names need no escaping in a path.
constexpr std::string_view kSections = "x-mcpmx/services/";

std::string section_of(std::string_view name) {
  return std::string(kSections).append(name).append("/");
}

const std::string* value_at(const Leaves& leaves, std::string_view path) {
  const auto found = leaves.find(path);
  return found == leaves.end() ? nullptr : &found->second;
}

bool same(const std::string* a, const std::string* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

// What stands at the path in the rendered document. `path` grows shorter where the leaf has no
// place of its own there: a network of a list, a part of a short form.
// Borrowed from `part`; null where the path is empty in the end.
const json::value* written_at(const json::object& part, std::vector<std::string>& path) {
  const json::object* object = &part;
  const json::value* value = nullptr;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const json::value* next = object == nullptr ? nullptr : object->if_contains(path[i]);
    if (next == nullptr) {
      path.resize(i);
      break;
    }
    value = next;
    object = next->if_object();
  }
  return value;
}

std::string joined(const std::vector<std::string>& path, char between) {
  std::string text;
  for (const std::string& part : path) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

class Changer {
 public:
  Changer(const Rendering& end, const DockerSide& read, const DockerSide& file, const Base* base,
          HandEdits hand_edits)
      : end_(end), read_(read), file_(file), base_(base), hand_edits_(hand_edits) {}

  void add_server(ServerPlan& plan) {
    const std::string& before = plan.old_name.empty() ? plan.name : plan.old_name;
    auto file = file_.servers.find(before);
    // Once it is written, its services have the new name.
    if (file == file_.servers.end()) file = file_.servers.find(plan.name);
    const FileServer none;
    const FileServer& here = file == file_.servers.end() ? none : file->second;
    const BaseServer* base = base_of(before);
    if (!plan.docker && plan.fate == Fate::kPending) {  // nobody can say what they stand for
      for (const auto& [key, service] : here.services) stays_.insert(service.name);
      return;
    }
    if (!plan.docker) {
      for (const auto& [key, service] : here.services) {
        const BaseService* known = base_service(base, key);
        note_edits(plan, service, known == nullptr ? nullptr : &known->leaves);
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
      } else if (plan.fate == Fate::kNewService || base == nullptr ||
                 !base->services.contains(rendered.key)) {
        new_service(name);
      } else {
        plan.hand_edits.push_back(base->services.at(rendered.key).name + " (deleted)");
      }
    }
    for (const auto& [key, service] : here.services) {
      if (kept.empty()) {  // of an entry that renders nothing now: what stands there stays
        stays_.insert(service.name);
        note_used(service.leaves);
      } else if (!kept.contains(key)) {
        remove_service(service);
      }
    }
  }

  // Networks and volumes that the services need, and x-mcpmx as rendered.
  void add_top() {
    for (const std::string_view part : {"networks", "volumes"}) add_part(part);
    add_extension();
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

  void push(std::vector<std::string> path, std::optional<json::value> value,
            std::optional<std::string> new_name = std::nullopt) {
    result_.what.push_back(joined(path, '.'));
    result_.changes.push_back({std::move(path), std::move(value), std::move(new_name)});
  }

  const json::value& body_of(std::string_view part, std::string_view name) const {
    return end_.project.document.at(part).at(name);
  }

  void new_service(const std::string& name) {
    result_.places.push_back({result_.changes.size(), name, ""});
    push({"services", name}, body_of("services", name));
    result_.new_services.push_back(name);
    note_used(end_.services.at(name).leaves);
  }

  // What a person made of a service that goes: it goes too, and has to be told.
  static void note_edits(ServerPlan& plan, const FileService& there, const Leaves* base) {
    if (base == nullptr) return;
    std::set<std::string_view> paths;
    for (const Leaves* leaves : {base, &there.leaves}) {
      for (const auto& [path, value] : *leaves) {
        if (!same(value_at(there.leaves, path), value_at(*base, path))) paths.insert(path);
      }
    }
    for (const std::string_view path : paths)
      plan.hand_edits.push_back(there.name + "/" + std::string(path));
  }

  void remove_service(const FileService& service) {
    result_.places.push_back({result_.changes.size(), service.name, ""});
    push({"services", service.name}, std::nullopt);
    result_.removed_services.push_back(service.name);
    note_networks(service.leaves, left_networks_);
  }

  void change_service(ServerPlan& plan, const std::string& rendered_name,
                      const RenderedService& rendered, const FileService& there, const Leaves& was,
                      const BaseService* base) {
    const auto explained = plan.explained.find(rendered.key);
    const Leaves nothing;
    const Leaves& stands_for = explained == plan.explained.end() ? nothing : explained->second;
    const bool renames = !plan.old_name.empty() && there.name != rendered_name;
    Leaves end = there.leaves;
    std::vector<LeafChange> changes;
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
      const bool keeps_volume = !plan.old_name.empty() && path.starts_with("volumes/");
      bool overwrites = false;
      if (by_hand && !keeps_volume && base != nullptr && !plan.adopted) {
        // Not what the file stands for now, so the profile wants it to be another.
        const bool both = !same(wanted, value_at(stands_for, path)) &&
                          !same(wanted, value_at(base->leaves, path));
        const ProjectChanges::OpenLeaf leaf{plan.name, there.name, std::string(path)};
        if (both || base->open.contains(path)) {
          if (hand_edits_ == HandEdits::kAsk) result_.open.push_back(leaf);
          if (hand_edits_ == HandEdits::kKeep) result_.kept.push_back(leaf);
          overwrites = hand_edits_ == HandEdits::kOverwrite;
        } else if (base->kept.contains(path)) {
          result_.kept.push_back(leaf);
        }
      }
      if ((by_hand && !overwrites) || keeps_volume) {
        plan.hand_edits.push_back(there.name + "/" + std::string(path));
        continue;
      }
      if (wanted == nullptr) {
        end.erase(std::string(path));
      } else {
        end[std::string(path)] = *wanted;
      }
      if (auto change = leaf_change(rendered_name, std::string(path), wanted != nullptr))
        changes.push_back(*std::move(change));
    }
    push_leaves(there.name, std::move(changes));
    note_used(end);
    if (!renames) return;
    push({"services", there.name}, std::nullopt, rendered_name);
    old_names_.emplace(rendered_name, there.name);
  }

  struct LeafChange {
    std::string leaf;
    std::vector<std::string> path;     // in the service
    std::optional<json::value> value;  // nothing: it goes
    bool is_whole = false;             // the document writes it only with what stands around it
  };

  // nullopt: a default of Compose, which nobody writes.
  std::optional<LeafChange> leaf_change(const std::string& rendered_name, std::string leaf,
                                        bool is_set) const {
    LeafChange change{std::move(leaf), {}, {}};
    change.path = compose::split_path(change.leaf);
    if (!is_set) return change;
    if (const json::value* item = end_.written_item(rendered_name, change.leaf)) {
      change.value = *item;
      return change;
    }
    const std::size_t depth = change.path.size();
    const json::value* written =
        written_at(body_of("services", rendered_name).as_object(), change.path);
    if (written == nullptr) return std::nullopt;
    change.value = *written;
    change.is_whole = change.path.size() < depth;
    return change;
  }

  // What is written whole takes in the changes of its parts.
  void push_leaves(const std::string& service, const std::vector<LeafChange>& changes) {
    struct Whole {
      const json::value* value = nullptr;
      std::optional<std::size_t> change;
    };
    std::map<std::vector<std::string>, Whole> wholes;
    for (const LeafChange& change : changes) {
      if (change.is_whole) wholes.emplace(change.path, Whole{&*change.value, {}});
    }
    const auto push_at = [&](std::vector<std::string> path, std::optional<json::value> value) {
      path.insert(path.begin(), {"services", service});
      push(std::move(path), std::move(value));
    };
    for (const LeafChange& change : changes) {
      Whole* whole = nullptr;
      std::vector<std::string> above;
      for (auto key = change.path.begin();
           key != change.path.end() && whole == nullptr && !wholes.empty(); ++key) {
        above.push_back(*key);
        if (const auto found = wholes.find(above); found != wholes.end()) whole = &found->second;
      }
      if (whole == nullptr) {
        result_.places.push_back({result_.changes.size(), service, change.leaf});
        push_at(change.path, change.value);
        continue;
      }
      if (!whole->change) {
        whole->change = result_.changes.size();
        push_at(std::move(above), *whole->value);
      }
      result_.places.push_back({*whole->change, service, change.leaf});
    }
  }

  static void note_networks(const Leaves& leaves, std::set<std::string, std::less<>>& names) {
    constexpr std::string_view kNetworks = "networks/";
    for (auto at = leaves.lower_bound(kNetworks);
         at != leaves.end() && at->first.starts_with(kNetworks); ++at)
      names.insert(compose::split_path(at->first).at(1));
  }

  // What a service that is in the file in the end needs to be declared.
  void note_used(const Leaves& leaves) {
    constexpr std::string_view kVolumes = "volumes/";
    note_networks(leaves, used_networks_);
    for (auto at = leaves.lower_bound(kVolumes);
         at != leaves.end() && at->first.starts_with(kVolumes); ++at) {
      const json::value mount = json::parse(at->second);
      if (!mount.is_object()) continue;
      const json::value* source = mount.get_object().if_contains("source");
      if (source != nullptr && source->is_string())
        used_volumes_.insert(std::string(source->get_string()));
    }
  }

  void add_part(std::string_view part) {
    const std::string prefix = std::string(part) + "/";
    const auto names_in = [&](const Leaves& leaves) {
      std::set<std::string> names;
      for (auto at = leaves.lower_bound(prefix);
           at != leaves.end() && at->first.starts_with(prefix); ++at) {
        names.insert(compose::split_path(at->first).at(1));
      }
      return names;
    };
    const auto here = names_in(file_.top);
    const bool are_volumes = part == "volumes";
    const auto wanted = names_in(end_.top);
    for (const std::string& name : wanted) {
      if (here.contains(name) || (are_volumes && !used_volumes_.contains(name))) continue;
      push({std::string(part), name}, body_of(part, name));
    }
    if (base_ == nullptr) return;
    for (const std::string& name : names_in(base_->top)) {
      if (!here.contains(name)) continue;
      if (are_volumes) {
        if (!used_volumes_.contains(name)) result_.unused_volumes.push_back(name);
      } else if (!wanted.contains(name) && !used_networks_.contains(name) &&
                 file_.unmanaged.empty() && left_networks_.contains(name)) {
        // With the last of its services. Where a person deleted those, the rest is a person's too.
        push({std::string(part), name}, std::nullopt);
      }
    }
  }

  // The extension, with the sections of renamed services under their new names.
  Leaves renamed_extension() {
    const auto has_section = [&](const std::string& name) {
      const std::string section = section_of(name);
      const auto at = file_.extension.lower_bound(section);
      return at != file_.extension.end() && at->first.starts_with(section);
    };
    std::erase_if(old_names_, [&](const auto& names) {
      return !has_section(names.second) || has_section(names.first);
    });
    Leaves here = file_.extension;
    for (const auto& [name, old_name] : old_names_) {
      const std::string section = section_of(old_name);
      for (auto at = here.lower_bound(section);
           at != here.end() && at->first.starts_with(section);) {
        here.emplace(section_of(name) + at->first.substr(section.size()), at->second);
        at = here.erase(at);
      }
    }
    return here;
  }

  // Until the last change a section goes by the name that it has in the file.
  void push_extension(std::vector<std::string> path, std::optional<json::value> value) {
    if (path.size() > 2 && path[1] == "services") {
      const auto old_name = old_names_.find(path[2]);
      if (old_name != old_names_.end()) path[2] = old_name->second;
    }
    push(std::move(path), std::move(value));
  }

  // Ours alone, but for what a person wrote there, which rendering gives back as it is.
  void add_extension() {
    const json::value* ours = end_.project.document.if_contains("x-mcpmx");
    if (file_.extension.empty()) {
      if (ours != nullptr) push({"x-mcpmx"}, *ours);
      return;
    }
    const Leaves here = renamed_extension();
    std::set<std::string> whole;
    for (const auto& [leaf, value] : end_.extension) {
      const std::string* now = value_at(here, leaf);
      if (now != nullptr && *now == value) continue;
      std::vector<std::string> path = compose::split_path(leaf);
      if (path.size() > 3 && path[1] == "services") {
        if (stays_.contains(path[2])) continue;
        // The section of a service that is new here.
        const std::string section = leaf.substr(0, leaf.find('/', kSections.size()) + 1);
        const auto there = here.lower_bound(section);
        if (there == here.end() || !there->first.starts_with(section)) path.resize(3);
      }
      const json::value* written = written_at(end_.project.document, path);
      if (written != nullptr && whole.insert(joined(path, '/')).second)
        push_extension(std::move(path), *written);
    }
    std::set<std::string> gone;
    for (const auto& [leaf, value] : here) {
      if (end_.extension.contains(leaf)) continue;
      const std::vector<std::string> path = compose::split_path(leaf);
      if (path.size() < 4 || path[1] != "services" || path[3] != "generated") continue;
      if (stays_.contains(path[2])) continue;
      remove_stale(path, gone);
    }
    for (const auto& [name, old_name] : old_names_)
      push({"x-mcpmx", "services", old_name}, std::nullopt, name);
  }

  void remove_stale(const std::vector<std::string>& path, std::set<std::string>& gone) {
    const json::value* sections =
        end_.project.document.at("x-mcpmx").as_object().if_contains("services");
    const bool has_section = sections != nullptr && sections->as_object().contains(path[2]);
    const bool has_generated =
        has_section && sections->at(path[2]).as_object().contains("generated");
    std::vector<std::string> place = path;
    if (!has_section) {
      place.resize(3);
    } else if (!has_generated) {
      place.resize(4);
    }
    if (gone.insert(joined(place, '/')).second) push_extension(std::move(place), std::nullopt);
  }

  const Rendering& end_;
  const DockerSide& read_;
  const DockerSide& file_;
  const Base* base_;
  HandEdits hand_edits_;
  std::map<std::string, std::string, std::less<>> old_names_;  // of services, by the new ones
  std::set<std::string, std::less<>> used_networks_, used_volumes_;
  std::set<std::string, std::less<>> left_networks_;  // of services that go
  std::set<std::string, std::less<>> stays_;          // services as they are, whatever is rendered
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
