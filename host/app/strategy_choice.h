// The strategy that decides conflicts, by its name. The host's own asks a person (manual); others
// are plugins', loaded when there is a conflict to decide and not before.
#pragma once

#include <memory>
#include <string>

#include "model/strategy.h"
#include "plugin/registry.h"
#include "support/result.h"

namespace mcpmx::app {

// A name that nobody has is an error at once, conflict or not. `is_typed`: on the command line;
// only then it decides where nothing is known of before.
Result<std::unique_ptr<Strategy>> make_strategy_for(plugin::Registry& registry,
                                                    const std::string& name, bool is_typed);

}  // namespace mcpmx::app
