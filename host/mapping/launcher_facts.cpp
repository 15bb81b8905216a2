// What the roles have in common: how options, variables, folders and arguments get into the Launch.
#include <algorithm>
#include <utility>

#include "mapping/launcher_reader.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

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

std::string_view last_part(std::string_view package) {
  return package.substr(package.rfind('/') == npos ? 0 : package.rfind('/') + 1);
}

// Options that say something to whoever runs the server. Those with an effect are in the Launch
// by their effect already.
void LauncherReader::record(const LauncherLine& line) {
  for (const auto* scan : {&line.globals, &line.scan}) {
    for (const auto& use : scan->uses) {
      const auto effect = use.rule == nullptr ? Effect::kNone : use.rule->effect;
      if (effect != Effect::kNone && effect != Effect::kWith) continue;
      out_.options.push_back({std::string(use.name), use.value});
    }
  }
}

void LauncherReader::note_directory(const LauncherLine& line) {
  if (const auto* use = use_of(line, Effect::kDirectory)) set_directory(use->value);
}

// Where the program starts: the innermost launcher that changes it has the last word.
void LauncherReader::set_directory(std::string_view directory) {
  out_.project_dir = folder_from(out_.project_dir, directory);
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

// What a shell at this place of the line would find set.
std::vector<Pair> LauncherReader::variables() const {
  std::vector<Pair> list = out_.env;
  for (const auto& pair : server_.env) {
    const auto& unset = out_.unset_env;
    if (std::find(unset.begin(), unset.end(), pair.name) == unset.end()) list.push_back(pair);
  }
  return list;
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

}  // namespace mcpmx::mapping
