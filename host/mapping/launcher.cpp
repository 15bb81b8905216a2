// The reader takes one launcher off at a time. Each grammar row names a role; each role is one
// function, which either leaves a shorter command line to read on, or fills in the Launch and ends
// the reading.
#include "mapping/launcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mapping/launcher_reader.h"

namespace mcpmx::mapping {
namespace {

// `npx npx npx ...` ends somewhere; deeper than this nobody meant it.
constexpr int kMaxDepth = 12;

bool is_shell(Role role) {
  return role == Role::kShellLine || role == Role::kWindowsLine || role == Role::kPowerShell;
}

}  // namespace

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
  // Whoever runs the package has to know where it starts.
  const bool is_package =
      out_.kind == Kind::kNpm || out_.kind == Kind::kPypi || out_.kind == Kind::kGit;
  if (is_package && !out_.project_dir.empty()) {
    out_.options.push_back({"directory", out_.project_dir});
  }
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
    if (auto line = split_posix(command, {}, server_.env)) take_line(std::move(line), 0);
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

Launch parse_launch(const Server& server) { return LauncherReader(server).read(); }

}  // namespace mcpmx::mapping
