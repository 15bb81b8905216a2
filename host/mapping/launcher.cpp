// The reader takes one launcher off at a time. Each grammar row names a role; each role is one
// function of launcher_packages.cpp or launcher_programs.cpp, which either leaves a shorter command
// line to read on, or fills in the Launch and ends the reading.
#include "mapping/launcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mapping/launcher_reader.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
// `npx npx npx ...` ends somewhere; deeper than this nobody meant it.
constexpr int kMaxDepth = 12;

bool is_shell(Role role) {
  return role == Role::kShellLine || role == Role::kWindowsLine || role == Role::kPowerShell;
}

}  // namespace

std::vector<const OptionUse*> uses_of(const LauncherLine& line, Effect effect) {
  std::vector<const OptionUse*> found;
  for (const auto* scan : {&line.globals, &line.scan}) {
    for (const auto& use : scan->uses) {
      if (use.rule != nullptr && use.rule->effect == effect) found.push_back(&use);
    }
  }
  return found;
}

const OptionUse* use_of(const LauncherLine& line, Effect effect) {
  const auto found = uses_of(line, effect);
  return found.empty() ? nullptr : found.back();
}

bool is_script_file(std::string_view word) {
  for (const std::string_view suffix : {".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".sh"}) {
    if (word.ends_with(suffix)) return true;
  }
  return false;
}

Launch LauncherReader::read() {
  if (!server_.url.empty()) return read_remote();
  first_words();
  out_.server_args_at = server_.args.size();
  if (words_.empty()) {
    out_.problem = "the entry has neither a command nor a URL";
    return std::move(out_);
  }
  for (int depth = 0; depth < kMaxDepth && step(); ++depth) {
  }
  note_bridge();
  note_one_shot();
  return std::move(out_);
}

Launch LauncherReader::read_remote() {
  out_.kind = Kind::kRemote;
  out_.url = server_.url;
  out_.server_args_at = server_.args.size();
  std::string_view path = server_.url;
  path = path.substr(0, path.find_first_of("?#"));
  while (path.ends_with('/')) path.remove_suffix(1);
  out_.transport = path.ends_with("/sse") ? "sse" : "streamable-http";
  return std::move(out_);
}

void LauncherReader::first_words() {
  const auto& command = server_.command;
  // A whole line in the place of the program: "npx -y foo". A path with a space has a slash before
  // it.
  const auto blank = command.find(' ');
  if (blank != std::string::npos && command.find_first_of("/\\") > blank) {
    std::string directory;
    if (auto words = split_posix(command, {}, directory)) words_ = std::move(*words);
  }
  if (words_.empty() && !command.empty()) words_.push_back({command, Word::kNested});
  for (std::size_t i = 0; i < server_.args.size(); ++i) words_.push_back({server_.args[i], i});
}

// Takes one launcher off. False when the line is understood as far as it goes.
bool LauncherReader::step() {
  take_assignments();
  if (words_.empty()) {
    out_.problem = "the command line ends before it names a program";
    return false;
  }
  const std::string name = program_name(words_.front().text);
  for (const auto& grammar : grammars()) {
    if (grammar.program != name) continue;
    LauncherLine line{&grammar, {}, {}, 0};
    if (!match(line)) continue;
    if (line.grammar->role != Role::kProgram && !is_shell(line.grammar->role)) {
      out_.launcher = name;
    }
    return apply(line);
  }
  return finish_program();
}

// Reads the sub-command and the options around it.
bool LauncherReader::match(LauncherLine& line) {
  std::size_t at = 1;
  auto rest = line.grammar->subcommand;
  while (!rest.empty()) {
    auto scan = scan_options(words_, at, line.grammar->globals);
    at = scan.next;
    std::move(scan.uses.begin(), scan.uses.end(), std::back_inserter(line.globals.uses));
    const auto word = rest.substr(0, rest.find(' '));
    if (at >= words_.size() || words_[at].text != word) return false;
    ++at;
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  line.from = at;
  const bool power = line.grammar->role == Role::kPowerShell;
  if (power) lower_options(at);
  line.scan = scan_options(power ? lowered_ : words_, at, line.grammar->options);
  return true;
}

bool LauncherReader::apply(LauncherLine& line) {
  switch (line.grammar->role) {
    case Role::kNpmPackage:
      return npm_package(line);
    case Role::kPypiPackage:
      return pypi_package(line);
    case Role::kUvProgram:
      return uv_program(line);
    case Role::kScript:
      return script(line);
    case Role::kProjectTask:
      return project_task(line);
    case Role::kDenoModule:
      return deno_module(line);
    case Role::kImage:
      return image(line);
    case Role::kShellLine:
    case Role::kPowerShell:
      return shell_line(line);
    case Role::kWindowsLine:
      return windows_line();
    case Role::kProgram:
      return program(line);
    case Role::kInstaller:
      break;
  }
  out_.problem = "'" + words_.front().text + " " + std::string(line.grammar->subcommand) +
                 "' installs something and ends; it serves no MCP";
  return finish_program();
}

void LauncherReader::record(const LauncherLine& line) {
  for (const auto* scan : {&line.globals, &line.scan}) {
    for (const auto& use : scan->uses) {
      if (use.rule != nullptr && use.rule->effect == Effect::kSetVariable) continue;
      out_.options.push_back({std::string(use.name), use.value});
    }
  }
}

void LauncherReader::note_directory(const LauncherLine& line) {
  if (const auto* use = use_of(line, Effect::kDirectory)) out_.project_dir = use->value;
}

// The words from `first` on are the server's own arguments. Always ends the reading.
bool LauncherReader::finish_args(std::size_t first) {
  for (std::size_t i = first; i < words_.size(); ++i) {
    if (i == first && words_[i].at != Word::kNested) out_.server_args_at = words_[i].at;
    out_.server_args.push_back(std::move(words_[i].text));
  }
  return false;
}

bool LauncherReader::finish_program() {
  out_.kind = Kind::kBinary;
  out_.program = words_.front().text;
  return finish_args(1);
}

void LauncherReader::drop_front(std::size_t count) {
  words_.erase(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(count));
}

// NAME=value in front of a program.
void LauncherReader::take_assignments() {
  std::size_t count = 0;
  while (count < words_.size() && is_assignment(words_[count].text)) {
    const std::string_view text = words_[count].text;
    const auto equals = text.find('=');
    set_env(text.substr(0, equals), text.substr(equals + 1));
    ++count;
  }
  drop_front(count);
}

void LauncherReader::set_env(std::string_view name, std::string_view value) {
  for (auto& pair : out_.env) {
    if (pair.name == name) {
      pair.value = value;
      return;
    }
  }
  out_.env.push_back({std::string(name), std::string(value)});
}

// A package that is itself a launcher: go on reading with its name in front.
bool LauncherReader::continue_as(std::string_view program, std::size_t first) {
  drop_front(first);
  words_.front().text = program;
  return true;
}

// `program`, standing at words_[at], is a launcher that can read what follows it.
bool LauncherReader::has_grammar(std::string_view program, std::size_t at) const {
  for (const auto& grammar : grammars()) {
    if (grammar.program != program) continue;
    if (grammar.subcommand.empty()) return true;
    const auto word = grammar.subcommand.substr(0, grammar.subcommand.find(' '));
    for (std::size_t i = at + 1; i < words_.size(); ++i) {
      if (words_[i].text == word) return true;
      if (!words_[i].text.starts_with('-')) break;
    }
  }
  return false;
}

void LauncherReader::note_bridge() {
  if ((out_.kind != Kind::kNpm && out_.kind != Kind::kPypi) || !is_bridge(out_.package)) return;
  for (const auto& arg : out_.server_args) {
    const std::string_view text = arg;
    const auto value =
        text.starts_with('-') && text.find('=') != npos ? text.substr(text.find('=') + 1) : text;
    if (value.starts_with("http://") || value.starts_with("https://")) {
      out_.url = value;
      return;
    }
  }
}

// A command that prints or sets up something and ends would be restarted for ever.
void LauncherReader::note_one_shot() {
  if (!out_.problem.empty() || out_.server_args.empty() || out_.kind == Kind::kBinary ||
      out_.kind == Kind::kRemote) {
    return;
  }
  const auto& first = out_.server_args.front();
  for (const std::string_view word :
       {"install", "uninstall", "init", "--version", "--help", "login"}) {
    if (first == word) {
      out_.problem = "'" + first + "' does one thing and ends; it serves no MCP";
    }
  }
}

void LauncherReader::forget_package() {
  out_.package.clear();
  out_.version.clear();
  out_.spec.clear();
}

Launch parse_launch(const Server& server) { return LauncherReader(server).read(); }

}  // namespace mcpmx::mapping
