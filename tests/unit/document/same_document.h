// Whether two documents were read alike: every node with its kind, links, places and text.
#pragma once

#include <string>

#include "document/document.h"

namespace mcpmx::document {

// The first difference, as a sentence; empty: there is none.
inline std::string difference(const Document& a, const Document& b) {
  if (a.text() != b.text()) return "their texts differ";
  if (a.size() != b.size())
    return std::to_string(a.size()) + " nodes, and " + std::to_string(b.size());
  for (NodeId id = 0; id < a.size(); ++id) {
    const Node& x = a.node(id);
    const Node& y = b.node(id);
    const auto differs = [&](const char* what) {
      return std::string(what) + " of node " + std::to_string(id) + ", " + a.exactly_where(id) +
             " and " + b.exactly_where(id);
    };
    if (x.kind != y.kind || x.style != y.style) return differs("kind or style");
    if (x.is_key != y.is_key || x.has_merge != y.has_merge || x.has_duplicates != y.has_duplicates)
      return differs("role");
    if (x.parent != y.parent || x.key != y.key || x.first_child != y.first_child ||
        x.next_sibling != y.next_sibling || x.target != y.target)
      return differs("links");
    if (x.range != y.range || x.content != y.content) return differs("places");
    if (a.value(id) != b.value(id) || a.anchor(id) != b.anchor(id) || a.tag(id) != b.tag(id))
      return differs("text");
    if (a.exactly_where(id) != b.exactly_where(id)) return differs("line");
  }
  return {};
}

}  // namespace mcpmx::document
