// What stands between the parts of a collection in brackets (YAML's flow style, and all of JSON),
// and whose it is. Private to document/edit_brackets*.
#pragma once

#include <cstddef>
#include <string>

#include "document/edit_parts.h"

namespace mcpmx::document {

// Behind an item or value, its comma counted.
std::size_t end_with_comma(const EditSite& site, NodeId child);
// The same with the comments that end its line, which are its own. Those ahead of another item on
// that line are the other one's.
std::size_t end_with_comments(const EditSite& site, NodeId child);
// Where the child begins, or the comments that stand directly above it if it begins its line.
std::size_t begin_with_comments(const EditSite& site, NodeId child);
bool starts_line(const EditSite& site, NodeId child);
// Whether the child has lines to itself.
bool has_own_lines(const EditSite& site, NodeId child);
bool has_comment(const EditSite& site, std::size_t begin, std::size_t end);

// `[key: value]`: a map of one entry that has no braces of its own.
bool is_bare_pair(const EditSite& site, NodeId collection);

// New entries behind `after`; `is_final`: nothing that stays stands behind it.
void insert_in_brackets(const EditSite& site, NodeId collection,
                        std::span<const Insert* const> inserts, NodeId after, bool is_final);

}  // namespace mcpmx::document
