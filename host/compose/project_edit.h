// Changes of leaves (compose/leaves.h) become edits of the files that say them.
//
//   changes ──plan──▶ edits of each file ──document::edit──▶ new texts
//      │                                      │ refused
//      └──────▶ held: reason, file:line ◀─────┘ found by narrowing down; the others go through
//
// An edit goes to the file that defines the value: the last that says it. What is new goes to where
// its parent stands, so a new service to the end of the main file's. What stands in an included or
// extended file, below a shared anchor, inside an alias or where `!reset` takes it away is held. A
// value that came through `<<` is overridden by a key of the service's own.
//
// Pure: nothing is written. Any thread. The usual case costs one edit of each file that changes.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compose/project_model.h"
#include "support/result.h"

namespace mcpmx::compose {

struct Change {
  // Keys from the top, as split_path() gives them: {"services", "web", "environment", "TOKEN"},
  // {"services", "web", "ports", "[5432/tcp]"}, {"services", "web"}, {"networks", "mcp-network"}.
  std::vector<std::string> path;
  // As the file is to say it: `${NAME}` and `$$` stay. An entry of a list is replaced whole, in
  // whatever form it is given. nullopt without new_name: it goes.
  std::optional<boost::json::value> value;
  // The key's new name. Changes below it are still named by the old one.
  std::optional<std::string> new_name;
};

struct FileEdit {
  std::uint32_t file = 0;       // of ProjectModel::files
  document::Document document;  // the whole file as it reads then
};

struct HeldChange {
  std::size_t change = 0;
  std::string where;   // "file:line"; empty where there is no place
  std::string reason;  // a sentence without its full stop; no value
};

struct ProjectEdit {
  std::vector<FileEdit> files;   // those that change, by number
  std::vector<HeldChange> held;  // by change
};

// Changes of one call are made together: of those below one new key one value is written; a place
// that goes while something below it is new is replaced by that; a change below one that is set as
// a whole is held. What goes where nothing is does nothing. Where a value that goes hides others
// (in earlier files, earlier entries of the same name) they go too; where what it hides may not be
// edited, it is held. A key below a service, or a section, that loses all its entries goes itself;
// `services` and services stay as `{}`.
Result<ProjectEdit> edit_project(const ProjectModel& project, std::span<const Change> changes);

}  // namespace mcpmx::compose
