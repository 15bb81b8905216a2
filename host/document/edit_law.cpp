#include "document/edit_law.h"

#include <boost/json.hpp>
#include <charconv>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mcpmx::document {
namespace {

namespace json = boost::json;

bool is_number(std::string_view text, const json::value& value) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() &&
         number == value.to_number<double>();
}

// What is meant to become of the old document's nodes.
struct Intentions {
  std::unordered_map<NodeId, const json::value*> set;
  std::unordered_map<NodeId, const std::string*> renamed;
  std::unordered_set<NodeId> removed;
  std::unordered_set<NodeId> growing;  // collections with new entries
  std::unordered_map<std::uint64_t, std::vector<const Insert*>> inserted;  // by place()

  // Behind a child of a collection, or at its end.
  static std::uint64_t place(NodeId into, NodeId after) {
    return (std::uint64_t{into} << 32U) | after;
  }

  explicit Intentions(std::span<const Edit> edits) {
    for (const Edit& edit : edits) {
      if (const auto* change = std::get_if<SetValue>(&edit)) set[change->node] = &change->value;
      if (const auto* change = std::get_if<RenameKey>(&edit)) renamed[change->node] = &change->name;
      if (const auto* change = std::get_if<Remove>(&edit)) removed.insert(change->node);
      if (const auto* change = std::get_if<Insert>(&edit)) {
        growing.insert(change->into);
        inserted[place(change->into, change->after)].push_back(change);
      }
    }
  }
};

class Comparison {
 public:
  Comparison(const Document& before, const Document& after, std::span<const Edit> edits)
      : before_(before), after_(after), intentions_(edits) {}

  bool same(NodeId old_id, NodeId new_id) {
    if (new_id == kNoNode) return broken(old_id);
    counterparts_[old_id] = new_id;
    const Node& old_node = before_.node(old_id);
    const Node& new_node = after_.node(new_id);
    if (before_.anchor(old_id) != after_.anchor(new_id) ||
        before_.tag(old_id) != after_.tag(new_id)) {
      return broken(old_id);
    }
    if (const auto set = intentions_.set.find(old_id); set != intentions_.set.end()) {
      return reads_as(after_, new_id, *set->second) || broken(old_id);
    }
    const bool grows = intentions_.growing.contains(old_id);
    if (old_node.kind != new_node.kind && !(grows && old_node.kind == NodeKind::kNull)) {
      return broken(old_id);
    }
    if (old_node.kind == NodeKind::kAlias) {
      const auto target = counterparts_.find(old_node.target);
      return (target != counterparts_.end() && target->second == new_node.target) || broken(old_id);
    }
    if (old_node.kind == NodeKind::kList || old_node.kind == NodeKind::kMap || grows) {
      return same_children(old_id, new_id);
    }
    return (old_node.style == new_node.style && before_.value(old_id) == after_.value(new_id)) ||
           broken(old_id);
  }

  NodeId broken_at() const { return broken_at_; }

 private:
  bool broken(NodeId old_id) {
    if (broken_at_ == kNoNode) broken_at_ = old_id;
    return false;
  }

  // `next`: the new collection's next child; stepped over what is inserted behind `after`.
  bool same_inserted(NodeId into, NodeId after, NodeId& next) {
    const auto inserts = intentions_.inserted.find(Intentions::place(into, after));
    if (inserts == intentions_.inserted.end()) return true;
    for (const Insert* insert : inserts->second) {
      if (next == kNoNode || !reads_as(after_, next, insert->value)) return false;
      const NodeId key = after_.node(next).key;
      if (key != kNoNode && after_.value(key) != insert->key) return false;
      next = after_.node(next).next_sibling;
    }
    return true;
  }

  bool same_key(NodeId old_child, NodeId new_child) {
    const NodeId old_key = before_.node(old_child).key;
    const NodeId new_key = new_child == kNoNode ? kNoNode : after_.node(new_child).key;
    if (old_key == kNoNode || new_key == kNoNode) return old_key == new_key;
    const auto renamed = intentions_.renamed.find(old_child);
    if (renamed == intentions_.renamed.end()) return same(old_key, new_key);
    return after_.value(new_key) == *renamed->second;
  }

  bool same_children(NodeId old_id, NodeId new_id) {
    NodeId next = after_.node(new_id).first_child;
    for (NodeId child = before_.node(old_id).first_child; child != kNoNode;
         child = before_.node(child).next_sibling) {
      if (!intentions_.removed.contains(child)) {
        if (!same_key(child, next) || !same(child, next)) return broken(child);
        next = after_.node(next).next_sibling;
      }
      if (!same_inserted(old_id, child, next)) return broken(child);
    }
    if (!same_inserted(old_id, kNoNode, next)) return broken(old_id);
    return next == kNoNode || broken(old_id);
  }

  const Document& before_;
  const Document& after_;
  Intentions intentions_;
  std::unordered_map<NodeId, NodeId> counterparts_;
  NodeId broken_at_ = kNoNode;
};

}  // namespace

bool reads_as(const Document& document, NodeId id, const json::value& value) {
  const Node& node = document.node(id);
  switch (value.kind()) {
    case json::kind::null:
      return node.kind == NodeKind::kNull;
    case json::kind::bool_:
      return node.kind == NodeKind::kBool &&
             document.value(id) == (value.get_bool() ? "true" : "false");
    case json::kind::string:
      return node.kind == NodeKind::kString && document.value(id) == value.get_string();
    case json::kind::array: {
      if (node.kind != NodeKind::kList) return false;
      NodeId child = node.first_child;
      for (const auto& item : value.get_array()) {
        if (child == kNoNode || !reads_as(document, child, item)) return false;
        child = document.node(child).next_sibling;
      }
      return child == kNoNode;
    }
    case json::kind::object: {
      if (node.kind != NodeKind::kMap) return false;
      NodeId child = node.first_child;
      for (const auto& entry : value.get_object()) {
        if (child == kNoNode || document.value(document.node(child).key) != entry.key() ||
            !reads_as(document, child, entry.value())) {
          return false;
        }
        child = document.node(child).next_sibling;
      }
      return child == kNoNode;
    }
    default:
      return node.kind == NodeKind::kNumber && is_number(document.value(id), value);
  }
}

std::optional<NodeId> find_broken_law(const Document& before, const Document& after,
                                      std::span<const Edit> edits) {
  Comparison comparison(before, after, edits);
  if (comparison.same(before.root(), after.root())) return std::nullopt;
  return comparison.broken_at();
}

}  // namespace mcpmx::document
