// The name that was probably meant, for "did you mean". Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace mcpmx {

// Levenshtein's distance, with a swap of neighbours as one step: bytes put in, taken out, replaced
// or swapped on the way from one to the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

struct Nearest {
  std::size_t index = 0;     // among the names
  std::size_t distance = 0;  // 0: equal but for the case; 1: also an abbreviation of it
};

// Of equals the first; nullopt where more than a third of the letters (but one may always) would be
// wrong. The case of letters does not count, nor what stands behind the 64th byte: the cost is the
// square of the length.
std::optional<Nearest> nearest(std::string_view wanted, const std::vector<std::string_view>& names);

}  // namespace mcpmx
