// Which services of a project another one names, so that docker compose refuses a file without
// them; and which volumes it mounts.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "compose/value.h"

namespace mcpmx::compose {

// By depends_on, links, volumes_from and the namespaces that it shares (`network_mode:
// service:db`). Of a service in canonical form.
std::set<std::string, std::less<>> needed_services(const Value& service);

// Whether it mounts the volume that is declared under this name.
bool mounts(const Value& service, std::string_view volume);

}  // namespace mcpmx::compose
