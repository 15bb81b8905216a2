// The second half of `docker status`: how the containers of the file's services stand. An engine
// that cannot be asked is no failure of the command; it is said.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "model/backend.h"
#include "support/result.h"

namespace mcpmx::cli {

struct Containers {
  std::vector<ContainerState> rows;
  std::vector<std::string> missing;  // enabled services that have no container
  std::optional<Error> error;        // why nothing is known of them
};

// Of the Compose file and what docker compose reads over it.
Containers find_containers(Context& context, const std::string& file);

void write_containers(Context& context, const Containers& containers);
// "containers", "missing" and, where they are not known, "engine_error".
void add_containers(boost::json::object& document, const Containers& containers);

}  // namespace mcpmx::cli
