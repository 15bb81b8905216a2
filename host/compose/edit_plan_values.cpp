// Adding, setting, removing and renaming one value.
#include <boost/json.hpp>

#include "compose/edit_plan.h"
#include "document/element.h"

namespace mcpmx::compose {

namespace {

using document::NodeKind;

std::span<const std::string> path_of(const Group& group) {
  const Wish& any = group.own.empty() ? group.below.front() : group.own.front();
  return std::span(any.change->path).first(group.depth);
}

bool is_service(const Group& group) { return group.depth == 2 && path_of(group)[0] == "services"; }

}  // namespace

// What is written where a later file takes it back has no effect.
bool EditPlanner::is_reset(const Group& group, const Origin& place) {
  if (project_.resets.empty()) return false;
  const auto keys = path_of(group);
  const std::vector<std::string_view> path(keys.begin(), keys.end());
  const ResetPlace* reset = project_.reset_at(path);
  if (reset == nullptr || reset->origin.file < place.file) return false;
  hold(group.ids(), project_.where(reset->origin),
       std::string("what stands there ") + reason_of(Hold::kReset));
  return true;
}

void EditPlanner::insert(const Value& map, Shape shape, const boost::json::value& value,
                         const Group& group) {
  const ChangeIds ids = group.ids();
  const Origin& origin = map.origin;
  if (origin.editing != Editing::kInPlace) {
    const bool is_held = origin.editing == Editing::kHeld;
    return hold(ids, project_.where(origin),
                is_held ? std::string("its place ") + reason_of(origin.hold)
                        : "there is no place for it in the project's own files");
  }
  if (is_reset(group, origin)) return;
  switch (node_of(origin).kind) {
    case NodeKind::kMap:
    case NodeKind::kNull:
      return edits_of(origin).insert(origin.node, group.key, value, ids);
    case NodeKind::kList: {
      if (is_mapping(shape) && value.is_structured()) break;
      const std::string text =
          is_mapping(shape) ? joined(group.key, value) : std::string(group.key);
      return edits_of(origin).insert(origin.node, {}, boost::json::string(text), ids);
    }
    case NodeKind::kAlias:
      return hold(ids, project_.where(origin), std::string("its place ") + reason_of(Hold::kAlias));
    default:
      break;
  }
  hold(ids, project_.where(origin), "the form in which this is written has no place for it");
}

void EditPlanner::set(const Value& child, Shape shape_of_map, const boost::json::value& value,
                      const Group& group) {
  const Origin& origin = child.origin;
  const document::Document& document = document_of(origin);
  if (!is_item(document, origin.node)) {
    return edits_of(origin).set(document, origin.node, value, group.ids());
  }
  if (is_mapping(shape_of_map) && !value.is_structured()) {
    const Wish* wish = group.wish();
    const bool is_renamed = wish != nullptr && wish->change->new_name;
    const std::string_view name = is_renamed ? *wish->change->new_name : group.key;
    const boost::json::string text(joined(name, value));
    return edits_of(origin).set(document, origin.node, text, group.ids());
  }
  if (!is_mapping(shape_of_map) && value.is_null()) return;
  hold(group.ids(), project_.where(origin), "the list in which this stands has no place for it");
}

std::vector<Origin> EditPlanner::all_of(const Value& child, const Group& group,
                                        const ChangeIds& ids) {
  std::vector<Origin> all = {child.origin};
  if (is_service(group)) {
    const std::string needed = extends_of(group.key, child.origin);
    if (!needed.empty()) {
      hold(ids, needed, "another service extends it");
      return {};
    }
  }
  for (const Origin& hidden : project_.covered.below(child.origin)) {
    // A service takes what it inherits along.
    if (hidden.hold == Hold::kExtends && is_service(group)) continue;
    if (hidden.editing != Editing::kInPlace) {
      const bool is_held = hidden.editing == Editing::kHeld;
      hold(ids, project_.where(hidden),
           std::string("another value would appear in its place, which ") +
               (is_held ? reason_of(hidden.hold) : "came through a merge key"));
      return {};
    }
    all.push_back(hidden);
  }
  for (const Origin& origin : all) {
    const document::Document& document = document_of(origin);
    const document::Node& node = document.node(origin.node);
    if (node.key == document::kNoNode) continue;
    if (!has_below_merge_key(document, node.parent, document.value(node.key))) continue;
    hold(ids, project_.where(origin),
         "another value would appear in its place, which came through a merge key");
    return {};
  }
  return all;
}

void EditPlanner::index_extends() {
  extends_.emplace();
  for (std::uint32_t file = 0; file < project_.files.size(); ++file) {
    const auto services = document::root_of(project_.files[file].document).find("services");
    for (const auto& service : services.entries()) {
      const auto extends = service.value.find("extends");
      if (extends.is_null()) continue;
      const auto named = extends.is_map() ? extends.find("service") : extends;
      extends_->emplace(named.text(), Extending{file, extends.id(), std::string(service.name()),
                                                std::string(extends.find("file").text())});
    }
  }
}

std::string EditPlanner::extends_of(std::string_view service, const Origin& place) {
  if (!extends_) index_extends();
  const auto [begin, end] = extends_->equal_range(std::string(service));
  for (auto it = begin; it != end; ++it) {
    const Extending& extending = it->second;
    // A path that is written in another way is not told apart: rather held than lost.
    const std::string_view written = extending.other_file;
    const bool is_here =
        written.empty()
            ? extending.file == place.file
            : project_.files[place.file].path.ends_with(written.substr(written.rfind('/') + 1));
    if (!is_here || going_.contains({"services", extending.service})) continue;
    return project_.files[extending.file].document.where(extending.node);
  }
  return {};
}

void EditPlanner::remove(const Value& child, const Group& group) {
  for (const Origin& origin : all_of(child, group, group.ids())) {
    edits_of(origin).remove(origin.node, group.ids());
  }
}

bool EditPlanner::rename(const Value& map, Shape shape_of_map, const Value& child,
                         const Group& group) {
  const std::string& name = *group.wish()->change->new_name;
  const ChangeIds ids = ids_of(group.own);
  // The editor knows the keys of one map alone.
  const Value* other = find(map, name);
  const auto keys = path_of(group);
  std::vector<std::string> path(keys.begin(), keys.end());
  path.back() = name;
  if (other != nullptr && !is_nowhere(*other) && !going_.contains(path)) {
    hold(ids, project_.where(other->origin), "the new name is taken");
    return false;
  }
  const std::vector<Origin> all = all_of(child, group, ids);
  for (const Origin& origin : all) {
    const document::Document& document = document_of(origin);
    if (!is_item(document, origin.node)) {
      edits_of(origin).add(document::RenameKey{origin.node, name}, ids);
      continue;
    }
    // NAME=value was written with its new name already, if its value is a new one.
    if (group.sets() && origin == child.origin) continue;
    std::string text = name;
    const std::string_view old = document.value(origin.node);
    const auto equals = is_mapping(shape_of_map) ? old.find('=') : std::string_view::npos;
    if (equals != std::string_view::npos) text += old.substr(equals);
    edits_of(origin).set(document, origin.node, boost::json::string(text), ids);
  }
  return !all.empty();
}

}  // namespace mcpmx::compose
