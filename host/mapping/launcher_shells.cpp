// Shells, and commands that start another one: sh -c, cmd /c, powershell, env, sudo, timeout, ...
#include <algorithm>
#include <utility>

#include "mapping/launcher_reader.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

std::span<const OptionRule> power_shell_options() {
  for (const auto& grammar : grammars()) {
    if (grammar.role == Role::kPowerShell) return grammar.options;
  }
  return {};
}

}  // namespace

bool LauncherReader::shell_line(LauncherLine& line) {
  note_directory(line);
  const auto* call = use_of(line, Effect::kCall);
  const bool power = line.grammar->role == Role::kPowerShell;
  if (call == nullptr && !power) return shell_script(line);
  if (call == nullptr) {
    if (const auto* file = use_of(line, Effect::kScript)) {
      out_.kind = Kind::kBinary;
      out_.runtime = "powershell";
      out_.script = file->value;
      return finish_args(line.scan.next);
    }
    if (use_of(line, Effect::kCode) != nullptr || line.scan.next >= words_.size()) {
      return finish_program();
    }
  }
  if (power) {
    const std::size_t from = call != nullptr ? line.scan.next - 1 : line.scan.next;
    return continue_windows(from);
  }
  const auto positional = std::span<const Word>(words_).subspan(line.scan.next);
  return take_line(split_posix(call->value, positional, variables()), words_.size());
}

// Goes on with the words of a string, followed by those from `tail` on.
bool LauncherReader::take_line(std::optional<ShellLine> line, std::size_t tail) {
  if (!line) return not_simple();
  if (!line->directory.empty()) set_directory(line->directory);
  out_.left_out.insert(out_.left_out.end(), line->left_out.begin(), line->left_out.end());
  line->words.insert(line->words.end(), words_.begin() + static_cast<std::ptrdiff_t>(tail),
                     words_.end());
  words_ = std::move(line->words);
  return true;
}

bool LauncherReader::shell_script(LauncherLine& line) {
  out_.kind = Kind::kBinary;
  out_.runtime = program_name(words_.front().text);
  if (line.scan.next >= words_.size()) {
    out_.problem = "'" + out_.runtime + "' is given no script";
    return false;
  }
  out_.script = words_[line.scan.next].text;
  return finish_args(line.scan.next + 1);
}

// A line of several commands stays what it is: a program of this machine.
bool LauncherReader::not_simple() {
  out_.problem = "'" + program_name(words_.front().text) +
                 "' is given more than one plain command, and a container runs one program: write "
                 "the command that serves MCP alone";
  return finish_program();
}

bool LauncherReader::windows_line() {
  std::size_t at = 1;
  while (at < words_.size() && words_[at].text.starts_with('/')) {
    const auto& option = words_[at++].text;
    if (option.size() == 2 && (option[1] == 'c' || option[1] == 'C' || option[1] == 'k')) break;
  }
  if (at >= words_.size()) return finish_program();
  return continue_windows(at);
}

// The rest is one string to split, or words already.
bool LauncherReader::continue_windows(std::size_t from) {
  const auto rest = std::span<const Word>(words_).subspan(from);
  if (rest.size() == 1 && rest.front().text.find(' ') != std::string::npos) {
    return take_line(split_windows(rest.front().text), words_.size());
  }
  // cmd /c cd DIR && npx: the client splits at blanks, and the shell puts the line together again.
  if (std::any_of(rest.begin(), rest.end(),
                  [](const Word& word) { return word.text == "&&" || word.text == ";"; })) {
    std::string line;
    for (const auto& word : rest) {
      const bool quoted = word.text.find(' ') != std::string::npos || word.text.empty();
      line += quoted ? "\"" + word.text + "\" " : word.text + " ";
    }
    return take_line(split_windows(line), words_.size());
  }
  drop_front(from);
  if (words_.front().text == "&" && words_.size() > 1) drop_front(1);
  drop_words_of_cmd(words_);
  return true;
}

// In a copy: a word that turns out to be no option must stay as it was written.
void LauncherReader::lower_options(std::size_t from) {
  lowered_ = words_;
  for (std::size_t i = from; i < lowered_.size(); ++i) {
    auto& text = lowered_[i].text;
    const auto start = text.find_first_not_of('-');
    if (start == 0 || start == std::string::npos) return;
    const std::string name = in_lower_case(std::string_view(text).substr(start));
    text = (name.size() > 1 ? "--" : "-") + name;
    for (const auto& rule : power_shell_options()) {
      if (rule.takes_value && (rule.name == name || (name.size() == 1 && rule.letter == name[0]))) {
        ++i;
        break;
      }
    }
  }
}

bool LauncherReader::program(LauncherLine& line) {
  note_directory(line);
  change_variables(line);
  const auto& grammar = *line.grammar;
  if (!grammar.loss.empty()) {
    // Without its options: one of them may be a token.
    out_.left_out.push_back(
        "'" + std::string(grammar.program) + (grammar.subcommand.empty() ? "" : " ") +
        std::string(grammar.subcommand) + "' is left out: " + std::string(grammar.loss));
  }
  if (const auto* call = use_of(line, Effect::kCall)) {  // env -S "npx -y foo"
    // `script -c "npx foo" FILE`: what follows is no word of the command.
    const bool whole = grammar.program != "env";
    return take_line(split_posix(call->value, {}, variables()),
                     whole ? words_.size() : line.scan.next);
  }
  const std::size_t next = behind_own_words(line);
  if (next >= words_.size()) return finish_program();
  drop_front(next);
  return true;
}

// timeout 30 CMD, direnv exec DIR CMD, mise exec node@22 -- CMD.
std::size_t LauncherReader::behind_own_words(const LauncherLine& line) const {
  if (line.grammar->own_words == kUpToDashes) {
    for (std::size_t i = line.from; i < words_.size(); ++i) {
      if (words_[i].text == "--") return i + 1;
    }
    return line.scan.next;
  }
  const std::size_t next = line.scan.next + line.grammar->own_words;
  return next < words_.size() && words_[next].text == "--" ? next + 1 : next;
}

void LauncherReader::change_variables(const LauncherLine& line) {
  if (use_of(line, Effect::kClearVariables) != nullptr) {
    out_.env.clear();
    for (const auto& pair : server_.env) unset_env(pair.name);
  }
  for (const auto* use : uses_of(line, Effect::kUnsetVariable)) unset_env(use->value);
}

void LauncherReader::unset_env(std::string_view name) {
  std::erase_if(out_.env, [&](const Pair& pair) { return pair.name == name; });
  auto& unset = out_.unset_env;
  if (std::find(unset.begin(), unset.end(), name) == unset.end()) unset.emplace_back(name);
}

}  // namespace mcpmx::mapping
