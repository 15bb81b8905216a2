// Editing a document in place: changes named by the nodes that they concern become splices of the
// text, and every byte that no change concerns stays as it was.
//
// The edit law is checked after each call: the new text is parsed, and its tree must be the old one
// with the intended changes and nothing else. What cannot be made within its range is refused with
// file:line and the reason; nothing is written here in any case. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <variant>

#include "document/document.h"
#include "document/value_text.h"
#include "support/result.h"

namespace mcpmx::document {

// The value of a key, an item, or the root. The node's anchor and tag stay.
struct SetValue {
  NodeId node = kNoNode;
  boost::json::value value;
};

// The key of a map's value.
struct RenameKey {
  NodeId node = kNoNode;  // the value
  std::string name;
};

// An item, or a map's value with its key, and the comments that belong to it. Where nothing is left
// of a collection, `{}` or `[]` stands in its place.
struct Remove {
  NodeId node = kNoNode;
};

// A new entry of a map or item of a list. A null becomes a collection by it.
struct Insert {
  NodeId into = kNoNode;
  std::string key;  // of a map's entry; not looked at for a list
  boost::json::value value;
  NodeId after = kNoNode;  // the child that it follows; kNoNode: the last
  bool as_item = false;    // into a null: make it a list
};

using Edit = std::variant<SetValue, RenameKey, Remove, Insert>;

struct EditOptions {
  // A change below an anchor that aliases use changes all of its users: refused without this.
  bool shared = false;
  ListStyle (*list_style)(std::string_view key) = nullptr;  // of lists in new text
};

// The document as it reads with all edits made, or the first refusal. Edits must not concern the
// same node, nor a node within one that is set or removed.
Result<Document> edited(const Document& document, std::span<const Edit> edits,
                        const EditOptions& options = {});

// Its text alone.
Result<std::string> edit(const Document& document, std::span<const Edit> edits,
                         const EditOptions& options = {});

}  // namespace mcpmx::document
