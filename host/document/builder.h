// Builds a Document's nodes in document order, for the two readers. It knows the shape of a tree
// and nothing of a syntax: in a map every second node is a key. One builder, one document, one
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace mcpmx::document {

// Where the lines of the text begin that starts at `begin`, behind a byte order mark.
std::vector<Offset> find_line_starts(std::string_view text, std::size_t begin);

class Builder {
 public:
  // Takes the text, which must be valid UTF-8 (document/encoding.h).
  Builder(std::string text, std::string file, Syntax syntax, bool has_bom);

  const Document& document() const { return document_; }

  // Adds a scalar, an alias or an empty place under the open collection.
  // `node` carries kind, style, range, content and target; `decoded` is the scalar's value.
  NodeId add(Node node, std::string_view decoded);
  // Adds a list or a map and makes it the open collection.
  NodeId open(Node node);
  // Closes the open collection; `end` is kUnknown where the reader does not know it.
  NodeId close(Offset end);

  void set_properties(NodeId id, std::string anchor, std::string tag);
  void allow_comments() { document_.allows_comments_ = true; }
  void mark_merge(NodeId map) { document_.nodes_[map].has_merge = true; }

  std::size_t depth() const { return open_.size(); }
  NodeId open_collection() const { return open_.empty() ? kNoNode : open_.back().id; }
  // The key that the next node belongs to; kNoNode in a list, at the root, or where a key comes
  // next.
  NodeId pending_key() const { return open_.empty() ? kNoNode : open_.back().key; }
  bool expects_key() const;

  // No collection may be open. Every document gets a root, an empty one a missing null.
  Document finish();

 private:
  struct Open {
    NodeId id = kNoNode;
    NodeId key = kNoNode;   // read, its value not yet
    NodeId last = kNoNode;  // last item or value
  };

  NodeId attach(Node node);
  void find_duplicates(NodeId map);

  Document document_;
  std::vector<Open> open_;
  std::vector<NodeId> keys_;  // of the map being closed; a member for its memory
};

}  // namespace mcpmx::document
