// Read access to a Document as a program means it: aliases followed, merge keys applied, of keys
// that stand twice the last value at the first one's place (as Python, Go and JavaScript read
// JSON).
//
// An Element is a borrowed place in a Document, cheap to copy, valid as long as the document. It
// may be empty ("no such key"); every question to an empty one has the answer of a null.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "support/result.h"

namespace mcpmx::document {

struct Entry;

class Element {
 public:
  Element() = default;
  Element(const Document& document, NodeId id);

  explicit operator bool() const { return document_ != nullptr; }
  NodeId id() const { return id_; }               // as written: an alias is the alias
  NodeId resolved_id() const { return target_; }  // the node whose content counts
  const Document* document() const { return document_; }

  NodeKind kind() const;  // never kAlias
  bool is_map() const { return kind() == NodeKind::kMap; }
  bool is_list() const { return kind() == NodeKind::kList; }
  bool is_null() const { return kind() == NodeKind::kNull; }

  // The decoded scalar of whatever kind; empty for null and collections.
  std::string_view text() const;
  std::optional<std::string_view> as_string() const;  // strings only
  std::optional<bool> as_bool() const;                // true, True, TRUE, ...
  std::optional<std::int64_t> as_integer() const;     // decimal without fraction and exponent

  // The value of a map's key; empty if there is none. Linear in the map's entries: to look at all
  // of them, walk entries().
  Element find(std::string_view key) const;
  // A map's entries: its own in file order, then those merged in. Empty for other kinds.
  std::vector<Entry> entries() const;
  // A list's items. Empty for other kinds.
  std::vector<Element> items() const;

  std::size_t line() const;           // of the place as written, from 1; 0 if empty
  std::string where() const;          // "file:line"
  std::string exactly_where() const;  // "file:line:column"
  // "expected a list, found a string", at this place.
  Error mismatch(std::string_view expected, std::string hint = {}) const;

 private:
  const Document* document_ = nullptr;
  NodeId id_ = kNoNode;
  NodeId target_ = kNoNode;
};

struct Entry {
  Element key;
  Element value;
  std::string_view name() const { return key.text(); }
};

inline Element root_of(const Document& document) { return {document, document.root()}; }

}  // namespace mcpmx::document
