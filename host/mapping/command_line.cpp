#include "mapping/command_line.h"

#include <algorithm>
#include <utility>

#include "mapping/launcher_grammar.h"
#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

const Grammar* grammar_of(std::string_view program, std::string_view subcommand = {}) {
  for (const Grammar& grammar : grammars()) {
    if (grammar.program == program && grammar.subcommand == subcommand) return &grammar;
  }
  return nullptr;
}

const OptionRule* rule_of(const Grammar& grammar, std::string_view option) {
  for (const OptionRule& rule : grammar.options) {
    if (rule.name == option) return &rule;
  }
  return nullptr;
}

// An option as its launcher reads it: with its value as a word of its own only where the table says
// that it takes one.
void add_option(const Pair& option, const Grammar& grammar, std::vector<std::string>& args) {
  const OptionRule* rule = rule_of(grammar, option.name);
  // How a launcher talks, asks or keeps its cache: an entry has no use for it either.
  if (rule != nullptr && rule->effect == Effect::kGone) return;
  const std::string name = "--" + option.name;
  if (option.value.empty()) {
    args.push_back(name);
  } else if (rule != nullptr && rule->takes_value) {
    args.push_back(name);
    args.push_back(option.value);
  } else {
    args.push_back(name + "=" + option.value);
  }
}

CommandLine finished(std::string command, std::vector<std::string> args,
                     const RecoveredFacts& facts) {
  CommandLine line{std::move(command), std::move(args), 0};
  line.server_args_at = line.args.size();
  if (facts.args) line.args.insert(line.args.end(), facts.args->begin(), facts.args->end());
  return line;
}

const std::vector<Pair>& options_of(const RecoveredFacts& facts) {
  static const std::vector<Pair> kNone;
  return facts.options ? *facts.options : kNone;
}

CommandLine with_npx(const RecoveredFacts& facts) {
  const Grammar& grammar = *grammar_of("npx");
  std::vector<std::string> args = {"-y"};
  for (const Pair& option : options_of(facts)) {
    if (option.name == "package") {
      args.emplace_back("-p");
      args.push_back(option.value);
    } else if (option.name == "directory") {
      args.emplace_back("--prefix");
      args.push_back(option.value);
    } else {
      add_option(option, grammar, args);
    }
  }
  if (!facts.entry.empty()) args.emplace_back("-p");
  args.push_back(facts.spec);
  if (!facts.entry.empty()) args.push_back(facts.entry);
  return finished("npx", std::move(args), facts);
}

// bunx reads a file of variables, which npx has no word for.
CommandLine with_bunx(const RecoveredFacts& facts) {
  const Grammar& grammar = *grammar_of("bunx");
  std::vector<std::string> args;
  for (const Pair& option : options_of(facts)) {
    const bool is_directory = option.name == "directory";
    add_option({is_directory ? "cwd" : option.name, option.value}, grammar, args);
  }
  if (!facts.entry.empty()) args.emplace_back("-p");
  args.push_back(facts.spec);
  if (!facts.entry.empty()) args.push_back(facts.entry);
  return finished("bunx", std::move(args), facts);
}

bool reads_variables(const RecoveredFacts& facts) {
  return std::any_of(options_of(facts).begin(), options_of(facts).end(),
                     [](const Pair& option) { return option.name == "env-file"; });
}

// npm: and jsr: are Deno's own way to name a package.
CommandLine with_deno(const RecoveredFacts& facts) {
  const Grammar& grammar = *grammar_of("deno", "run");
  std::vector<std::string> args = {"run"};
  for (const Pair& option : options_of(facts)) {
    if (option.name == "allow-all") {
      args.emplace_back("-A");
    } else {
      add_option(option, grammar, args);
    }
  }
  args.push_back(facts.spec);
  return finished("deno", std::move(args), facts);
}

// Of python itself, behind `python` and before `-m`: its names are its own, but for those by which
// both tell how much they talk.
bool is_of_python(const Pair& option) {
  const OptionRule* own = rule_of(*grammar_of("python"), option.name);
  const OptionRule* of_uv = rule_of(*grammar_of("uvx"), option.name);
  return own != nullptr && own->letter != 0 && (of_uv == nullptr || of_uv->effect == Effect::kGone);
}

void add_python_options(const RecoveredFacts& facts, std::vector<std::string>& args) {
  for (const Pair& option : options_of(facts)) {
    if (!is_of_python(option)) continue;
    args.push_back(std::string("-") + rule_of(*grammar_of("python"), option.name)->letter);
    if (!option.value.empty()) args.push_back(option.value);
  }
}

CommandLine with_uvx(const RecoveredFacts& facts) {
  const Grammar& grammar = *grammar_of("uvx");
  std::vector<std::string> args;
  for (const Pair& option : options_of(facts)) {
    if (facts.module.empty() || !is_of_python(option)) add_option(option, grammar, args);
  }
  if (facts.entry.empty() && facts.module.empty()) {
    args.push_back(facts.spec);
    return finished("uvx", std::move(args), facts);
  }
  args.emplace_back("--from");
  args.push_back(facts.spec);
  if (facts.module.empty()) {
    args.push_back(facts.entry);
  } else {
    args.emplace_back("python");
    add_python_options(facts, args);
    args.emplace_back("-m");
    args.push_back(facts.module);
  }
  return finished("uvx", std::move(args), facts);
}

// `python -m module`, where the package has the module's name and nothing else is said of it.
bool is_plain_module(const RecoveredFacts& facts) {
  const std::string root = facts.module.substr(0, facts.module.find('.'));
  return !root.empty() && facts.spec == normalise_pypi(root);
}

CommandLine with_python(const RecoveredFacts& facts) {
  std::vector<std::string> args;
  add_python_options(facts, args);
  args.emplace_back("-m");
  args.push_back(facts.module);
  return finished("python", std::move(args), facts);
}

// `-v` and `-p` are how the words of a service say these two.
bool says(const std::vector<std::string>& words, const Pair& option) {
  const std::string name = option.name == "volume"    ? "-v"
                           : option.name == "publish" ? "-p"
                                                      : "--" + option.name;
  const auto found = std::adjacent_find(
      words.begin(), words.end(), [&](const std::string& word, const std::string& value) {
        return word == name && (value == option.value || option.value.empty());
      });
  return found != words.end() || (option.value.empty() && !words.empty() && words.back() == name);
}

CommandLine with_docker(const RecoveredFacts& facts, const std::vector<std::string>& words) {
  std::vector<std::string> args = {"run", "-i", "--rm"};
  // docker refuses the two together.
  const auto restart = std::find(words.begin(), words.end(), "--restart");
  if (restart != words.end()) args.pop_back();
  // What a mapper says beyond what the service shows.
  for (const Pair& option : options_of(facts)) {
    if (!says(words, option)) add_option(option, *grammar_of("docker", "run"), args);
  }
  args.insert(args.end(), words.begin(), words.end());
  args.push_back(facts.spec);
  return finished("docker", std::move(args), facts);
}

}  // namespace

std::vector<CommandLine> command_lines(const RecoveredFacts& facts, std::string_view program,
                                       const std::vector<std::string>& words) {
  std::vector<CommandLine> lines;
  switch (facts.kind.value_or(Kind::kBinary)) {
    case Kind::kNpm:
      if (facts.spec.starts_with("npm:") || facts.spec.starts_with("jsr:")) {
        lines.push_back(with_deno(facts));
      } else if (reads_variables(facts)) {
        lines.push_back(with_bunx(facts));
      } else {
        lines.push_back(with_npx(facts));
      }
      break;
    case Kind::kPypi:
      if (is_plain_module(facts)) lines.push_back(with_python(facts));
      lines.push_back(with_uvx(facts));
      break;
    case Kind::kGit:
      lines.push_back(with_npx(facts));
      lines.push_back(with_uvx(facts));
      if (program == "uvx") std::swap(lines.front(), lines.back());
      break;
    case Kind::kDocker:
      lines.push_back(with_docker(facts, words));
      break;
    case Kind::kBinary:
      lines.push_back(finished(facts.spec, {}, facts));
      break;
    case Kind::kRemote:
      break;
  }
  return lines;
}

}  // namespace mcpmx::mapping
