#include "app/generate.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "app/bound_file.h"
#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"
#include "cli/sync_json.h"
#include "cli/sync_text.h"
#include "support/shell_word.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

// docker compose for the file, with -f only where Compose would not find it by itself.
std::string compose_call(const app::Generated& result) {
  const bool is_here = result.path.find('/') == std::string::npos;
  if (is_here && result.found_by_compose) return "docker compose ";
  return "docker compose -f " + shell_word(result.path) + " ";
}

void write_removed(std::ostream& out, const Style& style, const app::Removed& removed) {
  if (removed.services.empty() && removed.volumes.empty()) return;
  out << style.bold("No longer in the file:") << '\n';
  for (const std::string& service : removed.services)
    out << "  service " << printable(service) << '\n';
  for (const app::RemovedVolume& volume : removed.volumes) {
    out << "  volume " << printable(volume.name) << " (its data stays in Docker";
    if (!volume.engine.empty()) out << " as " << printable(volume.engine);
    out << ")\n";
  }
  out << '\n';
}

void write_files(std::ostream& out, const Style& style, const app::Generated& result) {
  const auto state = [&](app::Generated::File file) {
    return file == app::Generated::File::kWritten ? style.green("Wrote") + " "
                                                  : std::string("Unchanged: ");
  };
  out << state(result.file) << printable(result.path);
  if (!result.env_path.empty()) {
    const bool is_same = result.file == result.env_file;
    out << (is_same ? " and " : "\n" + state(result.env_file)) << printable(result.env_path);
  }
  out << '\n';
  if (!result.backup.empty()) out << "What was there before: " << printable(result.backup) << '\n';
}

// What is left to do until all of the profile runs, and nothing else, in the order to do it.
std::vector<std::string> next_steps(const app::Generated& result) {
  const auto& outcomes = result.project.outcomes;
  const app::Removed& removed = result.removed;
  const std::string compose = compose_call(result);
  const bool runs = std::any_of(outcomes.begin(), outcomes.end(),
                                [](const Outcome& o) { return !o.services.empty(); });
  std::vector<std::string> steps;
  // Under its old name nothing of what ran would be found again.
  if (!removed.old_project.empty())
    steps.push_back("docker compose -p " + shell_word(removed.old_project) + " down");
  if (!runs) {
    if (steps.empty() && !removed.services.empty())
      steps.push_back(compose + "down --remove-orphans");
    return steps;
  }
  const bool needs = std::any_of(outcomes.begin(), outcomes.end(),
                                 [](const Outcome& o) { return !o.needs.empty(); });
  if (needs) steps.push_back("fill in the values in " + result.env_name);
  if (!result.missing.empty()) {
    std::string make = "mkdir -p";
    for (const std::string& folder : result.missing) make += " " + shell_word(folder);
    steps.push_back(std::move(make));
  }
  const bool has_orphans = !removed.services.empty() && removed.old_project.empty();
  steps.push_back(compose + "up -d" + (has_orphans ? " --remove-orphans" : ""));
  if (!removed.disabled.empty()) {
    std::string stop = compose + "stop";
    for (const std::string& service : removed.disabled) stop += " " + shell_word(service);
    steps.push_back(std::move(stop));
  }
  return steps;
}

// All that there is to say, then what was written, then what to do.
void write_report(std::ostream& out, const Style& style, const app::Generated& result) {
  write_outcomes(out, style, result.project.outcomes, {result.env_name, result.notes});
  if (!result.project.outcomes.empty() || !result.notes.empty()) out << '\n';
  write_unused(out, style, result.unused, result.env_name);
  write_removed(out, style, result.removed);
  if (result.sync) {
    write_decided(out, style, *result.sync);
    write_held(out, style, *result.sync);
    write_rest(out, style, *result.sync, false);
  }
  // Its notes name the port that a server did not get.
  std::vector<Diagnostic> findings = result.findings;
  std::erase_if(findings, [](const auto& finding) { return finding.code == "sync.port-taken"; });
  write_findings(out, style, findings);
  if (!findings.empty()) out << '\n';
}

void write_text(Context& context, const app::Generated& result) {
  if (context.quiet) return;
  std::ostream& out = context.out;
  write_report(out, context.style, result);
  write_files(out, context.style, result);
  const auto& services = result.project.document.at("services").as_object();
  const std::vector<std::string> steps = next_steps(result);
  // What could not be rendered may stand in the file all the same.
  const bool all_known = !result.sync || !result.sync->needs_person();
  if (services.empty() && all_known) {
    out << "No server of the profile runs in a container"
        << (steps.empty() ? ", so there is nothing to start.\n" : ".\n");
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    out << (i == 0 ? "Next: " : ", then ") << printable(steps[i]);
  if (!steps.empty()) out << '\n';
}

const char* state_name(app::Generated::File file) {
  switch (file) {
    case app::Generated::File::kWritten:
      return "written";
    case app::Generated::File::kUnchanged:
      return "unchanged";
    case app::Generated::File::kNotWritten:
      break;
  }
  return "not_written";
}

json::object removed_json(const app::Removed& removed) {
  json::array volumes;
  for (const app::RemovedVolume& volume : removed.volumes) {
    volumes.push_back(
        json::object{{"name", volume.name}, {"engine_name", text_or_null(volume.engine)}});
  }
  return {{"services", texts_json(removed.services)},
          {"volumes", volumes},
          {"disabled", texts_json(removed.disabled)},
          {"project", text_or_null(removed.old_project)}};
}

json::object to_json(const app::Generated& result) {
  json::array unused;
  for (const app::UnusedVariable& variable : result.unused) {
    unused.push_back(json::object{{"variable", variable.name}, {"where", variable.where}});
  }
  json::object document = {
      {"file", result.path},
      {"env_file", text_or_null(result.env_path)},
      {"state", state_name(result.file)},
      {"env_state",
       result.env_path.empty() ? json::value(nullptr) : json::value(state_name(result.env_file))},
      {"backup", text_or_null(result.backup)},
      {"servers", outcomes_json(result.project.outcomes)},
      {"needs", needs_json(result.project.outcomes)},
      {"unused", unused},
      {"removed", removed_json(result.removed)},
      {"notes", texts_json(result.notes)},
      {"sync", result.sync ? json::value(one_way_json(*result.sync)) : json::value(nullptr)},
      {"findings", findings_json(result.findings)}};
  if (result.file == app::Generated::File::kNotWritten) document["compose"] = result.text;
  return document;
}

Result<int> run(Context& context) {
  app::GenerateRequest request;
  request.profile = context.arguments[0];
  MCPMX_TRY(bound, app::bound_to(context.session, request.profile, context.options.given("file")));
  request.file = bound.file;
  request.bound_conflict = bound.strategy;
  request.to_stdout = context.options.has("stdout");
  request.force = context.options.has("force");
  if (request.file == "-") {
    return Error{ErrorCode::kUsage, "the Compose file needs a name, and - is none", "--file",
                 "--stdout prints the file and writes nothing"};
  }
  PosixLockSystem locks;
  MCPMX_TRY(result, app::generate(context.session, locks, request));
  if (context.format == Format::kJson) {
    write_json(context, "generate", to_json(result));
  } else if (request.to_stdout) {
    // The file is the product; what is to be said about it must not get into it.
    context.out << result.text;
    if (!context.quiet) write_report(std::cerr, Style(false), result);
  } else {
    write_text(context, result);
  }
  if (result.sync && result.sync->needs_person()) return static_cast<int>(ErrorCode::kNeedsPerson);
  return 0;
}

}  // namespace

Command generate_command() {
  return {
      "docker generate",
      "PROFILE",
      "write the Compose file that runs a profile's servers",
      "Each server of the profile becomes a service, or a sentence that says why it cannot. "
      "Secrets go to .env "
      "beside the file (mode 0600), never into it. A file that is there is edited in place: what a "
      "person wrote stays, and mcpmx docker sync brings it to the profile. A file that mcpmx did "
      "not write is not touched without --force.",
      "mcpmx docker generate work                     docker-compose.yml and .env here\n"
      "mcpmx docker generate work -f deploy/work.yml  somewhere else\n"
      "mcpmx docker generate work --stdout | less     look first",
      1,
      1,
      {{"file,f", "FILE",
        "the Compose file to write (default: the profile's, else docker-compose.yml)"},
       {"stdout", "",
        "print the file as it would be made anew, without what a person wrote, and write nothing; "
        "mcpmx docker diff shows what an update changes"},
       {"force", "",
        "write the whole file anew, whatever is there; what was there is kept as "
        "FILE.mcpmx-bak, then "
        "FILE.mcpmx-bak.2 and so on"}},
      &run};
}

}  // namespace mcpmx::cli
