// Leaves of one service as changes of the places where the file says them. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sync/project_changes.h"

namespace mcpmx::sync {

struct LeafEdit {
  std::string leaf;
  std::vector<std::string> path;            // in the service
  std::optional<boost::json::value> value;  // nothing: it goes
  bool is_whole = false;  // the document writes it only with what stands around it
};

// That the leaf is set to what `end` renders, or goes. nullopt: a default of Compose, which nobody
// writes.
std::optional<LeafEdit> leaf_change(const Rendering& end, const std::string& service,
                                    std::string leaf, bool is_set);

// Adds them to `result`, of the service that the file has under this name. What is written whole
// takes in the changes of its parts.
void push_leaves(ProjectChanges& result, const std::string& service,
                 const std::vector<LeafEdit>& changes);

}  // namespace mcpmx::sync
