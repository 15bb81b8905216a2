// Where every part of a document begins and ends, which parsers do not say: ends of plain and block
// scalars, of collections, dashes, colons, commas, the place of a missing null.
//
// The gap law is checked on the way: between two neighbouring tokens stand blanks, line ends,
// comments and exactly the punctuation that the place calls for. So every byte of an editable
// document is explained; where one is not, the document may be read, and editing it is refused
// (design facts on documents, decision 2). A plain value; valid for the document it was made of.
#pragma once

#include <vector>

#include "document/document.h"
#include "support/result.h"

namespace mcpmx::document {

struct Place {
  Offset begin = kUnknown;    // first byte, properties (&anchor, !tag) counted
  Offset content = kUnknown;  // first byte behind the properties; of a missing null its place
  Offset end = kUnknown;      // behind the last byte; a block's last line end is not part of it
  Offset mark = kUnknown;     // block item: its dash; map's value: its colon; explicit key: its `?`
  Offset comma = kUnknown;    // within brackets: the comma behind the item or value
  NodeId before = kNoNode;    // the item or value before this one
};

class Layout {
 public:
  // One pass over text and nodes. Error: the gap law does not hold, with file:line:column.
  static Result<Layout> of(const Document& document);

  const Place& operator[](NodeId id) const { return places_[id]; }

 private:
  std::vector<Place> places_;
};

}  // namespace mcpmx::document
