// A conflict strategy of a plugin as the Strategy that the sync asks. Loads the plugin when it is
// made. Owned by the caller; not for use from two threads (mcpmx.sync/1 is a [host] extension).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/strategy.h"
#include "plugin/registry.h"
#include "support/result.h"

namespace mcpmx::plugin {

// Names of all strategies that usable plugins have, in search order, each once.
std::vector<std::string> strategy_names(const Registry& registry);

// The strategy of that name from the first plugin that has it. Errors: no plugin has it (the names
// that there are stand in the hint), the plugin cannot be loaded, its table is broken. `registry`
// must outlive the result.
Result<std::unique_ptr<Strategy>> make_strategy(Registry& registry, std::string_view name);

}  // namespace mcpmx::plugin
