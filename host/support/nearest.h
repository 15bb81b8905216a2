// "Did you mean": which of some names a misspelt one was probably meant to be. Names compare
// without the case of ASCII letters, by the first bytes alone where they are long, because the cost
// is the product of their lengths. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mcpmx {

// How many bytes were left out, put in, replaced, or swapped with their neighbour (optimal string
// alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

// The index of the nearest of `names`, of equals the first; nullopt if none is near enough: a third
// of the name may differ, and a name that begins with what was written is near.
std::optional<std::size_t> nearest(std::span<const std::string> names, std::string_view written);

}  // namespace mcpmx
