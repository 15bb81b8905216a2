// Which plugin has the strategy or the backend of a name. Loads nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/registry.h"
#include "support/result.h"

namespace mcpmx::plugin {

// Names of all that usable plugins provide of an extension, in search order, each once.
std::vector<std::string> names_of(const Registry& registry, std::string_view extension);

struct Provider {
  std::string plugin_id;
  std::string file;
  std::vector<std::string> compose_keys;  // of a backend
};

// The first plugin that has it. Error, kUsage: none has; the hint names those that there are.
// `noun`: "conflict strategy"; `plural`: "strategies".
Result<Provider> find_provider(const Registry& registry, std::string_view extension,
                               std::string_view name, std::string_view noun,
                               std::string_view plural);

// That a plugin's table for the extension is unusable, and why.
Error bad_table(const Provider& provider, std::string_view extension);

}  // namespace mcpmx::plugin
