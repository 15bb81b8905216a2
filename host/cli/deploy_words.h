// A deployment in the words of a person and of a program: what becomes of a resource, how a
// container stands. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/style.h"
#include "model/backend.h"

namespace mcpmx::cli {

const char* name_of(Resource resource);  // "container"
const char* name_of(Action action);      // "create", for JSON
const char* doing(Action action);        // "creating"
const char* done(Action action);         // "created"

// "127.0.0.1:5432->5432/tcp, 80/tcp"; of one that is published on all addresses, the IPv4 one.
std::string ports_text(const std::vector<PublishedPort>& ports);
// "running (healthy)", "exited (1)"
std::string state_text(const ContainerState& row);
// "up 3 minutes", from an RFC 3339 time; empty where it never started. `now`: seconds since 1970.
std::string age_text(const std::string& started, std::int64_t now);

// What a plan is going to do: one line a resource; what stays is counted.
void write_plan(std::ostream& out, const Style& style, const std::vector<PlanStep>& steps);
// Containers by service; below it the last output of a probe that failed.
void write_rows(std::ostream& out, const Style& style, const std::vector<ContainerState>& rows);

boost::json::object plan_step_json(const PlanStep& step);
boost::json::object event_json(const DeployEvent& event);
boost::json::object row_json(const ContainerState& row);

}  // namespace mcpmx::cli
