// The parts of edit(), which write splices for one kind of change each. Private to document/edit*.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "document/edit.h"
#include "document/layout.h"
#include "document/splices.h"

namespace mcpmx::document {

// How the document is written as a whole, and around the entries of each collection: steps of the
// cousins, quotes of the values. Looked up once a collection, so that many edits cost linear time.
class Styles {
 public:
  Styles(const Document& document, const Layout& layout, const EditOptions& options);
  // JSON: what a level is indented by; blanks or tabs.
  const std::string& json_step() const { return json_step_; }
  // JSON: whether the root's entries stand on lines of their own.
  bool is_of_lines() const { return is_of_lines_; }
  const TextStyle& of_document() const { return document_style_; }
  const TextStyle& within(NodeId collection);
  // Whether blank lines stand between a block collection's entries.
  bool has_blank_lines_within(NodeId collection);

 private:
  const Document& document_;
  const Layout& layout_;
  TextStyle document_style_;
  std::string json_step_ = "  ";
  bool is_of_lines_ = false;
  std::unordered_map<NodeId, TextStyle> within_;
  std::unordered_map<NodeId, bool> blank_lines_;
};

// What the parts share; borrowed for the length of one call of edit().
struct EditSite {
  const Document& document;
  const Layout& layout;
  const EditOptions& options;
  Splices& splices;
  Styles& styles;

  const Node& node(NodeId id) const { return document.node(id); }
  std::string_view text() const { return document.text(); }
  std::size_t column_of(std::size_t at) const;  // bytes from the line's start, from 0
  Error refusal(NodeId id, std::string why, std::string hint = {}) const;
  // Inside brackets, or JSON.
  bool is_inline(NodeId id) const;
};

// A new entry, and the child that stays and that it follows; kNoNode: none stays ahead of it.
struct NewEntry {
  const Insert* insert = nullptr;
  NodeId after = kNoNode;
};

// All that happens to the children of one collection.
struct CollectionChange {
  NodeId collection = kNoNode;
  std::vector<NodeId> removed;     // ascending
  std::vector<NewEntry> inserted;  // in the order in which they come to stand
  NodeId last_kept = kNoNode;      // the last child that is not removed
  bool removes(NodeId child) const {
    return std::binary_search(removed.begin(), removed.end(), child);
  }
  // What is inserted, as the whole value.
  boost::json::value new_entries(bool is_list) const;
};

// The node that an edit names; of an insertion the collection.
NodeId node_of(const Edit& edit);
// Why these edits may not be made, whatever the text looks like.
Result<void> check_edits(const EditSite& site, std::span<const Edit> edits);
// The same for anchors and their aliases.
Result<void> check_shared(const EditSite& site, std::span<const Edit> edits);

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
// Whether a literal (`|`) in an entry at `column` may end in the line of `at`: blanks or a comment
// below that are deeper would become part of it.
bool may_end_in_literal(const EditSite& site, std::size_t at, std::size_t column);
// The text with the line ends of the document around `at`.
std::string with_line_breaks(const EditSite& site, std::size_t at, std::string text);

Result<void> set_value(const EditSite& site, NodeId id, const boost::json::value& value);
Result<void> change_block(const EditSite& site, const CollectionChange& change);
Result<void> change_brackets(const EditSite& site, const CollectionChange& change);
Result<void> fill_brackets(const EditSite& site, const CollectionChange& change);

}  // namespace mcpmx::document
