#include "app/generate.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

// How to start what was written, with -f only where Compose would not find the file by itself.
std::string compose_call(const app::Generated& result) {
  const bool is_here = result.path.find('/') == std::string::npos;
  if (is_here && result.found_by_compose) return "docker compose ";
  const bool is_plain = result.path.find_first_of(" '\"$`\\&;()*?") == std::string::npos;
  return "docker compose -f " + (is_plain ? result.path : "'" + result.path + "'") + " ";
}

void write_unused(std::ostream& out, const Style& style,
                  const std::vector<app::UnusedVariable>& unused) {
  if (unused.empty()) return;
  out << style.bold("Still in .env, and no service needs it:") << '\n';
  for (const app::UnusedVariable& variable : unused)
    out << "  " << variable.name << "  (" << printable(variable.where) << ")\n";
  out << '\n';
}

void write_text(Context& context, const app::Generated& result) {
  if (context.quiet) return;
  std::ostream& out = context.out;
  write_outcomes(out, context.style, result.project.outcomes);
  if (!result.project.outcomes.empty()) out << '\n';
  write_unused(out, context.style, result.unused);
  const bool written = result.file == app::Generated::File::kWritten;
  out << (written ? context.style.green("Wrote") + " " : "Unchanged: ") << result.path;
  if (!result.env_path.empty()) out << " and " << result.env_path;
  out << '\n';
  if (!result.backup.empty()) out << "What was there before: " << result.backup << '\n';
  const auto& outcomes = result.project.outcomes;
  const bool needs = std::any_of(outcomes.begin(), outcomes.end(),
                                 [](const Outcome& o) { return !o.needs.empty(); });
  const bool runs = std::any_of(outcomes.begin(), outcomes.end(),
                                [](const Outcome& o) { return !o.services.empty(); });
  if (!runs) {
    out << "No server of the profile runs in a container, so there is nothing to start.\n";
    return;
  }
  out << (needs ? "Next: fill in the values in .env, then " : "Next: ") << compose_call(result)
      << "up -d\n";
}

json::object to_json(const app::Generated& result) {
  const char* state = result.file == app::Generated::File::kWritten     ? "written"
                      : result.file == app::Generated::File::kUnchanged ? "unchanged"
                                                                        : "not_written";
  json::array needs;
  for (const Outcome& outcome : result.project.outcomes) {
    for (const std::string& variable : outcome.needs) {
      needs.push_back(json::object{{"server", outcome.server}, {"variable", variable}});
    }
  }
  json::array unused;
  for (const app::UnusedVariable& variable : result.unused) {
    unused.push_back(json::object{{"variable", variable.name}, {"where", variable.where}});
  }
  json::object document = {{"file", result.path},
                           {"env_file", text_or_null(result.env_path)},
                           {"state", state},
                           {"backup", text_or_null(result.backup)},
                           {"servers", outcomes_json(result.project.outcomes)},
                           {"needs", needs},
                           {"unused", unused},
                           {"findings", findings_json(result.findings)}};
  if (result.file == app::Generated::File::kNotWritten) document["compose"] = result.text;
  return document;
}

Result<int> run(Context& context) {
  app::GenerateRequest request;
  request.profile = context.arguments[0];
  request.file = context.options.text("file");
  request.to_stdout = context.options.has("stdout");
  request.force = context.options.has("force");
  MCPMX_TRY(result, app::generate(context.session, request));
  if (context.format == Format::kJson) {
    write_json(context, "generate", to_json(result));
  } else if (request.to_stdout) {
    // The file is the product; what is to be said about it must not get into it.
    context.out << result.text;
    if (!context.quiet) {
      write_outcomes(std::cerr, Style(false), result.project.outcomes);
      write_unused(std::cerr, Style(false), result.unused);
    }
  } else {
    write_text(context, result);
  }
  if (context.format == Format::kText && !context.quiet)
    write_findings(std::cerr, Style(false), result.findings);
  return 0;
}

}  // namespace

Command generate_command() {
  return {"docker generate",
          "PROFILE",
          "write the Compose file that runs a profile's servers",
          "Each server of the profile becomes a service, or a sentence that says why it cannot. "
          "Secrets go to .env "
          "beside the file (mode 0600), never into it. A file that was edited, or that mcpmx did "
          "not write, is not "
          "replaced without --force.",
          "mcpmx docker generate work                     docker-compose.yml and .env here\n"
          "mcpmx docker generate work -f deploy/work.yml  somewhere else\n"
          "mcpmx docker generate work --stdout | less     look first",
          1,
          1,
          {{"file,f", "FILE", "the Compose file to write", app::kDefaultComposeFile},
           {"stdout", "", "print the file and write nothing"},
           {"force", "",
            "replace a file that is not as mcpmx wrote it; one copy is kept as FILE.mcpmx-bak"}},
          &run};
}

}  // namespace mcpmx::cli
