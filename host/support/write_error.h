// What is said of a file that could not be written: the file, the system's reason, a next step.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "support/result.h"

namespace mcpmx {

// The part before the last slash: "." of a bare name, "/" of what lies in the root.
std::string folder_of(const std::string& path);

// `failure` is a negated errno; `why` says what it is about, where that is not plain.
Error cannot_write(const std::string& path, int failure, std::string_view why = {});

// kNeedsPerson: the file is no longer what the caller read.
Error changed_meanwhile(const std::string& path);

}  // namespace mcpmx
