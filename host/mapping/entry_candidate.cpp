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
namespace {

namespace json = boost::json;
using Form = TurnedBack::Form;

const std::optional<std::string>* variable_of(const ServiceFacts& service, std::string_view name) {
  for (const auto& [variable, value] : service.env) {
    if (variable == name) return &value;
  }
  return nullptr;
}

bool same_value(const std::optional<std::string>* a, const std::optional<std::string>* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (!*a || !*b) return a->has_value() == b->has_value();
  return same_text(**a, **b);
}

// What the rules give to a service that runs as the calling user (service_rules.cpp).
bool is_of_host(std::string_view name, std::string_view value) {
  return (name == "HOME" && value == "/tmp") || (name == "USER" && value == "mcp");
}

bool is_filled(std::string_view value) {
  return !value.empty() && value.find("${") == std::string_view::npos;
}

bool same_words(const std::vector<std::string>& rendered, const std::vector<std::string>& given) {
  return std::equal(rendered.begin(), rendered.end(), given.begin(), given.end(),
                    [](const std::string& a, const std::string& b) {
                      return same_text(a, b) ||
                             (a.find("${") != std::string::npos && fits_text(a, b));
                    });
}

}  // namespace

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
  for (const auto& [name, value] : primary_.facts.env) {
    const bool is_given = std::any_of(parts.env.begin(), parts.env.end(),
                                      [&](const Pair& pair) { return pair.name == name; });
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

// Where the entry's own word gives another text than the service has, the container's word may give
// that: localhost means the container to some, and the host to others.
void EntryCandidates::put_right(Parts& parts, const ServiceFacts& rendered) {
  Parts tried = parts;
  std::vector<std::string>& args = *tried.facts.args;
  const std::vector<std::string>& given = primary_.facts.command;
  const bool fits = rendered.command.size() == given.size() && args.size() <= given.size();
  const std::size_t first = fits ? given.size() - args.size() : 0;
  bool changed = false;
  for (std::size_t i = 0; fits && i < args.size(); ++i) {
    const std::string& word = given[first + i];
    // A mapper may know better than the service what the entry said.
    if (args[i] != turned_back_.text(word, {}, Form::kOnHost)) continue;
    if (same_text(rendered.command[first + i], wanted_.command[first + i])) continue;
    args[i] = turned_back_.text(word, {}, Form::kInContainer);
    changed = true;
  }
  for (Pair& pair : tried.env) {
    const auto* value = variable_of(primary_.facts, pair.name);
    if (value == nullptr || !*value) continue;
    if (same_value(variable_of(rendered, pair.name), variable_of(wanted_, pair.name))) continue;
    pair.value = turned_back_.text(**value, pair.name, Form::kInContainer);
    changed = true;
  }
  if (!changed) return;
  const auto again = rendering_.of(server_of(tried));
  if (again.empty()) return;
  const ServiceFacts& now = again.front().facts;
  for (std::size_t i = 0; fits && i < args.size() && now.command.size() == given.size(); ++i) {
    if (same_text(now.command[first + i], wanted_.command[first + i]))
      (*parts.facts.args)[i] = args[i];
  }
  for (std::size_t i = 0; i < tried.env.size(); ++i) {
    const std::string& name = tried.env[i].name;
    if (same_value(variable_of(now, name), variable_of(wanted_, name)))
      parts.env[i].value = tried.env[i].value;
  }
}

// A variable that the service has without the entry's word, or that the entry's word does not
// change, is not the entry's. `full`: what all variables together render to.
void EntryCandidates::drop_variables(Parts& parts, const ServiceFacts& full) const {
  // What the rules gave to a service of ours is never the entry's, whatever it has now.
  const auto is_of_rules = [&](const Pair& pair) {
    return generated_ && is_of_host(pair.name, pair.value);
  };
  const auto is_in = [&](const ServiceFacts& rendered, const Pair& pair) {
    const auto* value = variable_of(rendered, pair.name);
    return value != nullptr && value->has_value() && is_filled(**value) &&
           (same_value(value, variable_of(wanted_, pair.name)) ||
            same_value(value, variable_of(full, pair.name)));
  };
  Parts fewer = parts;
  fewer.env.clear();
  const auto without = rendering_.of(server_of(fewer));
  if (without.empty()) return;
  std::copy_if(
      parts.env.begin(), parts.env.end(), std::back_inserter(fewer.env),
      [&](const Pair& pair) { return !is_of_rules(pair) && !is_in(without.front().facts, pair); });
  if (fewer.env.size() == parts.env.size()) return;
  const auto rendered = rendering_.of(server_of(fewer));
  if (rendered.empty()) return;
  std::erase_if(parts.env, [&](const Pair& pair) {
    if (std::find(fewer.env.begin(), fewer.env.end(), pair) != fewer.env.end()) return false;
    return is_of_rules(pair) || is_in(rendered.front().facts, pair);
  });
}

bool EntryCandidates::is_exact(const Parts& parts, const ServiceFacts& rendered) const {
  if (parts.facts.kind == Kind::kDocker && rendered.image != wanted_.image) return false;
  if (!same_words(rendered.command, wanted_.command)) return false;
  const auto is_added = [&](const auto& variable) {
    return variable_of(wanted_, variable.first) == nullptr &&
           !is_of_host(variable.first, variable.second.value_or(std::string()));
  };
  if (std::any_of(rendered.env.begin(), rendered.env.end(), is_added)) return false;
  return std::all_of(wanted_.env.begin(), wanted_.env.end(), [&](const auto& variable) {
    return same_value(variable_of(rendered, variable.first), &variable.second);
  });
}

// True: what it renders to is the service.
bool EntryCandidates::settle(Parts& parts) {
  auto rendered = rendering_.of(server_of(parts));
  if (rendered.empty()) return false;
  put_right(parts, rendered.front().facts);
  rendered = rendering_.of(server_of(parts));
  if (rendered.empty()) return false;
  drop_variables(parts, rendered.front().facts);
  rendered = rendering_.of(server_of(parts));
  return !rendered.empty() && is_exact(parts, rendered.front().facts);
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
