// `completion`: the few lines that make a shell ask mcpmx itself what may stand next, and the
// answer (`completion words`, which only those lines call).
#include <algorithm>
#include <boost/json/object.hpp>
#include <ostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/completion_words.h"
#include "cli/json_parts.h"
#include "compose/project_reader.h"
#include "mcpmx/ext/backend.h"
#include "mcpmx/ext/sync.h"
#include "plugin/provider.h"

namespace mcpmx::cli {
namespace {

// Each candidate is one line, and is quoted as bash itself would: a name such as `*` or `$(x)` must
// come to the command line as that name. Words come to us as they are typed, so quotes go first.
// Within a quote that is still open bash would take the quoting for text, so there nothing is
// offered.
constexpr std::string_view kBash = R"(_mcpmx() {
  local -a typed=() found=()
  local word
  COMPREPLY=()
  case ${COMP_WORDS[COMP_CWORD]} in [\'\"]*) return ;; esac
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    case $word in '~/'*) word=$HOME${word:1} ;; esac
    typed+=("${word//[\\\'\"]/}")
  done
  mapfile -t found < <(mcpmx completion words -- "${typed[@]}" 2>/dev/null)
  for word in "${found[@]}"; do
    printf -v word %q "$word"
    COMPREPLY+=("$word")
    case $word in *=) compopt -o nospace 2>/dev/null ;; esac
  done
}
complete -o default -F _mcpmx mcpmx
)";

constexpr std::string_view kZsh = R"(#compdef mcpmx
_mcpmx() {
  local -a found
  found=("${(@f)$(mcpmx completion words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $found ]]; then compadd -a found; else _files; fi
}
if [[ $funcstack[1] == _mcpmx ]]; then _mcpmx "$@"; else compdef _mcpmx mcpmx; fi
)";

constexpr std::string_view kFish = R"(function __mcpmx_words
  mcpmx completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null
end
complete -c mcpmx -a '(__mcpmx_words)'
)";

std::vector<std::string> profile_names(const app::Session& session) {
  std::vector<std::string> names;
  const auto library = session.load_library();
  if (!library) return names;
  for (const mcpm::Profile& profile : library->profiles) names.push_back(profile.name);
  return names;
}

std::vector<std::string> plugin_ids(const app::Session& session) {
  std::vector<std::string> ids;
  const auto discovery = session.discover_plugins();
  if (!discovery) return ids;
  for (const plugin::FoundPlugin& plugin : discovery->plugins) ids.push_back(plugin.manifest.id);
  return ids;
}

// A registry of its own: the session's takes the note that a run ended while it loaded a plugin,
// and whoever presses the tab key would not see it.
std::vector<std::string> mapping_ids(app::Session& session) {
  std::vector<std::string> ids;
  if (auto discovery = session.discover_plugins()) {
    const plugin::Registry registry(std::move(discovery).value());
    for (const Mapper* mapper : registry.mappers()) ids.emplace_back(mapper->id());
  }
  if (const auto files = session.mapping_files()) {
    for (const auto& mapper : (*files)->mappers) ids.emplace_back(mapper->id());
  }
  return ids;
}

std::vector<std::string> provided(const app::Session& session, std::string_view extension) {
  auto discovery = session.discover_plugins();
  if (!discovery) return {};
  const plugin::Registry registry(std::move(discovery).value());
  return plugin::names_of(registry, extension);
}

// Of the file that counts without -f. Who has named another one knows its services.
std::vector<std::string> services(const app::Session& session) {
  compose::ComposeOptions reading;
  reading.working_directory = session.environment().working_directory;
  reading.process = session.environment().variables;
  std::vector<std::string> names;
  const auto project = compose::read_project(reading);
  const compose::Value* found = project ? project->root.find("services") : nullptr;
  if (found == nullptr) return names;
  for (const compose::Member& service : found->members) names.push_back(service.key);
  return names;
}

// One candidate a line: what has a line break has to be typed.
std::vector<std::string> as_candidates(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase_if(names, [](const std::string& name) {
    return name.empty() || name.find('\n') != std::string::npos;
  });
  return names;
}

// The names that the command line being typed would see: its --config-dir and the like are
// followed.
std::vector<std::string> names_of(Named named, const std::vector<std::string>& words,
                                  const app::Session& ours) {
  const auto typed = parse_arguments(words_before(words), nullptr, {});
  app::Session session(typed ? session_options(*typed) : app::Options(), ours.environment(),
                       ours.filesystem());
  switch (named) {
    case Named::kProfile:
      return as_candidates(profile_names(session));
    case Named::kMapping:
      return as_candidates(mapping_ids(session));
    case Named::kPlugin:
      return as_candidates(plugin_ids(session));
    case Named::kStrategy:
      return as_candidates(provided(session, MCPMX_EXT_SYNC));
    case Named::kBackend:
      return as_candidates(provided(session, MCPMX_EXT_BACKEND));
    case Named::kService:
      return as_candidates(services(session));
  }
  return {};
}

Result<int> run(Context& context) {
  const std::string& shell = context.arguments[0];
  if (shell == "words") {
    const std::vector<std::string> words(context.arguments.begin() + 1, context.arguments.end());
    const auto found =
        complete(words, [&](Named named) { return names_of(named, words, context.session); });
    if (context.format == Format::kJson) {
      write_json(context, "completion", {{"words", texts_json(found)}});
    } else {
      for (const std::string& word : found) context.out << word << '\n';
    }
    return 0;
  }
  const std::string_view script = shell == "bash"   ? kBash
                                  : shell == "zsh"  ? kZsh
                                  : shell == "fish" ? kFish
                                                    : std::string_view();
  if (script.empty() || context.arguments.size() > 1) {
    return Error{ErrorCode::kUsage,
                 script.empty() ? "there is no completion for the shell \"" + shell + "\""
                                : "one argument too many: " + context.arguments[1],
                 {},
                 "mcpmx completion bash, zsh or fish"};
  }
  if (context.format == Format::kJson) {
    write_json(context, "completion", {{"shell", shell}, {"script", script}});
  } else {
    context.out << script;
  }
  return 0;
}

}  // namespace

Command completion_command() {
  return {
      "completion",
      "bash|zsh|fish",
      "print what makes a shell complete mcpmx's words",
      "The lines ask mcpmx itself for commands, options, their values and profiles, so that they "
      "stay right when it is updated. mcpmx must be on the PATH.",
      "source <(mcpmx completion bash)                      in ~/.bashrc\n"
      "source <(mcpmx completion zsh)                       in ~/.zshrc, after compinit\n"
      "mcpmx completion fish > ~/.config/fish/completions/mcpmx.fish",
      1,
      10000,
      {},
      &run};
}

}  // namespace mcpmx::cli
