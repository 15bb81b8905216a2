// Launchers that start something that is there already: scripts, tasks of a project, images.
#include <algorithm>
#include <utility>

#include "mapping/launcher_reader.h"
#include "mapping/launcher_spec.h"
#include "mapping/secret_rules.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

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

namespace {

// A variable's name as people write them: TOKEN, GH_TOKEN_2, http_proxy, npm_config_registry. What
// mixes cases or strews digits is a token that somebody pasted.
bool reads_as_variable_name(std::string_view text) {
  constexpr std::size_t kShort = 12;  // too short to be a secret of any use
  std::size_t capitals = 0;
  std::size_t small = 0;
  std::size_t runs_of_digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_upper(c)) ++capitals;
    if (is_lower(c)) ++small;
    if (is_digit(c) && (i == 0 || !is_digit(text[i - 1]))) ++runs_of_digits;
    if (!is_alnum(c) && c != '_' && c != '.' && c != '-') return false;
  }
  return text.size() < kShort || ((capitals == 0 || small == 0) && runs_of_digits < 3);
}

}  // namespace

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
  const auto& own = server_.env;
  if (std::any_of(own.begin(), own.end(), [&](const Pair& pair) { return pair.value == name; })) {
    return;  // the map has it under its name
  }
  if (find_pair(own, name) == nullptr &&
      (looks_like_secret(name) || !reads_as_variable_name(name))) {
    out_.left_out.push_back("an option -e of " + out_.launcher +
                            " run holds a value and no NAME=, so the container does not get it");
    return;
  }
  if (std::find(out_.env_names.begin(), out_.env_names.end(), name) == out_.env_names.end()) {
    out_.env_names.emplace_back(name);
  }
}

}  // namespace mcpmx::mapping
