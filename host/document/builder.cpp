#include "document/builder.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace mcpmx::document {

std::vector<Offset> find_line_starts(std::string_view text, std::size_t begin) {
  std::vector<Offset> starts = {static_cast<Offset>(begin)};
  for (auto at = text.find('\n', begin); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts.push_back(static_cast<Offset>(at + 1));
  }
  return starts;
}

Builder::Builder(std::string text, std::string file, Syntax syntax, bool has_bom) {
  document_.text_ = std::make_unique<std::string>(std::move(text));
  document_.pool_ = std::make_unique<std::string>();
  document_.file_ = std::move(file);
  document_.syntax_ = syntax;
  document_.has_bom_ = has_bom;
  // A guess (a servers.json has a node every 14 bytes) that saves most copies of a growing vector.
  constexpr std::size_t kBytesANode = 16;
  document_.nodes_.reserve(document_.text_->size() / kBytesANode);
  document_.line_starts_ = find_line_starts(*document_.text_, has_bom ? 3 : 0);
}

bool Builder::expects_key() const {
  return !open_.empty() && open_.back().key == kNoNode &&
         document_.nodes_[open_.back().id].kind == NodeKind::kMap;
}

NodeId Builder::attach(Node node) {
  auto& nodes = document_.nodes_;
  const auto id = static_cast<NodeId>(nodes.size());
  if (!open_.empty()) {
    Open& open = open_.back();
    node.parent = open.id;
    if (expects_key()) {
      node.is_key = true;
      open.key = id;
    } else {
      node.key = std::exchange(open.key, kNoNode);
      if (open.last == kNoNode) {
        nodes[open.id].first_child = id;
      } else {
        nodes[open.last].next_sibling = id;
      }
      open.last = id;
    }
  }
  nodes.push_back(node);
  return id;
}

NodeId Builder::add(Node node, std::string_view decoded) {
  const std::string_view text = *document_.text_;
  // A scalar without escapes, quotes or folds stands in the text as it is; most do.
  std::size_t begin = node.content;
  if (node.style == Style::kSingleQuoted || node.style == Style::kDoubleQuoted) ++begin;
  if (begin <= text.size() && text.substr(begin, decoded.size()) == decoded) {
    node.value_begin = static_cast<Offset>(begin);
  } else {
    node.value_in_text = false;
    node.value_begin = static_cast<Offset>(document_.pool_->size());
    document_.pool_->append(decoded);
  }
  node.value_size = static_cast<Offset>(decoded.size());
  return attach(node);
}

NodeId Builder::open(Node node) {
  const NodeId id = attach(node);
  open_.push_back({id, kNoNode, kNoNode});
  return id;
}

NodeId Builder::close(Offset end) {
  const NodeId id = open_.back().id;
  open_.pop_back();
  document_.nodes_[id].range.end = end;
  if (document_.nodes_[id].kind == NodeKind::kMap) find_duplicates(id);
  return id;
}

void Builder::find_duplicates(NodeId map) {
  auto& nodes = document_.nodes_;
  std::vector<NodeId>& keys = keys_;
  keys.clear();
  for (NodeId child = nodes[map].first_child; child != kNoNode; child = nodes[child].next_sibling) {
    keys.push_back(nodes[child].key);
  }
  const auto found = [&](NodeId first, NodeId second) {
    nodes[map].has_duplicates = true;
    document_.duplicates_.push_back({first, second});
  };
  constexpr std::size_t kFew = 8;  // comparing each with each beats a hash table
  if (keys.size() <= kFew) {
    for (std::size_t i = 1; i < keys.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (document_.name(keys[i]) != document_.name(keys[j])) continue;
        found(keys[j], keys[i]);
        break;
      }
    }
    return;
  }
  std::unordered_map<std::string_view, NodeId> seen(keys.size());
  for (const NodeId key : keys) {
    const auto [place, is_new] = seen.emplace(document_.name(key), key);
    if (!is_new) found(place->second, key);
  }
}

void Builder::set_properties(NodeId id, std::string anchor, std::string tag) {
  if (anchor.empty() && tag.empty()) return;
  document_.nodes_[id].properties = static_cast<std::uint32_t>(document_.properties_.size());
  document_.properties_.push_back({std::move(anchor), std::move(tag)});
}

Document Builder::finish() {
  if (document_.nodes_.empty()) {
    Node node;
    node.style = Style::kMissing;
    const auto end = static_cast<Offset>(document_.text_->size());
    node.range = {end, end};
    node.content = end;
    add(node, {});
  }
  // Inner maps close before outer ones; people read from the top.
  std::sort(document_.duplicates_.begin(), document_.duplicates_.end(),
            [](const Duplicate& a, const Duplicate& b) { return a.second < b.second; });
  return std::move(document_);
}

}  // namespace mcpmx::document
