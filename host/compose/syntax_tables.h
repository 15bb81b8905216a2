// What the tables of services and of other resources share. Private to syntax*.cpp.
#pragma once

#include <cstddef>
#include <span>

#include "compose/syntax.h"

namespace mcpmx::compose {

inline constexpr Syntax kUniqueStrings = {.shape = Shape::kStrings, .unique = Unique::kName};
inline constexpr Syntax kOptions = {.shape = Shape::kLabels};  // numbers and booleans become text

extern const Syntax kServiceSyntax;

// field_of() searches by halves. Follows nested fields; the elements of lists and maps are tables
// of their own.
constexpr bool is_sorted(std::span<const Field> fields) {
  for (std::size_t i = 1; i < fields.size(); ++i) {
    if (!(fields[i - 1].name < fields[i].name)) return false;
  }
  for (const Field& field : fields) {
    if (!is_sorted(field.syntax.fields)) return false;
  }
  return true;
}

}  // namespace mcpmx::compose
