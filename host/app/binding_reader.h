// The settings of one profile, from either of the two files that may have them. Pure.
#pragma once

#include <string_view>

#include "app/bindings.h"
#include "document/element.h"
#include "support/environment.h"

namespace mcpmx::app {

inline constexpr const char* kMendBinding =
    "mend it at this place; mcpmx profile set says what may stand there";

// Fields of `binding` that are set already stay as they are: who is read first wins. What cannot be
// used is a finding. `is_own`: of our own file, not of MCPM's.
void read_binding(const Environment& environment, std::string_view profile,
                  const document::Element& settings, bool is_own, Binding& binding);

}  // namespace mcpmx::app
