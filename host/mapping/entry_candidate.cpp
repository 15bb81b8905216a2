#include "mapping/entry_candidate.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "mapping/docker_words.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

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
  for (std::string& word : wanted_.command) word = turned_back.in_container(word, {});
  for (auto& [name, value] : wanted_.env) {
    if (value) value = turned_back.in_container(*value, name);
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
    std::string text = turned_back_.on_host(*value, variable);
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

// Where the entry's own word gives another text than the service has, the service's word is the
// entry's: localhost means the container to some, and the host to others. True: something changed.
bool EntryCandidates::put_right(Parts& parts, const ServiceFacts& rendered) {
  bool changed = false;
  std::vector<std::string>& args = *parts.facts.args;
  const std::vector<std::string>& words = wanted_.command;
  if (rendered.command.size() == words.size() && args.size() <= words.size()) {
    const std::size_t first = words.size() - args.size();
    for (std::size_t i = 0; i < args.size(); ++i) {
      const std::string& word = words[first + i];
      if (same_text(rendered.command[first + i], word) || args[i] == word) continue;
      // A mapper may know better than the service what the entry said.
      if (args[i] != turned_back_.on_host(word, {})) continue;
      args[i] = word;
      changed = true;
    }
  }
  for (Pair& pair : parts.env) {
    const auto* value = variable_of(wanted_, pair.name);
    if (value == nullptr || !*value || **value == pair.value) continue;
    if (same_value(variable_of(rendered, pair.name), value)) continue;
    pair.value = **value;
    changed = true;
  }
  return changed;
}

// A variable that the service would have without the entry's word is not the entry's.
void EntryCandidates::drop_variables(Parts& parts) const {
  Parts bare = parts;
  bare.env.clear();
  const auto without = rendering_.of(server_of(bare));
  if (without.empty()) return;
  Parts fewer = parts;
  std::erase_if(fewer.env, [&](const Pair& pair) {
    const auto* value = variable_of(wanted_, pair.name);
    if (value == nullptr || !*value || !is_filled(**value)) return false;
    return (generated_ && is_of_host(pair.name, **value)) ||
           same_value(variable_of(without.front().facts, pair.name), value);
  });
  if (fewer.env.size() == parts.env.size()) return;
  const auto rendered = rendering_.of(server_of(fewer));
  if (rendered.empty()) return;
  std::erase_if(parts.env, [&](const Pair& pair) {
    const bool is_dropped = std::none_of(fewer.env.begin(), fewer.env.end(),
                                         [&](const Pair& each) { return each.name == pair.name; });
    // What the rules gave to a service of ours is never the entry's.
    return is_dropped && ((generated_ && is_of_host(pair.name, pair.value)) ||
                          same_value(variable_of(rendered.front().facts, pair.name),
                                     variable_of(wanted_, pair.name)));
  });
}

bool EntryCandidates::is_exact(const Parts& parts, const ServiceFacts& rendered) const {
  if (parts.facts.kind == Kind::kDocker && rendered.image != wanted_.image) return false;
  if (!same_words(rendered.command, wanted_.command)) return false;
  if (rendered.env.size() != wanted_.env.size()) return false;
  return std::all_of(wanted_.env.begin(), wanted_.env.end(), [&](const auto& variable) {
    return same_value(variable_of(rendered, variable.first), &variable.second);
  });
}

// True: what it renders to is the service.
bool EntryCandidates::settle(Parts& parts) {
  auto rendered = rendering_.of(server_of(parts));
  if (rendered.empty()) return false;
  if (put_right(parts, rendered.front().facts)) {
    rendered = rendering_.of(server_of(parts));
    if (rendered.empty()) return false;
  }
  drop_variables(parts);
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
