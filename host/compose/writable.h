// What no Compose file can carry: text that is not UTF-8, NUL characters, endless nesting. Asked
// before writing, so that the writer itself cannot fail. Pure; any thread.
#pragma once

#include <boost/json/fwd.hpp>

#include "support/result.h"

namespace mcpmx::compose {

// The first such thing, by its JSON pointer.
Result<void> check_writable(const boost::json::object& project);

}  // namespace mcpmx::compose
