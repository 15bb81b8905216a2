// The options of what stands before another command: shells, env, sudo, wsl, timeout, op run and
// the like. Data alone; launcher_grammar.cpp says which row uses which table.
#pragma once

#include "mapping/launcher_options.h"

namespace mcpmx::mapping {

inline constexpr OptionRule kShellOptions[] = {
    {"command", 'c', true, Effect::kCall},
    {"login", 'l'},
    {"interactive", 'i'},
    {"errexit", 'e'},
    {"nounset", 'u'},
    {"xtrace", 'x'},
    {"noglob", 'f'},
    {"rcfile", 0, true},
    {"init-file", 0, true},
    {"option", 'o', true},
};

// fish has a few letters of its own: -C is a command that runs first.
inline constexpr OptionRule kFishOptions[] = {
    {"command", 'c', true, Effect::kCall},
    {"login", 'l'},
    {"interactive", 'i'},
    {"no-config", 'N'},
    {"private", 'P'},
    {"init-command", 'C', true},
    {"features", 'f', true},
};

// Names in lower case: PowerShell does not tell cases apart, nor one dash from two.
inline constexpr OptionRule kPowerShellOptions[] = {
    {"command", 'c', true, Effect::kCall},
    {"file", 'f', true, Effect::kScript},
    {"executionpolicy", 0, true},
    {"ep", 0, true},
    {"ex", 0, true},
    {"windowstyle", 'w', true},
    {"inputformat", 0, true},
    {"outputformat", 0, true},
    {"configurationname", 0, true},
    {"workingdirectory", 0, true, Effect::kDirectory},
    {"version", 0, true},
    {"encodedcommand", 'e', true, Effect::kCode},
};

inline constexpr OptionRule kWslOptions[] = {
    {"distribution", 'd', true},
    {"user", 'u', true},
    {"cd", 0, true, Effect::kDirectory},
    {"exec", 'e'},
    {"shell-type", 0, true},
    {"system", 0},
};

inline constexpr OptionRule kEnvOptions[] = {
    {"ignore-environment", 'i', false, Effect::kClearVariables},
    {"null", '0'},
    {"debug", 'v'},
    {"unset", 'u', true, Effect::kUnsetVariable},
    {"chdir", 'C', true, Effect::kDirectory},
    {"split-string", 'S', true, Effect::kCall},
    {"argv0", 'a', true},
};

inline constexpr OptionRule kSudoOptions[] = {
    {"user", 'u', true},   {"group", 'g', true}, {"host", 'h', true},
    {"prompt", 'p', true}, {"chdir", 'D', true}, {"close-from", 'C', true},
    {"preserve-env", 'E'}, {"set-home", 'H'},    {"non-interactive", 'n'},
    {"login", 'i'},        {"stdin", 'S'},       {"background", 'b'},
};

// Launchers that start another command with something prepared: secrets, versions, a display. Of
// their options only those with a value matter: they say where the command begins.
inline constexpr OptionRule kWrapperOptions[] = {
    {"env-file", 'f', true},
    {"config", 'c', true},
    {"project", 'p', true},
    {"account", 0, true},
    {"environment", 0, true},
    {"env", 0, true},
    {"server-args", 0, true},
    {"token", 0, true},
    {"path", 0, true},
    {"projectId", 0, true},
    {"command", 0, true, Effect::kCall},
    {"input", 'i', true},
    {"output", 'o', true},
    {"error", 'e', true},
    {"cd", 'C', true, Effect::kDirectory},
};

inline constexpr OptionRule kTimeoutOptions[] = {
    {"kill-after", 'k', true}, {"signal", 's', true}, {"foreground", 'f'},
    {"preserve-status", 'p'},  {"verbose", 'v'},
};

// nice, ionice, chrt, taskset: the last two have their number as a word of its own.
inline constexpr OptionRule kPriorityOptions[] = {
    {"adjustment", 'n', true}, {"class", 'c', true}, {"classdata", 0, true},
    {"ignore", 't'},           {"pid", 'p', true},
};

// dotenv-cli: -e FILE, -v NAME=value, -p NAME.
inline constexpr OptionRule kDotenvOptions[] = {
    {"env-file", 'e', true}, {"value", 'v', true}, {"print", 'p', true},
    {"cascade", 'c'},        {"override", 'o'},
};

// conda, mamba, micromamba.
inline constexpr OptionRule kCondaOptions[] = {
    {"name", 'n', true},        {"prefix", 'p', true},      {"cwd", 0, true, Effect::kDirectory},
    {"root-prefix", 'r', true}, {"no-capture-output", 's'}, {"live-stream", 0},
    {"verbose", 'v'},
};

// fnm exec --using VERSION.
inline constexpr OptionRule kVersionOptions[] = {
    {"using", 0, true}, {"fnm-dir", 0, true}, {"node", 0, true},
    {"npm", 0, true},   {"yarn", 0, true},    {"cd", 'C', true, Effect::kDirectory},
};

inline constexpr OptionRule kScriptOptions[] = {
    {"command", 'c', true, Effect::kCall},
    {"quiet", 'q'},
    {"flush", 'f'},
    {"return", 'e'},
    {"append", 'a'},
};

}  // namespace mcpmx::mapping
