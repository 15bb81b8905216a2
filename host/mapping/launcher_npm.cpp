// Launchers that fetch a package of npm or JSR and run it: npx, bunx, pnpm dlx, deno run.
#include <utility>

#include "mapping/launcher_reader.h"
#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

bool LauncherReader::npm_package(LauncherLine& line) {
  record(line);
  note_directory(line);
  std::size_t first = line.scan.next;
  if (const auto* call = use_of(line, Effect::kCall)) {
    auto line_of_call = split_posix(call->value, {}, variables());
    if (!line_of_call) return not_simple();
    take_line(std::move(line_of_call), words_.size());
    take_assignments();
    first = 0;
  }
  auto packages = uses_of(line, Effect::kPackage);
  if (first >= words_.size()) {
    if (packages.empty()) {
      out_.kind = Kind::kNpm;
      out_.problem = "'" + out_.launcher + "' is given no package to run";
      return false;
    }
    return npm_from(packages.front()->value, first);
  }
  const std::string word = words_[first].text;
  if (!packages.empty()) {
    // With several -p the one that is called as the program is; else the first.
    const OptionUse* chosen = packages.front();
    for (const auto* use : packages) {
      Launch probe;
      if (read_npm_spec(use->value, probe) && last_part(probe.package) == word) chosen = use;
    }
    // The others are installed beside it, and its program may call theirs.
    for (const auto* use : packages) {
      if (use != chosen) out_.options.push_back({"package", use->value});
    }
    out_.entry = word;
    return npm_from(chosen->value, first + 1);
  }
  if (!read_npm_spec(word, out_)) return local_program(first);
  if (const auto program = launcher_of_package(out_.package);
      !program.empty() && has_grammar(program, first)) {
    forget_package();
    return continue_as(program, first);
  }
  // npm itself takes the dashes off that follow the package, npx hands them on.
  const bool dashes =
      line.grammar->program == "npm" && first + 1 < words_.size() && words_[first + 1].text == "--";
  return finish_args(first + (dashes ? 2 : 1));
}

bool LauncherReader::npm_from(std::string_view spec, std::size_t first) {
  if (!read_npm_spec(spec, out_)) {
    out_.kind = Kind::kBinary;
    out_.project_dir = spec;
    out_.program = out_.entry;
  }
  return finish_args(first);
}

// A path where a package belongs: npx ./dist/cli.js
bool LauncherReader::local_program(std::size_t first) {
  out_.kind = Kind::kBinary;
  out_.runtime = out_.launcher;
  out_.script = words_[first].text;
  out_.spec.clear();
  return finish_args(first + 1);
}

bool LauncherReader::deno_module(LauncherLine& line) {
  record(line);
  if (line.grammar->subcommand == "x") out_.launcher = "dx";  // the same under two names
  const std::size_t first = line.scan.next;
  if (first >= words_.size()) {
    out_.kind = Kind::kBinary;
    out_.runtime = "deno";
    out_.problem = "'deno run' is given nothing to run";
    return false;
  }
  const std::string word = words_[first].text;
  // A package of JSR is fetched as npm fetches its own; `spec` keeps the prefix for whoever runs
  // it.
  for (const std::string_view prefix : {"npm:", "jsr:"}) {
    if (!word.starts_with(prefix)) continue;
    std::string_view spec = std::string_view(word).substr(prefix.size());
    if (spec.starts_with('/')) spec.remove_prefix(1);
    // npm:@scope/name@1/bin and npm:name/bin name the program behind the package.
    const bool scoped = spec.starts_with('@');
    auto slash = spec.find('/');
    if (scoped && slash != npos) slash = spec.find('/', slash + 1);
    if (slash != npos) {
      out_.entry = spec.substr(slash + 1);
      spec = spec.substr(0, slash);
    }
    if (read_npm_spec(spec, out_)) {
      out_.spec = word;
      return finish_args(first + 1);
    }
  }
  out_.kind = Kind::kBinary;
  out_.runtime = "deno";
  out_.script = word;
  return finish_args(first + 1);
}

}  // namespace mcpmx::mapping
