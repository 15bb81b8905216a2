// How a sync is told to a person: what flowed where, what waits for whom.
#pragma once

#include <iosfwd>

#include "app/sync.h"
#include "cli/style.h"

namespace mcpmx::cli {

// The rows of both tables: changes by server, then what is held, each with its reason.
void write_changes(std::ostream& out, const Style& style, const app::Synced& result);
void write_held(std::ostream& out, const Style& style, const app::Synced& result);
// What the strategy decided, where no row says it.
void write_decided(std::ostream& out, const Style& style, const app::Synced& result);
// Servers that are broken, and variables that a person has to fill in.
void write_servers(std::ostream& out, const Style& style, const app::Synced& result);
// What is left pending by the direction, what stays Docker's alone, services that are not ours,
// volumes and (with_variables) lines of .env that nothing needs now: one line each.
void write_rest(std::ostream& out, const Style& style, const app::Synced& result,
                bool with_variables);

}  // namespace mcpmx::cli
