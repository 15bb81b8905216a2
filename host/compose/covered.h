// Which values of a project's files are hidden by others: an override's image over the main file's,
// the later of two mounts with one target, what a service says over what it extends. The model has
// the visible one alone; who takes that away has to know what would appear in its place.
//
// Filled while files are merged; then read by any thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "compose/value.h"

namespace mcpmx::compose {

class Covered {
 public:
  // Values that stand nowhere are left out, and so are visible ones that may not be edited.
  void add(const Origin& visible, const Origin& hidden);

  // All that stands below a value, whatever of it would appear first; the value itself is not in
  // it.
  std::vector<Origin> below(const Origin& visible) const;

 private:
  std::unordered_map<std::uint64_t, std::vector<Origin>> hidden_;  // by file and node
};

}  // namespace mcpmx::compose
