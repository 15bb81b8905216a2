// A Compose file's document as a Value: variables put in, merge keys applied, aliases followed,
// each value with its origin. The tags `!reset` and `!override` become places. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compose/interpolation.h"
#include "compose/value.h"
#include "document/document.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::compose {

// Where a file takes back what earlier files say.
struct ResetPlace {
  std::vector<std::string> path;  // "services", "web", "ports"
  Origin origin;                  // the tagged node
  bool keeps_value = false;       // !override: the node's own value stands instead
};

struct Tree {
  Value root;
  std::vector<ResetPlace> resets;
};

struct TreeOptions {
  std::uint32_t file = 0;   // for the origins
  Hold hold = Hold::kNone;  // of everything in this file
};

// Errors, with "file:line": those of interpolate(). An unset variable is a finding.
Result<Tree> read_tree(const document::Document& document, const VariableLookup& variables,
                       const TreeOptions& options, std::vector<Diagnostic>& findings);

}  // namespace mcpmx::compose
