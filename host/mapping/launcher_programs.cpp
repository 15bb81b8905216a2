// Launchers that start something that is there already: scripts, containers, shells, other
// commands.
#include <algorithm>
#include <utility>

#include "mapping/launcher_reader.h"
#include "mapping/launcher_spec.h"
#include "mapping/secret_rules.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

std::span<const OptionRule> power_shell_options() {
  for (const auto& grammar : grammars()) {
    if (grammar.role == Role::kPowerShell) return grammar.options;
  }
  return {};
}

}  // namespace

bool LauncherReader::script(LauncherLine& line) {
  const std::string name = uv_runtime_ ? "uv" : out_.launcher;
  record(line);
  note_directory(line);
  const std::size_t first = line.scan.next;
  if (const auto* module = use_of(line, Effect::kModule); module != nullptr) {
    return python_module(module->value, first);
  }
  out_.kind = Kind::kBinary;
  out_.runtime = name;
  if (use_of(line, Effect::kCode) != nullptr) return finish_args(first);
  if (first >= words_.size()) {
    out_.problem = "'" + name + "' is given no script";
    return false;
  }
  out_.script = words_[first].text;
  return finish_args(first + 1);
}

bool LauncherReader::project_task(LauncherLine& line) {
  record(line);
  note_directory(line);
  out_.kind = Kind::kBinary;
  out_.runtime = out_.launcher;
  std::size_t first = line.scan.next;
  if (line.grammar->subcommand == "run" && first < words_.size()) {
    out_.entry = words_[first++].text;
  } else if (line.grammar->subcommand == "start") {
    out_.entry = "start";
  }
  const auto tail = scan_options(words_, first, line.grammar->options);
  for (const auto& use : tail.uses) {
    if (use.rule != nullptr && use.rule->effect == Effect::kDirectory) {
      out_.project_dir = use.value;
      first = tail.next;
    }
  }
  if (first < words_.size() && words_[first].text == "--") ++first;
  return finish_args(first);
}

bool LauncherReader::image(LauncherLine& line) {
  record(line);
  out_.kind = Kind::kDocker;
  for (const auto* use : uses_of(line, Effect::kSetVariable)) set_container_env(use->value);
  if (!line.scan.unknown.empty()) {
    const auto unknown = line.scan.unknown.substr(0, line.scan.unknown.find('='));
    out_.problem =
        "the option '" + std::string(unknown) + "' of '" + out_.launcher + " run' is not known";
  } else if (!line.scan.starved.empty()) {
    out_.problem = "the option '" + std::string(line.scan.starved) + "' has no value";
  }
  const std::size_t first = line.scan.next;
  if (first >= words_.size() || !read_image(words_[first].text, out_)) {
    if (out_.problem.empty()) out_.problem = "'" + out_.launcher + " run' names no image";
    return false;
  }
  return finish_args(first + 1);
}

// -e NAME=value, -e NAME; and what installers leave behind: -e ${NAME}, -e <the token itself>.
void LauncherReader::set_container_env(std::string_view text) {
  const auto equals = text.find('=');
  auto name = text.substr(0, equals);
  if (name.starts_with("${") && name.ends_with('}')) name = name.substr(2, name.size() - 3);
  if (name.empty()) return;
  if (equals != npos) {
    set_env(name, text.substr(equals + 1));
    return;
  }
  // A value where a name belongs is somebody's secret: it must not be shown as a name.
  const bool is_value =
      looks_like_secret(name) || std::any_of(server_.env.begin(), server_.env.end(),
                                             [&](const Pair& pair) { return pair.value == name; });
  if (is_value) return;
  if (std::find(out_.env_names.begin(), out_.env_names.end(), name) == out_.env_names.end()) {
    out_.env_names.emplace_back(name);
  }
}

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
  std::string directory;
  const auto positional = std::span<const Word>(words_).subspan(line.scan.next);
  auto words = split_posix(call->value, positional, directory);
  if (!words) return not_simple();
  if (!directory.empty()) out_.project_dir = directory;
  words_ = std::move(*words);
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
bool LauncherReader::not_simple() { return finish_program(); }

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
  if (from + 1 == words_.size() && words_[from].text.find(' ') != std::string::npos) {
    auto words = split_windows(words_[from].text);
    if (!words) return not_simple();
    words_ = std::move(*words);
    return true;
  }
  drop_front(from);
  if (words_.front().text == "&" && words_.size() > 1) drop_front(1);
  return true;
}

// In a copy: a word that turns out to be no option must stay as it was written.
void LauncherReader::lower_options(std::size_t from) {
  lowered_ = words_;
  for (std::size_t i = from; i < lowered_.size(); ++i) {
    auto& text = lowered_[i].text;
    const auto start = text.find_first_not_of('-');
    if (start == 0 || start == std::string::npos) return;
    std::string name = text.substr(start);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
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
  if (const auto* call = use_of(line, Effect::kCall)) {  // env -S "npx -y foo"
    std::string directory;
    auto words = split_posix(call->value, {}, directory);
    if (!words) return not_simple();
    const std::size_t next = line.scan.next;
    words->insert(words->end(), words_.begin() + static_cast<std::ptrdiff_t>(next), words_.end());
    words_ = std::move(*words);
    return true;
  }
  std::size_t next = line.scan.next;
  // wsl has "--" and options behind each other, `mise exec node@22 -- npx` words before it.
  if (line.grammar->program == "mise" || line.grammar->program == "volta") {
    for (std::size_t i = line.from; i < words_.size(); ++i) {
      if (words_[i].text == "--") {
        next = i + 1;
        break;
      }
    }
  }
  if (next >= words_.size()) return finish_program();
  drop_front(next);
  return true;
}

}  // namespace mcpmx::mapping
