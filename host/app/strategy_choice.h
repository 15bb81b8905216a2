// Which strategy decides conflicts: what the command line names, else the profile's setting, else
// the RFC's profile_wins; on a first sync, of which nobody knows what was before, a person.
#pragma once

#include <memory>
#include <string>

#include "model/strategy.h"
#include "plugin/registry.h"
#include "support/result.h"

namespace mcpmx::app {

Result<std::unique_ptr<Strategy>> make_strategy_for(plugin::Registry& registry,
                                                    const std::string& named, bool has_base);

}  // namespace mcpmx::app
