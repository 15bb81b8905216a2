// A deploy backend of a plugin as the host's Backend. Loads the plugin when it is made. Owned by
// the caller; not for use from two threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/backend.h"
#include "plugin/registry.h"
#include "support/result.h"

namespace mcpmx::plugin {

struct NamedBackend {
  std::unique_ptr<Backend> backend;
  std::vector<std::string> compose_keys;  // that it handles, by its manifest; empty: it names none
};

// The backend of that name from the first plugin that has it. Errors: no plugin has it (the hint
// names those that there are), the plugin cannot be loaded, its table is broken, create() fails.
// `registry` must outlive the result.
Result<NamedBackend> make_backend(Registry& registry, std::string_view name);

}  // namespace mcpmx::plugin
