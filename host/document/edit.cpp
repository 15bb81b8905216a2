#include "document/edit.h"

#include <boost/json.hpp>
#include <map>
#include <unordered_set>

#include "document/edit_law.h"
#include "document/edit_parts.h"
#include "document/reader.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

NodeId node_of(const Edit& edit) {
  if (const auto* insert = std::get_if<Insert>(&edit)) return insert->into;
  return std::visit(
      [](const auto& change) -> NodeId {
        if constexpr (requires { change.node; }) return change.node;
        return kNoNode;
      },
      edit);
}

const boost::json::value* value_of(const Edit& edit) {
  if (const auto* set = std::get_if<SetValue>(&edit)) return &set->value;
  if (const auto* insert = std::get_if<Insert>(&edit)) return &insert->value;
  return nullptr;
}

// Nodes with an anchor that an alias uses.
std::unordered_map<NodeId, NodeId> first_users(const Document& document) {
  std::unordered_map<NodeId, NodeId> users;
  for (NodeId id = 0; id < document.size(); ++id) {
    if (document.node(id).kind == NodeKind::kAlias) users.emplace(document.node(id).target, id);
  }
  return users;
}

class Sharing {
 public:
  explicit Sharing(const EditSite& site) : site_(site), users_(first_users(site.document)) {}

  // An edit at or below a node that aliases use changes them all.
  Result<void> check(const Edit& edit) const {
    if (users_.empty()) return {};
    const NodeId id = node_of(edit);
    if (std::holds_alternative<Remove>(edit)) MCPMX_CHECK(check_removed(id, id));
    if (const auto* set = std::get_if<SetValue>(&edit)) MCPMX_CHECK(check_below(id, set->node));
    if (site_.options.shared) return {};
    for (NodeId above = id; above != kNoNode; above = site_.node(above).parent) {
      const auto user = users_.find(above);
      const bool goes_itself = above == id && std::holds_alternative<Remove>(edit);
      if (user == users_.end() || goes_itself) continue;
      return site_.refusal(id,
                           "other places use this through the alias *" +
                               std::string(site_.document.anchor(above)) + ", first in line " +
                               std::to_string(site_.document.line(user->second)),
                           "write the value out there, or say that all of them are meant");
    }
    return {};
  }

 private:
  // No anchor may go while something else uses it.
  Result<void> check_removed(NodeId id, NodeId removed) const {
    const auto user = users_.find(id);
    if (user != users_.end() && !is_within(user->second, removed)) {
      return site_.refusal(removed,
                           "the anchor &" + std::string(site_.document.anchor(id)) +
                               " would go with it, and line " +
                               std::to_string(site_.document.line(user->second)) + " uses it",
                           "write the value out where it is used");
    }
    return check_below(id, removed);
  }

  Result<void> check_below(NodeId id, NodeId removed) const {
    for (NodeId child = site_.node(id).first_child; child != kNoNode;
         child = site_.node(child).next_sibling) {
      const NodeId key = site_.node(child).key;
      if (key != kNoNode) MCPMX_CHECK(check_removed(key, removed));
      MCPMX_CHECK(check_removed(child, removed));
    }
    return {};
  }

  bool is_within(NodeId id, NodeId outer) const {
    for (; id != kNoNode; id = site_.node(id).parent) {
      if (id == outer) return true;
    }
    return false;
  }

  const EditSite& site_;
  std::unordered_map<NodeId, NodeId> users_;
};

// Nothing may be changed twice, nor within what goes as a whole.
Result<void> check_disjoint(const EditSite& site, std::span<const Edit> edits) {
  std::unordered_set<NodeId> whole;
  for (const Edit& edit : edits) {
    const bool goes =
        std::holds_alternative<SetValue>(edit) || std::holds_alternative<Remove>(edit);
    if (goes && !whole.insert(node_of(edit)).second) {
      return site.refusal(node_of(edit), "two changes at once concern this");
    }
  }
  for (const Edit& edit : edits) {
    const bool is_insert = std::holds_alternative<Insert>(edit);
    const NodeId id = node_of(edit);
    for (NodeId above = is_insert ? id : site.node(id).parent; above != kNoNode;
         above = site.node(above).parent) {
      if (whole.contains(above)) {
        return site.refusal(id, "two changes at once concern this");
      }
    }
  }
  return {};
}

// A null or an empty collection that gets its first entries.
Result<void> fill(const EditSite& site, const CollectionChange& change) {
  const NodeKind kind = site.node(change.collection).kind;
  if (kind == NodeKind::kList || (kind == NodeKind::kNull && change.inserted.front()->as_item)) {
    boost::json::array items;
    for (const Insert* insert : change.inserted) items.push_back(insert->value);
    return set_value(site, change.collection, items);
  }
  boost::json::object entries;
  for (const Insert* insert : change.inserted) entries[insert->key] = insert->value;
  return set_value(site, change.collection, entries);
}

Result<void> write_splices(const EditSite& site, std::span<const Edit> edits) {
  std::map<NodeId, CollectionChange> changes;
  for (const Edit& edit : edits) {
    if (const auto* set = std::get_if<SetValue>(&edit)) {
      MCPMX_CHECK(set_value(site, set->node, set->value));
    } else if (const auto* rename = std::get_if<RenameKey>(&edit)) {
      MCPMX_CHECK(rename_key(site, *rename));
    } else if (const auto* remove = std::get_if<Remove>(&edit)) {
      const NodeId parent = site.node(remove->node).parent;
      if (parent == kNoNode) return site.refusal(remove->node, "the whole document cannot go");
      changes[parent].removed.push_back(remove->node);
    } else if (const auto* insert = std::get_if<Insert>(&edit)) {
      changes[insert->into].inserted.push_back(insert);
    }
  }
  for (auto& [collection, change] : changes) {
    change.collection = collection;
    std::sort(change.removed.begin(), change.removed.end());
    const Node& node = site.node(collection);
    if (node.kind == NodeKind::kNull || node.first_child == kNoNode) {
      MCPMX_CHECK(fill(site, change));
    } else if (node.style == Style::kFlow) {
      MCPMX_CHECK(change_brackets(site, change));
    } else if (site.is_inline(node.parent)) {
      return site.refusal(collection, "this map has no brackets of its own", "put it in braces");
    } else {
      MCPMX_CHECK(change_block(site, change));
    }
  }
  return {};
}

}  // namespace

std::size_t EditSite::column_of(std::size_t at) const { return document.position(at).column - 1; }

bool EditSite::is_inline(NodeId id) const {
  for (; id != kNoNode; id = node(id).parent) {
    if (node(id).style == Style::kFlow) return true;
  }
  return false;
}

Error EditSite::refusal(NodeId id, std::string why, std::string hint) const {
  return failed(std::move(why), document.where(id), std::move(hint));
}

Result<std::string> edit(const Document& document, std::span<const Edit> edits,
                         const EditOptions& options) {
  for (const Edit& edit : edits) {
    if (const auto* value = value_of(edit)) MCPMX_CHECK(check_value(*value));
  }
  MCPMX_TRY(layout, Layout::of(document));
  Splices splices;
  const EditSite site = {document, layout, options, splices, style_of(document, layout, options)};
  MCPMX_CHECK(check_disjoint(site, edits));
  const Sharing sharing(site);
  for (const Edit& edit : edits) MCPMX_CHECK(sharing.check(edit));
  MCPMX_CHECK(write_splices(site, edits));
  std::string text;
  std::size_t overlap = 0;
  if (!splices.apply(document.text(), text, overlap)) {
    return failed("two changes meet here and cannot be made at once",
                  document.file() + ":" + std::to_string(document.position(overlap).line),
                  "make them one after the other");
  }
  const bool is_json = document.syntax() == Syntax::kJson;
  auto after = is_json ? read_json(text, document.file()) : read_yaml(text, document.file());
  if (!after) {
    return failed("this change cannot be made in place: the text would not be valid any more",
                  after.error().where, "make it by hand");
  }
  if (const auto broken = find_broken_law(document, *after, edits)) {
    return site.refusal(*broken, "this change cannot be made without changing more than it may",
                        "make it by hand");
  }
  return text;
}

}  // namespace mcpmx::document
