// The parts of edit(), which write splices for one kind of change each. Private to document/edit*.
#pragma once

#include <algorithm>
#include <vector>

#include "document/edit.h"
#include "document/layout.h"
#include "document/splices.h"

namespace mcpmx::document {

// What the parts share; borrowed for the length of one call of edit().
struct EditSite {
  const Document& document;
  const Layout& layout;
  const EditOptions& options;
  Splices& splices;
  TextStyle style;  // of the document as a whole

  const Node& node(NodeId id) const { return document.node(id); }
  std::string_view text() const { return document.text(); }
  std::size_t column_of(std::size_t at) const;  // bytes from the line's start, from 0
  Error refusal(NodeId id, std::string why, std::string hint = {}) const;
  // Inside brackets, or JSON.
  bool is_inline(NodeId id) const;
};

// All that happens to the children of one collection.
struct CollectionChange {
  NodeId collection = kNoNode;
  std::vector<NodeId> removed;  // ascending
  std::vector<const Insert*> inserted;
  bool removes(NodeId child) const {
    return std::binary_search(removed.begin(), removed.end(), child);
  }
};

// How the document is written around a collection's entries: steps of its cousins, quotes of its
// values.
TextStyle style_within(const EditSite& site, NodeId collection);
TextStyle style_of(const Document& document, const Layout& layout, const EditOptions& options);

// The lines of an entry of a block collection, with the comments that are its own.
struct EntryLines {
  std::size_t begin = 0;  // a line's start, or the entry's own if something precedes it there
  std::size_t entry = 0;  // the entry's first byte: key, `?` or dash
  std::size_t end = 0;    // the line end of its last line
  bool starts_line = true;
};
EntryLines lines_of(const EditSite& site, NodeId child);
// The first byte of an item or of a map's entry: a key, its `?`, a dash; within brackets the item.
std::size_t first_byte(const EditSite& site, NodeId child);
// The text with the line ends of the document around `at`.
std::string with_line_breaks(const EditSite& site, std::size_t at, std::string text);

Result<void> set_value(const EditSite& site, NodeId id, const boost::json::value& value);
Result<void> rename_key(const EditSite& site, const RenameKey& change);
Result<void> change_block(const EditSite& site, const CollectionChange& change);
Result<void> change_brackets(const EditSite& site, const CollectionChange& change);

}  // namespace mcpmx::document
