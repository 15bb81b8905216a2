// A text document that is read: its bytes, its nodes and their places. Edits are splices made
// elsewhere; what stands here is never changed after reading, so that any thread may read it.
//
// The document owns the text; string_views that it hands out live as long as it does and survive a
// move. For plain reading use Element (document/element.h), which follows aliases, merge keys and
// duplicates.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.h"

namespace mcpmx::document {

struct Position {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in bytes; a byte order mark is not counted
};

// A key that stands twice in one map; both are key nodes.
struct Duplicate {
  NodeId first = kNoNode;
  NodeId second = kNoNode;
};

class Document {
 public:
  const std::string& file() const { return file_; }  // as the caller named it
  std::string_view text() const { return *text_; }   // with its byte order mark
  Syntax syntax() const { return syntax_; }
  bool has_bom() const { return has_bom_; }
  bool allows_comments() const { return allows_comments_; }  // read as JSON with comments

  // Every document has a root; that of an empty YAML file is a missing null.
  NodeId root() const { return 0; }
  std::size_t size() const { return nodes_.size(); }
  const Node& node(NodeId id) const { return nodes_[id]; }

  // The decoded scalar: escapes, quotes and line folding undone; a number's or boolean's text as
  // written. Empty for nulls, collections and aliases.
  std::string_view value(NodeId id) const;
  // The decoded name that a key says; an alias says what it stands for.
  std::string_view name(NodeId key) const;
  std::string_view anchor(NodeId id) const;  // without the &; empty if none
  std::string_view tag(NodeId id) const;     // as yaml-cpp expands it; empty if none is written
  std::string_view slice(Range range) const;

  Position position(std::size_t offset) const;
  std::size_t line(NodeId id) const { return position(nodes_[id].range.begin).line; }
  std::string where(NodeId id) const;          // "file:line"
  std::string exactly_where(NodeId id) const;  // "file:line:column"

  const std::vector<Duplicate>& duplicates() const { return duplicates_; }  // in file order

 private:
  friend class Builder;
  friend class Graft;
  struct Properties {
    std::string anchor;
    std::string tag;
  };

  std::string file_;
  // On the heap, so that views of a short text survive a move of the document.
  std::unique_ptr<std::string> text_;
  std::unique_ptr<std::string> pool_;  // decoded scalars that differ from their text
  std::vector<Node> nodes_;
  std::vector<Properties> properties_;
  std::vector<Duplicate> duplicates_;
  std::vector<Offset> line_starts_;
  Syntax syntax_ = Syntax::kJson;
  bool has_bom_ = false;
  bool allows_comments_ = false;
};

// `name` in double quotes for a message: control bytes as \n or \x1b, so that a key cannot write to
// a person's terminal; cut after about 80 bytes.
std::string quoted_name(std::string_view name);

}  // namespace mcpmx::document
