#include "app/undo.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <ostream>

#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using Change = app::UndoneFile::Change;

const char* state_name(Change change) {
  switch (change) {
    case Change::kRestored:
      return "restored";
    case Change::kRemoved:
      return "removed";
    case Change::kMade:
      break;
  }
  return "made";
}

// As a person in the working directory would name it.
std::string shown(const Context& context, const std::string& path) {
  const std::string& here = context.session.environment().working_directory;
  const auto relative = std::filesystem::path(path).lexically_relative(here);
  const bool is_below = !relative.empty() && *relative.begin() != "..";
  return is_below ? relative.string() : path;
}

void write_text(Context& context, const app::Undone& undone, bool dry_run) {
  if (context.quiet) return;
  std::ostream& out = context.out;
  write_findings(out, context.style, undone.findings);
  const std::string command = printable(undone.command);
  out << (dry_run ? "Would take back: " : context.style.green("Took back") + ": ") << command
      << '\n';
  Table table({dry_run ? "WOULD BE" : "IS", "FILE"});
  for (const app::UndoneFile& file : undone.files) {
    if (!file.is_own) table.add({state_name(file.change), printable(shown(context, file.path))});
  }
  if (!table.empty()) table.write(out, context.style);
  if (!dry_run) out << "mcpmx undo once more brings it back.\n";
}

void write_document(Context& context, const app::Undone& undone, bool dry_run) {
  json::array files;
  for (const app::UndoneFile& file : undone.files) {
    if (file.is_own) continue;
    files.push_back(json::object{{"path", file.path}, {"state", state_name(file.change)}});
  }
  write_json(context, "undo",
             {{"command", undone.command},
              {"dry_run", dry_run},
              {"files", std::move(files)},
              {"findings", findings_json(undone.findings)}});
}

Result<int> run(Context& context) {
  const bool dry_run = context.options.has("dry-run");
  PosixLockSystem locks;
  MCPMX_TRY(undone, app::undo(context.session, locks, dry_run));
  if (context.format == Format::kJson) {
    write_document(context, undone, dry_run);
  } else {
    write_text(context, undone, dry_run);
  }
  return 0;
}

}  // namespace

Command undo_command() {
  return {"undo",
          "",
          "take back what the last sync or generate wrote",
          "The files that the last docker sync or docker generate changed, in whatever folder and "
          "of whatever profile, get their old content, "
          "those that it made go, all of them or none; then undo itself is the last command. Where "
          "one is no longer as the command left it, nothing is written (exit code 3). Copies "
          "(FILE.mcpmx-bak) stay, and what profile set wrote: set the old value again. "
          "Containers stay as they are too: docker compose up -d brings them to the file.",
          "mcpmx undo --dry-run  say which files would become what\n"
          "mcpmx undo            do it; once more brings it back",
          0,
          0,
          {{"dry-run", "", "write nothing, say what would be done"}},
          &run};
}

}  // namespace mcpmx::cli
