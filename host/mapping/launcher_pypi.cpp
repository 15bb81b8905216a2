// Launchers that fetch a package of PyPI and run it: uvx, pipx, uv run, python -m.
#include <algorithm>
#include <array>
#include <utility>

#include "mapping/launcher_reader.h"
#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

// Modules that a project has for itself: `python -m src.server` is no package of PyPI.
constexpr std::array<std::string_view, 6> kLocalModules = {"src", "server", "main",
                                                           "app", "http",   "server_main"};

}  // namespace

bool LauncherReader::pypi_package(LauncherLine& line) {
  record(line);
  note_directory(line);
  const std::size_t first = line.scan.next;
  if (const auto* from = use_of(line, Effect::kPackage)) {
    if (first < words_.size()) {
      out_.entry = words_[first].text;
      check_entry();
    }
    if (!read_pypi_spec(from->value, out_)) {
      out_.kind = Kind::kBinary;
      out_.runtime = out_.launcher;
      out_.project_dir = from->value;
      out_.program = out_.entry;
    }
    return finish_args(first + 1);
  }
  if (const auto* module = use_of(line, Effect::kModule)) {
    return python_module(module->value, first);
  }
  if (first >= words_.size()) {
    out_.kind = Kind::kPypi;
    out_.problem = "'" + out_.launcher + "' is given no package to run";
    return false;
  }
  const std::string word = words_[first].text;
  if (is_script_file(word) && word.find("://") == npos) return local_program(first);
  if (!read_pypi_spec(word, out_)) return local_program(first);
  if (const auto program = launcher_of_package(out_.package);
      !program.empty() && has_grammar(program, first)) {
    forget_package();
    return continue_as(program, first);
  }
  // `uvx run PKG` and `uv tool run run PKG`, which are the same.
  if (out_.package == "run") {
    out_.problem =
        "'uvx run' fetches a package called run; 'uv run' or the package alone was meant";
  }
  return finish_args(first + 1);
}

void LauncherReader::check_entry() {
  if (is_script_file(out_.entry) || out_.entry.find('/') != std::string::npos) {
    out_.problem = "'" + out_.entry +
                   "' stands where the name of an installed program belongs; as written it does "
                   "not start";
  }
}

// uv run: what it starts is a package only where --with names it; else it is the project's.
bool LauncherReader::uv_program(LauncherLine& line) {
  record(line);
  note_directory(line);
  const std::size_t first = line.scan.next;
  const auto with = uses_of(line, Effect::kWith);
  if (const auto* module = use_of(line, Effect::kModule)) {
    if (out_.project_dir.empty() && with.empty()) return python_module(module->value, first);
    if (const auto* use = with_named(with, module->value)) {
      out_.module = module->value;
      read_pypi_spec(use->value, out_);
      return finish_args(first);
    }
    out_.kind = Kind::kBinary;
    out_.runtime = "uv";
    out_.module = module->value;
    return finish_args(first);
  }
  if (const auto* from = use_of(line, Effect::kPackage)) {  // uv run has no --from, people write it
    if (first < words_.size()) out_.entry = words_[first].text;
    if (read_pypi_spec(from->value, out_)) return finish_args(first + 1);
  }
  if (first >= words_.size()) {
    out_.kind = Kind::kBinary;
    out_.runtime = "uv";
    out_.problem = "'uv run' is given nothing to run";
    return false;
  }
  const std::string word = words_[first].text;
  if (program_name(word) == "python") {
    if (const auto* use = with_module(with, first)) {
      read_pypi_spec(use->value, out_);
      out_.module = words_[first + 2].text;
      return finish_args(first + 3);
    }
    drop_front(first);
    uv_runtime_ = true;
    return true;
  }
  if (const auto* use = with_named(with, word)) {
    if (read_pypi_spec(use->value, out_)) {
      out_.entry = word;
      return finish_args(first + 1);
    }
  }
  out_.kind = Kind::kBinary;
  out_.runtime = "uv";
  if (is_script_file(word) || word.find('/') != npos || word.find('\\') != npos) {
    out_.script = word;
  } else {
    out_.program = word;
  }
  return finish_args(first + 1);
}

// The --with behind `uv run --with PKG python -m MODULE`, where no project can bring the module.
const OptionUse* LauncherReader::with_module(const std::vector<const OptionUse*>& with,
                                             std::size_t first) {
  if (first + 2 >= words_.size() || words_[first + 1].text != "-m") return nullptr;
  return with_named(with, words_[first + 2].text);
}

// The --with that brings the program `word`: of the same name, or the only one where no project
// can.
const OptionUse* LauncherReader::with_named(const std::vector<const OptionUse*>& with,
                                            std::string_view word) {
  const auto root = normalise_pypi(word.substr(0, word.find_first_of(".@=<>[")));
  for (const auto* use : with) {
    Launch probe;
    if (!read_pypi_spec(use->value, probe)) continue;
    const auto package = probe.kind == Kind::kGit ? last_part(probe.package) : probe.package;
    if (normalise_pypi(package) == root) return use;
  }
  const bool may_be_project = !out_.project_dir.empty() || is_script_file(word);
  return with.size() == 1 && !may_be_project ? with.front() : nullptr;
}

bool LauncherReader::python_module(std::string_view module, std::size_t first) {
  out_.module = module;
  const std::string root(module.substr(0, module.find('.')));
  // python -m uv tool run, python -m pipx run: launchers again.
  if (!launcher_of_package(root).empty() && first > 0) {
    words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(first), Word{root, Word::kNested});
    if (has_grammar(root, first)) {
      out_.module.clear();
      drop_front(first);
      return true;
    }
    words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(first));
  }
  const bool local =
      std::find(kLocalModules.begin(), kLocalModules.end(), root) != kLocalModules.end();
  if (module == "pip" || local || uv_runtime_) {
    out_.kind = Kind::kBinary;
    out_.runtime = uv_runtime_ ? "uv" : "python";
    if (module == "pip") out_.problem = "'python -m pip' installs something and ends";
  } else {
    out_.kind = Kind::kPypi;
    out_.package = normalise_pypi(root);
  }
  return finish_args(first);
}

}  // namespace mcpmx::mapping
