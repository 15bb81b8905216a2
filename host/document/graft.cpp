// Puts entries that were read alone among the nodes of the document around them. Ids and offsets of
// what stays move by what comes and goes ahead of it.
#include <map>
#include <unordered_set>
#include <utility>

#include "document/builder.h"
#include "document/reread.h"

namespace mcpmx::document {

class Graft {
 public:
  Graft(const Document& before, std::string_view text, std::vector<Patch> patches)
      : before_(before), patches_(std::move(patches)) {
    after_.file_ = before.file_;
    after_.text_ = std::make_unique<std::string>(text);
    after_.pool_ = std::make_unique<std::string>(*before.pool_);
    after_.properties_ = before.properties_;
    after_.syntax_ = before.syntax_;
    after_.line_starts_ = find_line_starts(text, 0);
  }

  std::optional<Document> document() {
    number();
    copy();
    std::map<NodeId, std::vector<std::size_t>> of_map;
    for (std::size_t i = 0; i < patches_.size(); ++i) of_map[patches_[i].map].push_back(i);
    for (const auto& [map, indices] : of_map) {
      if (!link_children(map, indices)) return std::nullopt;
    }
    return std::move(after_);
  }

 private:
  // Which id each node gets.
  void number() {
    ids_.resize(before_.size(), kNoNode);
    NodeId next = 0;
    NodeId id = 0;
    for (const Patch& patch : patches_) {
      while (id < patch.first_node) ids_[id++] = next++;
      begins_.push_back(next);
      next += patch.count;
      id = patch.behind_node;
    }
    while (id < before_.size()) ids_[id++] = next++;
    after_.nodes_.reserve(next);
  }

  NodeId moved(NodeId id) const { return id == kNoNode ? kNoNode : ids_[id]; }

  void copy() {
    std::ptrdiff_t growth = 0;
    NodeId id = 0;
    for (std::size_t i = 0; i < patches_.size(); ++i) {
      while (id < patches_[i].first_node) copy_old(id++, growth);
      copy_new(patches_[i], begins_[i]);
      growth += patches_[i].growth;
      id = patches_[i].behind_node;
    }
    while (id < before_.size()) copy_old(id++, growth);
  }

  static void move_by(std::ptrdiff_t growth, Node& node) {
    const auto move = [&](Offset& offset) {
      if (offset != kUnknown) offset = static_cast<Offset>(offset + growth);
    };
    move(node.range.begin);
    move(node.range.end);
    move(node.content);
    const bool is_scalar = node.kind != NodeKind::kList && node.kind != NodeKind::kMap;
    if (is_scalar && node.value_in_text) move(node.value_begin);
  }

  void copy_old(NodeId id, std::ptrdiff_t growth) {
    Node node = before_.nodes_[id];
    for (NodeId* link :
         {&node.parent, &node.key, &node.first_child, &node.next_sibling, &node.target})
      *link = moved(*link);
    move_by(growth, node);
    after_.nodes_.push_back(node);
  }

  // `begin`: the id of its first entry's key.
  void copy_new(const Patch& patch, NodeId begin) {
    const Document& entries = patch.entries;
    const auto pool = static_cast<Offset>(after_.pool_->size());
    after_.pool_->append(*entries.pool_);
    for (NodeId id = 1; id <= patch.count; ++id) {
      Node node = entries.nodes_[id];
      for (NodeId* link : {&node.key, &node.first_child, &node.next_sibling}) {
        if (*link != kNoNode) *link += begin - 1;
      }
      node.parent = node.parent == entries.root() ? moved(patch.map) : node.parent + begin - 1;
      move_by(static_cast<std::ptrdiff_t>(patch.begin), node);
      if (!node.value_in_text) node.value_begin += pool;
      after_.nodes_.push_back(node);
    }
  }

  // Chains the values of a map anew, with those of its patches. False: nothing is left of it, or a
  // key stands twice.
  bool link_children(NodeId map, const std::vector<std::size_t>& indices) {
    std::vector<NodeId> children;
    auto index = indices.begin();
    for (NodeId child = before_.nodes_[map].first_child; child != kNoNode;) {
      if (index == indices.end() || patches_[*index].first != child) {
        children.push_back(moved(child));
        child = before_.nodes_[child].next_sibling;
        continue;
      }
      const Patch* patch = &patches_[*index];
      const NodeId begin = begins_[*index++];
      const Document& entries = patch->entries;
      for (NodeId id = entries.node(entries.root()).first_child; id <= patch->count;
           id = entries.node(id).next_sibling)
        children.push_back(id + begin - 1);
      child = patch->behind;
    }
    if (children.empty()) return false;
    std::unordered_set<std::string_view> names(children.size());
    Node& node = after_.nodes_[moved(map)];
    node.range.begin = after_.nodes_[after_.nodes_[children.front()].key].range.begin;
    node.content = node.range.begin;  // it has no properties
    NodeId* link = &node.first_child;
    for (const NodeId child : children) {
      if (!names.insert(after_.name(after_.nodes_[child].key)).second) return false;
      *link = child;
      link = &after_.nodes_[child].next_sibling;
    }
    *link = kNoNode;
    return true;
  }

  const Document& before_;
  std::vector<Patch> patches_;
  std::vector<NodeId> ids_;     // of the nodes before; kNoNode: it is gone
  std::vector<NodeId> begins_;  // of the patches' nodes
  Document after_;
};

std::optional<Document> graft(const Document& before, std::string_view text,
                              std::vector<Patch> patches) {
  return Graft(before, text, std::move(patches)).document();
}

}  // namespace mcpmx::document
