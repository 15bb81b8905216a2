// Writes a fresh Compose file in the style in which a person would write it. Pure: the same
// document gives the same bytes. Editing an existing file is not done here: that is host/document's
// splicing.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "document/value_text.h"
#include "support/result.h"

namespace mcpmx::compose {

struct WriteOptions {
  std::string_view comment;   // opens the file, a `#` before each line; borrowed; empty for none
  std::size_t columns = 100;  // a flow list that would pass this column becomes a block list
};

// How people write the list below this key of a Compose file; for edits of such files too
// (document::EditOptions).
document::ListStyle list_style(std::string_view key);

// Two blanks a level, block style, a blank line between top-level keys and between services;
// `command`, `entrypoint` and `test` as a list in brackets where it fits, and so are lists of plain
// words in keys such as `networks` and `cap_drop`. Keys come in the object's order (key_order.h has
// the usual one). Strings are written as they are: `$$` must stand in `project` already. A null
// value is a key without value. No anchors, no tags.
//
// Errors, with the JSON pointer as `where`: a string or key with NUL or that is not UTF-8, nesting
// deeper than 64.
Result<std::string> write_yaml(const boost::json::object& project,
                               const WriteOptions& options = {});

}  // namespace mcpmx::compose
