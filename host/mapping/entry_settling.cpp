// What rendering a candidate shows to be wrong with it, put right.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "mapping/entry_candidate.h"

namespace mcpmx::mapping {
namespace {

using Form = TurnedBack::Form;

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
  // What the rules gave to a service of ours is never the entry's, whatever it has now. They give
  // it with the user, and to no entry of docker run.
  const bool has_rules =
      generated_ && parts.facts.kind != Kind::kDocker && primary_.body.contains("user");
  const auto is_of_rules = [&](const Pair& pair) {
    return has_rules && is_of_host(pair.name, pair.value);
  };
  const auto is_in = [&](const ServiceFacts& rendered, const Pair& pair) {
    const auto* value = variable_of(rendered, pair.name);
    return value != nullptr && value->has_value() && is_filled(**value) &&
           (same_value(value, variable_of(wanted_, pair.name)) ||
            same_value(value, variable_of(full, pair.name)));
  };
  std::erase_if(parts.env, is_of_rules);
  Parts bare = parts;
  bare.env.clear();
  const auto without = rendering_.of(server_of(bare));
  if (without.empty()) return;
  // Only what the template knows of can stay without a word; one at a time, for what it gives may
  // hang on the others.
  for (const Pair& pair : std::vector<Pair>(parts.env)) {
    if (variable_of(without.front().facts, pair.name) == nullptr) continue;
    Parts fewer = parts;
    std::erase(fewer.env, pair);
    const auto rendered = rendering_.of(server_of(fewer));
    if (!rendered.empty() && is_in(rendered.front().facts, pair)) parts = std::move(fewer);
  }
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

}  // namespace mcpmx::mapping
