// A YAML document after splices, read for the price of what they touch: yaml-cpp takes most of the
// time of an edit, and most of a file stays as it was.
//
//   before, splices ─▶ Patches: entries of block maps whose lines change, read alone
//                        │
//   nodes of all other entries, moved ─▶ graft ─▶ the document, as read_yaml would have read it
//
// The lines of a block map's entry read alone to the same nodes as within the whole: they begin
// with a key and end with a line, and ahead of them and behind them stands an entry of the same map
// or of one around it, so that no quote, no bracket and no scalar reaches over the border. Where
// this, an anchor or a directive makes it less than certain, nothing is answered.
//
// Any thread. The document that is answered has a text of its own.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/splices.h"

namespace mcpmx::document {

// Successive entries of one map, and what stands in their place.
struct Patch {
  NodeId map = kNoNode;          // these are nodes of the document before
  NodeId first = kNoNode;        // the value of the first entry that is replaced
  NodeId behind = kNoNode;       // of the first one behind them; kNoNode: they are the last
  NodeId first_node = kNoNode;   // their nodes, keys and all, half open
  NodeId behind_node = kNoNode;  // the first node that stays
  std::size_t begin = 0;         // of `entries` in the new text
  std::ptrdiff_t growth = 0;     // of the text, in bytes
  Document
      entries;  // a map of them, none with a property; what stands behind `count` is not of them
  NodeId count = 0;  // of their nodes, from the first key, which is node 1
};

// `before` is YAML and has a layout; `text` is its text with the splices, which are in its order.
// Nothing: read the whole.
std::optional<Document> reread(const Document& before, std::string_view text,
                               const std::vector<Splice>& splices);

// The patches are in the order of their nodes. Nothing where a key would stand twice.
std::optional<Document> graft(const Document& before, std::string_view text,
                              std::vector<Patch> patches);

}  // namespace mcpmx::document
