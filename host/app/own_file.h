// Which of the files that a command writes are mcpmx's own notes, and which are a person's. Pure.
#pragma once

#include <string_view>

#include "support/environment.h"

namespace mcpmx::app {

// True of what lies in a `.mcpmx` beside a Compose file, or in $XDG_STATE_HOME/mcpmx, and of the
// profiles' bindings.
bool is_own_file(const Environment& environment, std::string_view path);

}  // namespace mcpmx::app
