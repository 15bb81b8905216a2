// `completion`: the few lines that make a shell ask mcpmx itself what may stand next, and the
// answer (`completion words`, which only those lines call).
#include <boost/json/object.hpp>
#include <ostream>

#include "cli/command.h"
#include "cli/completion_words.h"
#include "cli/json_parts.h"

namespace mcpmx::cli {
namespace {

constexpr std::string_view kBash = R"(_mcpmx() {
  local IFS=$'\n'
  COMPREPLY=($(mcpmx completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _mcpmx mcpmx
)";

constexpr std::string_view kZsh = R"(#compdef mcpmx
_mcpmx() {
  local -a found
  found=("${(@f)$(mcpmx completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
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
  for (const mcpm::Profile& profile : library->profiles) {
    // One candidate a line: such a name has to be typed.
    if (profile.name.find('\n') == std::string::npos) names.push_back(profile.name);
  }
  return names;
}

Result<int> run(Context& context) {
  const std::string& shell = context.arguments[0];
  if (shell == "words") {
    const std::vector<std::string> words(context.arguments.begin() + 1, context.arguments.end());
    const auto found = complete(words, [&] { return profile_names(context.session); });
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
                                : "there is an argument too many: " + context.arguments[1],
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
