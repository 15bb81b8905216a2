// The nodes of a text document: one flat vector in document order, linked by index.
//
// A key is a node of its own (it has a place, a style, perhaps an anchor), which stands just before
// the value that names it by `key`. Nodes hold offsets only, never text: Document owns the text. A
// node is a plain value, immutable once its document is read.
#pragma once

#include <cstdint>

namespace mcpmx::document {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xffffffff;

using Offset =
    std::uint32_t;  // a byte of the file, its byte order mark counted; documents are below 4 GB
inline constexpr Offset kUnknown = 0xffffffff;

enum class Syntax : std::uint8_t { kJson, kYaml };

enum class NodeKind : std::uint8_t { kNull, kBool, kNumber, kString, kList, kMap, kAlias };

enum class Style : std::uint8_t {
  kPlain,         // unquoted scalar, alias; JSON's literals and numbers
  kSingleQuoted,  //
  kDoubleQuoted,  // also JSON's strings
  kLiteral,       // |
  kFolded,        // >
  kBlock,         // list or map by indentation
  kFlow,          // list or map in brackets; also JSON's
  kMissing,       // a null of which nothing is written: "key:"
};

// Half open. `end` is kUnknown where it is not found while reading: block collections.
struct Range {
  Offset begin = 0;
  Offset end = kUnknown;
  bool operator==(const Range&) const = default;
};

struct Node {
  NodeKind kind = NodeKind::kNull;
  Style style = Style::kPlain;
  bool is_key = false;
  bool has_merge = false;       // map: one of its keys is YAML's merge key <<
  bool has_duplicates = false;  // map: a key stands twice (JSON only; YAML refuses it)
  bool value_in_text = true;    // where the decoded scalar stands: the text, or the document's pool

  NodeId parent = kNoNode;        // kNoNode: the root
  NodeId key = kNoNode;           // of a map's value: its key
  NodeId first_child = kNoNode;   // of a list its first item, of a map its first value (not key)
  NodeId next_sibling = kNoNode;  // next item or value
  NodeId target = kNoNode;        // of an alias: the anchored node

  Range range;         // from the first byte of its properties (&anchor, !tag) or content
  Offset content = 0;  // first byte after the properties: the quote, the bracket, the first key

  // Private to Document: the decoded scalar, and the properties, which few nodes have.
  Offset value_begin = 0;
  Offset value_size = 0;
  std::uint32_t properties = kUnknown;
};

const char* kind_name(NodeKind kind);  // "null", "a boolean", "a list", ...: for sentences

}  // namespace mcpmx::document
