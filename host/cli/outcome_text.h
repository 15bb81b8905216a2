// How the outcomes of a profile's servers are told: the table and the lines below it, and the same
// as JSON.
#pragma once

#include <boost/json/fwd.hpp>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "app/machine_check.h"
#include "cli/style.h"
#include "model/project.h"
#include "model/server.h"

namespace mcpmx::cli {

// A server's name, and whether it is not to be deployed.
std::string shown_name(const Server& server);

// The next step of a server that is not in a container, if there is one, on a line of its own.
void write_hint(std::ostream& out, const Style& style, const Outcome& outcome);

// What the report says beside the outcomes.
struct OutcomeText {
  std::string env = ".env";        // as the user would name it
  std::vector<std::string> notes;  // on the file as a whole
};

// Whether a variable has to be filled in, and which.
bool needs_values(const std::vector<Outcome>& outcomes);
void write_needs(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                 const std::string& env);
boost::json::array needs_json(const std::vector<Outcome>& outcomes);

// Servers that have no service because something is broken, but for those that were told already.
// False: there is none, and nothing was written.
bool write_faults(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                  const std::set<std::string>& told);

// A table of servers and services, then needs, notes and findings. What is to be said of several
// servers in the same words is said once.
void write_outcomes(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                    const OutcomeText& more = {});

// Lines of ours in .env (`env`: as the user would name it) that no service needs now.
void write_unused(std::ostream& out, const Style& style,
                  const std::vector<app::UnusedVariable>& unused, const std::string& env);

// Findings of files, one line each, to stderr's style of lines.
void write_findings(std::ostream& out, const Style& style, const std::vector<Diagnostic>& findings);

boost::json::array outcomes_json(const std::vector<Outcome>& outcomes);

// override, package, image, url, command or name; "none" for an entry that nobody claims.
const char* evidence_name(Evidence evidence);

}  // namespace mcpmx::cli
