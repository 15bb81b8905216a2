// The lines with which docker compose tells its progress, as events.
//
//   " Container work-db-1  Starting"   " Network work_default  Created"   " db Pulling"
//
// As compose 2.x and 5.x print them where stderr is no terminal. What is no such line is not ours:
// warnings, errors. Pure.
#pragma once

#include <mcpmx/backend.hpp>
#include <optional>
#include <string_view>

namespace docker_cli {

// Nothing: the line tells no progress.
std::optional<mcpmx::Event> progress_of(std::string_view line);

}  // namespace docker_cli
