// The edit law: the new tree is the old one with the intended changes and nothing else.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "document/edit.h"

namespace mcpmx::document {

// Nothing where the law holds; else the first node of the old document that came out otherwise.
std::optional<NodeId> find_broken_law(const Document& before, const Document& after,
                                      std::span<const Edit> edits);

// Whether the node reads as this value: kinds, keys and their order, texts.
bool reads_as(const Document& document, NodeId node, const boost::json::value& value);

}  // namespace mcpmx::document
