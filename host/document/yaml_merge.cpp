#include "document/yaml_merge.h"

namespace mcpmx::document {
namespace {

const Node& content_of(const Document& document, NodeId id) {
  const Node& node = document.node(id);
  return node.kind == NodeKind::kAlias ? document.node(node.target) : node;
}

}  // namespace

bool is_merge_key(const Document& document, NodeId key) {
  return document.node(key).style == Style::kPlain && document.value(key) == "<<";
}

bool can_be_merged(const Document& document, NodeId id) {
  const Node& content = content_of(document, id);
  if (content.kind == NodeKind::kMap) return true;
  if (content.kind != NodeKind::kList) return false;
  for (NodeId item = content.first_child; item != kNoNode;
       item = document.node(item).next_sibling) {
    if (content_of(document, item).kind != NodeKind::kMap) return false;
  }
  return true;
}

}  // namespace mcpmx::document
