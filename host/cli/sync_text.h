// How a sync is told: what flowed where, what waits for whom, and the same as JSON.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "app/sync.h"
#include "cli/style.h"

namespace mcpmx::cli {

// The rows of both tables: changes by server, then what is held, each with its reason.
void write_changes(std::ostream& out, const Style& style, const app::Synced& result);
void write_held(std::ostream& out, const Style& style, const app::Synced& result);
// Servers that are broken, and variables that a person has to fill in.
void write_servers(std::ostream& out, const Style& style, const app::Synced& result);
// What is left pending by the direction, what stays Docker's alone, services that are not ours,
// volumes and (with_variables) lines of .env that nothing needs now: one line each.
void write_rest(std::ostream& out, const Style& style, const app::Synced& result,
                bool with_variables);

// What is to be said of files, and of what came to Docker and has no place in its services
// (docs/detect.md).
std::vector<Diagnostic> told_findings(const app::Synced& result);

boost::json::object synced_json(const app::Synced& result);
// What a run that goes one way left undone, and what it left in the file.
boost::json::object one_way_json(const app::Synced& result);

// Nothing flows, waits, or is held.
bool is_in_sync(const app::Synced& result);

}  // namespace mcpmx::cli
