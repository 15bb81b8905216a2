// What an entry may have become, seen from one place of its services that a person edited.
//
// Rendering goes one way, through plugins and mappings that say nothing of how to go back. So the
// way back is found by trying: from how the text of the place changed, entries are made that would
// explain it, likeliest first, and whoever asks renders each and keeps the first that gives exactly
// what stands in the file (attribution.h). A wrong candidate costs a rendering, never a wrong
// entry. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/server.h"

namespace mcpmx::sync {

// One leaf of a service (compose/leaves.h); canonical JSON texts.
struct LeafChange {
  std::string path;
  std::optional<std::string> before;  // as the entry renders it; nullopt: it does not
  std::optional<std::string> after;   // as it stands in the file
};

// Each differs from `entry` and from the others; at most a few dozen.
std::vector<Server> candidates(const Server& entry, const LeafChange& change);

}  // namespace mcpmx::sync
