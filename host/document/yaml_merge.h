// YAML's merge key: `<<: *base` brings the entries of another map. yaml-cpp hands it over as any
// other key. Pure.
#pragma once

#include "document/document.h"

namespace mcpmx::document {

// A key in quotes is none.
bool is_merge_key(const Document& document, NodeId key);

// The value under a merge key is what it must be: a map or a list of maps, aliases followed.
bool can_be_merged(const Document& document, NodeId id);

}  // namespace mcpmx::document
