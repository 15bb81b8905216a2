// What may not be edited, said before anything is written: values that a tag does not allow, names
// that are taken, keys that stand twice, edits that contradict each other.
#include <boost/json.hpp>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "document/edit_parts.h"

namespace mcpmx::document {
namespace {

// What a core tag makes of its node; nothing for tags of others, which say nothing of the kind.
std::optional<NodeKind> kind_of_tag(std::string_view tag) {
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  if (!tag.starts_with(kCore)) return std::nullopt;
  tag.remove_prefix(kCore.size());
  if (tag == "null") return NodeKind::kNull;
  if (tag == "bool") return NodeKind::kBool;
  if (tag == "int" || tag == "float") return NodeKind::kNumber;
  if (tag == "seq" || tag == "omap" || tag == "pairs") return NodeKind::kList;
  if (tag == "map" || tag == "set") return NodeKind::kMap;
  return NodeKind::kString;
}

NodeKind kind_of(const boost::json::value& value) {
  if (value.is_null()) return NodeKind::kNull;
  if (value.is_bool()) return NodeKind::kBool;
  if (value.is_string()) return NodeKind::kString;
  if (value.is_array()) return NodeKind::kList;
  return value.is_object() ? NodeKind::kMap : NodeKind::kNumber;
}

// The tag stays, so that the value must be what it says.
Result<void> check_tag(const EditSite& site, const SetValue& set) {
  const auto kind = kind_of_tag(site.document.tag(set.node));
  if (!kind || *kind == kind_of(set.value)) return {};
  return site.refusal(set.node,
                      std::string("its tag makes this ") + kind_name(*kind) +
                          ", and the new value is " + kind_name(kind_of(set.value)),
                      "remove the tag by hand");
}

// That the edit names what it can be made to.
Result<void> check_target(const EditSite& site, const Edit& edit) {
  const NodeId id = node_of(edit);
  const Node& node = site.node(id);
  if (std::holds_alternative<RenameKey>(edit) && node.key == kNoNode) {
    return site.refusal(id, "an item of a list has no name");
  }
  if (std::holds_alternative<Remove>(edit) && node.parent == kNoNode) {
    return site.refusal(id, "the whole document cannot go");
  }
  const auto* insert = std::get_if<Insert>(&edit);
  if (insert == nullptr) return {};
  if (node.kind != NodeKind::kNull && node.kind != NodeKind::kMap && node.kind != NodeKind::kList) {
    return site.refusal(
        id,
        std::string("a new entry needs a list or an object, and this is ") + kind_name(node.kind),
        "write the value out as a list or an object");
  }
  if (insert->after != kNoNode && site.node(insert->after).parent != id) {
    return site.refusal(id, "a new entry cannot follow what stands elsewhere");
  }
  return {};
}

// Nothing may be changed twice, nor within what goes as a whole.
Result<void> check_disjoint(const EditSite& site, std::span<const Edit> edits) {
  constexpr const char* kTwice = "two changes at once concern this";
  std::unordered_set<NodeId> whole;
  std::unordered_set<NodeId> renamed;
  std::unordered_set<NodeId> removed;
  for (const Edit& edit : edits) {
    if (std::holds_alternative<Insert>(edit)) continue;
    const bool is_rename = std::holds_alternative<RenameKey>(edit);
    if (std::holds_alternative<Remove>(edit)) removed.insert(node_of(edit));
    if (!(is_rename ? renamed : whole).insert(node_of(edit)).second) {
      return site.refusal(node_of(edit), kTwice, "make them one after the other");
    }
  }
  for (const Edit& edit : edits) {
    const NodeId id = node_of(edit);
    // A value that goes as a whole may get another name, if it stays itself.
    const bool is_within_node = std::holds_alternative<Insert>(edit);
    if (std::holds_alternative<RenameKey>(edit) && removed.contains(id)) {
      return site.refusal(id, kTwice, "make them one after the other");
    }
    for (NodeId above = is_within_node ? id : site.node(id).parent; above != kNoNode;
         above = site.node(above).parent) {
      if (whole.contains(above)) {
        return site.refusal(id, kTwice, "make them one after the other");
      }
    }
  }
  return {};
}

// Of keys that stand twice readers take one or the other, so that an edit of either may be lost.
Result<void> check_duplicates(const EditSite& site, std::span<const Edit> edits) {
  std::unordered_map<NodeId, NodeId> other;
  for (const Duplicate& duplicate : site.document.duplicates()) {
    other.emplace(duplicate.first, duplicate.second);
    other.emplace(duplicate.second, duplicate.first);
  }
  if (other.empty()) return {};
  for (const Edit& edit : edits) {
    for (NodeId id = node_of(edit); id != kNoNode; id = site.node(id).parent) {
      const auto found = other.find(site.node(id).key);
      if (found == other.end()) continue;
      return site.refusal(id,
                          "the key " + quoted_name(site.document.value(found->first)) +
                              " stands twice in one object, here and in line " +
                              std::to_string(site.document.line(found->second)),
                          "remove or rename one of them by hand");
    }
  }
  return {};
}

// The names that a map has when all is done.
class Names {
 public:
  Names(const EditSite& site, std::span<const Edit> edits) : site_(site) {
    for (const Edit& edit : edits) {
      if (const auto* remove = std::get_if<Remove>(&edit)) changed_.insert(remove->node);
      if (const auto* rename = std::get_if<RenameKey>(&edit)) changed_.insert(rename->node);
    }
  }

  Result<void> add(NodeId map, NodeId at, std::string_view name) {
    auto& names = names_of(map);
    if (names.insert(name).second) return {};
    return site_.refusal(at, "the key " + quoted_name(name) + " stands there already",
                         "choose another name, or change the value of this one");
  }

 private:
  std::unordered_set<std::string_view>& names_of(NodeId map) {
    const auto [place, is_new] = names_.try_emplace(map);
    if (!is_new) return place->second;
    for (NodeId child = site_.node(map).first_child; child != kNoNode;
         child = site_.node(child).next_sibling) {
      if (changed_.contains(child)) continue;
      const NodeId key = site_.node(child).key;
      const bool is_alias = site_.node(key).kind == NodeKind::kAlias;
      place->second.insert(site_.document.value(is_alias ? site_.node(key).target : key));
    }
    return place->second;
  }

  const EditSite& site_;
  std::unordered_set<NodeId> changed_;
  std::unordered_map<NodeId, std::unordered_set<std::string_view>> names_;
};

Result<void> check_names(const EditSite& site, std::span<const Edit> edits) {
  Names names(site, edits);
  for (const Edit& edit : edits) {
    if (const auto* rename = std::get_if<RenameKey>(&edit)) {
      MCPMX_CHECK(names.add(site.node(rename->node).parent, rename->node, rename->name));
    } else if (const auto* insert = std::get_if<Insert>(&edit)) {
      const NodeKind kind = site.node(insert->into).kind;
      if (kind == NodeKind::kList || (kind == NodeKind::kNull && insert->as_item)) continue;
      MCPMX_CHECK(names.add(insert->into, insert->into, insert->key));
    }
  }
  return {};
}

}  // namespace

NodeId node_of(const Edit& edit) {
  if (const auto* insert = std::get_if<Insert>(&edit)) return insert->into;
  return std::visit(
      [](const auto& change) -> NodeId {
        if constexpr (requires { change.node; }) return change.node;
        return kNoNode;
      },
      edit);
}

Result<void> check_edits(const EditSite& site, std::span<const Edit> edits) {
  for (const Edit& edit : edits) {
    if (const auto* set = std::get_if<SetValue>(&edit)) {
      MCPMX_CHECK(check_value(set->value));
      MCPMX_CHECK(check_tag(site, *set));
    }
    if (const auto* insert = std::get_if<Insert>(&edit)) {
      MCPMX_CHECK(check_value(insert->value));
      MCPMX_CHECK(check_value(boost::json::string(insert->key)));
    }
    if (const auto* rename = std::get_if<RenameKey>(&edit)) {
      MCPMX_CHECK(check_value(boost::json::string(rename->name)));
    }
    MCPMX_CHECK(check_target(site, edit));
  }
  MCPMX_CHECK(check_disjoint(site, edits));
  MCPMX_CHECK(check_duplicates(site, edits));
  MCPMX_CHECK(check_names(site, edits));
  return check_shared(site, edits);
}

}  // namespace mcpmx::document
