#include "mapping/entry_candidate.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <iterator>
#include <optional>
#include <utility>

#include "mapping/docker_words.h"
#include "model/json_member.h"

namespace mcpmx::mapping {

namespace json = boost::json;
using Form = TurnedBack::Form;

EntryCandidates::EntryCandidates(const TrialRendering& rendering, TurnedBack& turned_back,
                                 const TrialService& primary, bool generated)
    : rendering_(rendering),
      turned_back_(turned_back),
      primary_(primary),
      generated_(generated),
      wanted_(primary.facts) {
  for (std::string& word : wanted_.command) word = turned_back.text(word, {}, Form::kRendered);
  for (auto& [name, value] : wanted_.env) {
    if (value) value = turned_back.text(*value, name, Form::kRendered);
  }
}

std::vector<std::string> EntryCandidates::docker_options(const std::string& name,
                                                         const RecoveredFacts& facts) {
  Parts plain;
  plain.name = name;
  plain.facts = facts;
  const auto services = rendering_.of(server_of(plain));
  return docker_words(primary_, services.empty() ? TrialService() : services.front(), generated_);
}

// Where the launcher starts, and the files that it reads variables from.
void EntryCandidates::add_place(RecoveredFacts& facts) {
  if (!facts.options) facts.options.emplace();
  const std::string inside = text_member(primary_.body, "working_dir");
  // A folder of the image is none of this machine.
  const bool is_mounted = std::any_of(
      primary_.facts.mounts.begin(), primary_.facts.mounts.end(), [&](const Mount& mount) {
        return mount.type == Mount::Type::kBind && inside.starts_with(mount.target) &&
               (inside.size() == mount.target.size() || inside[mount.target.size()] == '/');
      });
  const json::value* files = primary_.body.if_contains("env_file");
  if (files != nullptr && !files->is_array() && !files->is_null()) {
    facts.options->push_back({"env-file", scalar_text(*files)});
  } else if (files != nullptr && files->is_array()) {
    for (const json::value& file : files->get_array()) {
      facts.options->push_back({"env-file", file.is_object()
                                                ? text_member(file.get_object(), "path")
                                                : scalar_text(file)});
    }
  }
  if (is_mounted) facts.options->push_back({"directory", turned_back_.with_host_folder(inside)});
}

EntryCandidates::Parts EntryCandidates::parts_of(const std::string& name,
                                                 const RecoveredFacts& facts) {
  Parts parts;
  parts.name = name;
  parts.facts = facts;
  if (!parts.facts.args) parts.facts.args.emplace();
  std::vector<std::string>& args = *parts.facts.args;
  const std::vector<std::string>& entrypoint = primary_.facts.entrypoint;
  if (facts.kind == Kind::kDocker) {
    parts.words = docker_options(name, facts);
    // docker run takes the program alone; the rest of it is arguments.
    if (entrypoint.size() > 1) args.insert(args.begin(), entrypoint.begin() + 1, entrypoint.end());
  } else {
    turned_back_.add_mounts(primary_.facts.mounts);
    add_place(parts.facts);
    for (std::string& arg : args) arg = turned_back_.with_host_folder(arg);
    for (Pair& option : *parts.facts.options)
      option.value = turned_back_.with_host_folder(option.value);
    for (std::string& word : wanted_.command) word = turned_back_.with_host_folder(word);
    for (auto& [variable, value] : wanted_.env) {
      if (value) value = turned_back_.with_host_folder(*value);
    }
  }
  for (const auto& [variable, value] : primary_.facts.env) {
    if (!value) {
      parts.passed_on.push_back(variable);
      continue;
    }
    std::string text = turned_back_.text(*value, variable, Form::kOnHost);
    if (facts.kind != Kind::kDocker) text = turned_back_.with_host_folder(text);
    parts.env.push_back({variable, std::move(text)});
  }
  for (const Pair& own : facts.env) {
    std::erase_if(parts.env, [&](const Pair& pair) { return pair.name == own.name; });
    parts.env.push_back(own);
  }
  return parts;
}

std::vector<CommandLine> EntryCandidates::lines_of(const Parts& parts) const {
  std::vector<std::string> words = parts.words;
  for (const auto& variable : primary_.facts.env) {
    const std::string& name = variable.first;
    const bool is_given = find_pair(parts.env, name) != nullptr;
    const bool is_passed =
        std::find(parts.passed_on.begin(), parts.passed_on.end(), name) != parts.passed_on.end();
    if (!is_given && !is_passed) continue;
    words.emplace_back("-e");
    words.push_back(name);
  }
  const std::string_view program =
      primary_.facts.command.empty() ? std::string_view() : primary_.facts.command.front();
  return command_lines(parts.facts, program, words);
}

Server EntryCandidates::server_of(const Parts& parts) const {
  std::vector<CommandLine> lines = lines_of(parts);
  CommandLine& line = lines[parts.line];
  Server server;
  server.name = parts.name;
  server.command = std::move(line.command);
  server.args = std::move(line.args);
  server.env = parts.env;
  return server;
}

Result<Server> EntryCandidates::best(const std::string& name, const RecoveredFacts& facts,
                                     bool& exact) {
  const Parts start = parts_of(name, facts);
  const std::size_t count = lines_of(start).size();
  if (count == 0) return failed("what its services run has no command line", name);
  std::optional<Parts> first;
  for (std::size_t i = 0; i < count; ++i) {
    Parts parts = start;
    parts.line = i;
    exact = settle(parts);
    if (exact) return server_of(parts);
    if (!first) first = std::move(parts);
  }
  return server_of(*first);
}

}  // namespace mcpmx::mapping
