// A plan in the words of a person: what a field was and is, which way it flows, what becomes of a
// server. Values come as handles and leave masked: nothing here sees a secret. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "app/bound_file.h"
#include "app/sync.h"
#include "model/diagnostic.h"

namespace mcpmx::cli {

const char* arrow(sync::Flow flow);

struct FateText {
  const char* arrow;
  const char* name;  // in JSON
  const char* text;  // empty: nothing to say
};
FateText fate_text(sync::Fate fate);

// A field's value as JSON, without the gaps of a command's words.
boost::json::value parsed_value(const std::string& text);
// For a table: as a person would type it, cut where it is long.
std::string shown_value(const FieldValue& value);
// "launch" is our word; people know the command line.
std::string shown_path(const sync::FieldPlan& field);
// "args: --old -> --new"
std::string change_text(const sync::FieldPlan& field);
// What becomes of the server; where the sides disagreed, also who decided what.
std::string change_text(const sync::ServerPlan& plan, const std::string& strategy);

// " -f FILE", for a command that is to be typed; empty for the file that is taken without.
std::string file_option(const std::string& file);
// `mcpmx docker sync PROFILE`, with -f where the profile has another file without it.
std::string sync_command_for(const app::SyncRequest& request, const app::Bound& bound);

// Where it is one side or the other that a person has to choose.
bool has_open_conflict(const app::Synced& result);
void write_conflict_next(std::ostream& out, const std::string& command);

std::string rename_text(const sync::ServerPlan& plan);

// A change of a server in words.
struct NamedChange {
  const sync::ServerPlan* plan;  // borrowed from the result
  const char* arrow;
  std::string text;
};
// What the direction of the sync leaves for another time.
std::vector<NamedChange> waiting_changes(const app::Synced& result);
// What both sides had changed, and the strategy decided.
std::vector<NamedChange> decided_changes(const app::Synced& result);

// What is to be said of files, and of what came to Docker and has no place in its services
// (docs/detect.md).
std::vector<Diagnostic> told_findings(const app::Synced& result);

bool writes_something(const app::Synced& result);  // or would
// Nothing flows, waits, or is held.
bool is_in_sync(const app::Synced& result);

}  // namespace mcpmx::cli
