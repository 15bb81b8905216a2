// The launchers that mcpmx can read, as data: one row a way to start something.
//
// A row says how the program is called, which word (if any) selects the sub-command, which options
// it has before and behind that word, and what the first positional argument is. Adding a launcher
// is adding a row; launcher.cpp knows the roles alone. Constant data, safe from any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "mapping/launcher_options.h"

namespace mcpmx::mapping {

// What the first positional argument of a launcher is, and so how the line is read on.
enum class Role : unsigned char {
  kNpmPackage,   // a package specification of npm
  kPypiPackage,  // a requirement of PyPI
  kUvProgram,    // a script or a program of a project: uv run
  kScript,       // a script of this machine: node, python, bun
  kProjectTask,  // a task of a project's manifest: npm run start
  kDenoModule,   // npm:, jsr:, a URL or a file
  kImage,        // a container image
  kShellLine,    // sh: a script file, or the string of -c
  kWindowsLine,  // cmd: the rest of the line behind /c
  kPowerShell,   // powershell: a command line, or a script behind -File
  kProgram,      // another command: env, sudo, wsl, op run
  kInstaller,    // nothing that runs on: pip install, go install
};

struct Grammar {
  std::string_view program;     // as program_name() gives it
  std::string_view subcommand;  // "", or its words separated by one space
  Role role = Role::kProgram;
  std::span<const OptionRule> globals;  // options before the sub-command
  std::span<const OptionRule> options;  // options behind it
  // Role::kProgram: how many words of its own stand before the other command (timeout 30 CMD), and
  // what a container does not have of it; empty where nothing is lost.
  std::size_t own_words = 0;
  std::string_view loss = {};
};

// Words of its own up to "--", if there is one: mise exec node@22 python@3.12 -- CMD.
inline constexpr std::size_t kUpToDashes = static_cast<std::size_t>(-1);

std::span<const Grammar> grammars();

// npm and PyPI packages that are launchers themselves: `npx -y deno run ...`, `npx cross-env A=b
// ...`. Returns the program's name, or empty.
std::string_view launcher_of_package(std::string_view package);

// Programs that speak MCP on stdio and forward it to a URL: mcp-remote, supergateway, mcp-proxy,
// ...
bool is_bridge(std::string_view package);

}  // namespace mcpmx::mapping
