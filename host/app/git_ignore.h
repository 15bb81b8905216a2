// Would git commit this file? Asks git itself, whose ignore rules are its own.
#pragma once

#include <string>

namespace mcpmx::app {

// True if `path` lies in a git work tree and neither an ignore rule covers it. False where there is
// no work tree, and where git is not installed and cannot be asked. Starts a process only inside a
// work tree.
bool is_committable(const std::string& path);

}  // namespace mcpmx::app
