// One row a way to start something; the options of each program are in the tables beside this file.
#include "mapping/launcher_grammar.h"

#include "mapping/docker_run_table.h"
#include "mapping/node_launcher_table.h"
#include "mapping/python_launcher_table.h"
#include "mapping/wrapper_table.h"

namespace mcpmx::mapping {
namespace {

// What of a command in front is not there in a container; the sentence says it behind its name.
constexpr std::string_view kUser = "the container runs as the user of its image, or as you";
constexpr std::string_view kEnd = "a container runs until it is stopped";
constexpr std::string_view kPriority = "priorities of this machine do not reach into a container";
constexpr std::string_view kBuffers = "the program buffers its output as it does by itself";
constexpr std::string_view kVersion = "the container's image decides the version";
constexpr std::string_view kVariables =
    "the variables that it sets are not set in the container: write them into the entry's env";

constexpr Grammar kGrammars[] = {
    {"npx", "", Role::kNpmPackage, {}, kNpxOptions},
    {"pnpx", "", Role::kNpmPackage, {}, kPnpmOptions},
    {"bunx", "", Role::kNpmPackage, {}, kBunOptions},
    {"npm", "exec", Role::kNpmPackage, kNpxOptions, kNpxOptions},
    {"npm", "x", Role::kNpmPackage, kNpxOptions, kNpxOptions},
    {"pnpm", "dlx", Role::kNpmPackage, kPnpmOptions, kPnpmOptions},
    {"yarn", "dlx", Role::kNpmPackage, kYarnOptions, kYarnOptions},
    {"bun", "x", Role::kNpmPackage, kBunOptions, kBunOptions},
    {"npm", "run", Role::kProjectTask, kNpxOptions, kNpxOptions},
    {"npm", "start", Role::kProjectTask, kNpxOptions, kNpxOptions},
    {"pnpm", "run", Role::kProjectTask, kPnpmOptions, kPnpmOptions},
    {"pnpm", "start", Role::kProjectTask, kPnpmOptions, kPnpmOptions},
    {"yarn", "run", Role::kProjectTask, kYarnOptions, kYarnOptions},
    {"yarn", "start", Role::kProjectTask, kYarnOptions, kYarnOptions},
    {"npm", "install", Role::kInstaller, {}, {}},
    {"npm", "i", Role::kInstaller, {}, {}},
    {"npm", "ci", Role::kInstaller, {}, {}},
    {"pnpm", "add", Role::kInstaller, {}, {}},
    {"pnpm", "install", Role::kInstaller, {}, {}},
    {"yarn", "add", Role::kInstaller, {}, {}},
    {"yarn", "install", Role::kInstaller, {}, {}},
    {"bun", "add", Role::kInstaller, {}, {}},
    {"bun", "install", Role::kInstaller, {}, {}},
    {"deno", "install", Role::kInstaller, {}, {}},
    {"bun", "run", Role::kScript, kBunOptions, kBunOptions},
    {"bun", "", Role::kScript, {}, kBunOptions},
    {"deno", "run", Role::kDenoModule, kDenoOptions, kDenoOptions},
    {"deno", "x", Role::kDenoModule, kDenoOptions, kDenoOptions},
    {"dx", "", Role::kDenoModule, {}, kDenoOptions},
    {"node", "", Role::kScript, {}, kNodeOptions},
    {"nodejs", "", Role::kScript, {}, kNodeOptions},
    {"tsx", "", Role::kScript, {}, kNodeOptions},
    {"ts-node", "", Role::kScript, {}, kNodeOptions},
    {"ruby", "", Role::kScript, {}, {}},
    {"uvx", "", Role::kPypiPackage, {}, kUvOptions},
    {"uv", "tool run", Role::kPypiPackage, kUvOptions, kUvOptions},
    {"uv", "tool uvx", Role::kPypiPackage, kUvOptions, kUvOptions},
    {"uv", "run", Role::kUvProgram, kUvOptions, kUvOptions},
    {"uv", "tool install", Role::kInstaller, {}, {}},
    {"uv", "pip install", Role::kInstaller, {}, {}},
    {"uv", "sync", Role::kInstaller, {}, {}},
    {"uv", "add", Role::kInstaller, {}, {}},
    {"pipx", "run", Role::kPypiPackage, kPipxOptions, kPipxOptions},
    {"pipx", "install", Role::kInstaller, {}, {}},
    {"pip", "install", Role::kInstaller, {}, {}},
    {"pip3", "install", Role::kInstaller, {}, {}},
    {"go", "install", Role::kInstaller, {}, {}},
    {"cargo", "install", Role::kInstaller, {}, {}},
    {"brew", "install", Role::kInstaller, {}, {}},
    {"python", "", Role::kScript, {}, kPythonOptions},
    {"py", "", Role::kScript, {}, kPythonOptions},
    {"pypy", "", Role::kScript, {}, kPythonOptions},
    {"docker", "run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"docker", "container run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"podman", "run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"podman", "container run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"nerdctl", "run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"nerdctl", "container run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"finch", "run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"finch", "container run", Role::kImage, kDockerGlobalOptions, kDockerRunOptions},
    {"sh", "", Role::kShellLine, {}, kShellOptions},
    {"bash", "", Role::kShellLine, {}, kShellOptions},
    {"zsh", "", Role::kShellLine, {}, kShellOptions},
    {"dash", "", Role::kShellLine, {}, kShellOptions},
    {"ash", "", Role::kShellLine, {}, kShellOptions},
    {"cmd", "", Role::kWindowsLine, {}, {}},
    {"powershell", "", Role::kPowerShell, {}, kPowerShellOptions},
    {"pwsh", "", Role::kPowerShell, {}, kPowerShellOptions},
    {"busybox", "sh", Role::kShellLine, {}, kShellOptions},
    {"ksh", "", Role::kShellLine, {}, kShellOptions},
    {"fish", "", Role::kShellLine, {}, kFishOptions},
    {"wsl", "", Role::kProgram, {}, kWslOptions},
    {"env", "", Role::kProgram, {}, kEnvOptions},
    {"cross-env", "", Role::kProgram, {}, {}},
    {"corepack", "", Role::kProgram, {}, {}},
    {"exec", "", Role::kProgram, {}, {}},
    {"command", "", Role::kProgram, {}, {}},
    {"nohup", "", Role::kProgram, {}, {}},
    {"setsid", "", Role::kProgram, {}, {}},
    {"time", "", Role::kProgram, {}, {}},
    {"winpty", "", Role::kProgram, {}, {}},
    {"caffeinate", "", Role::kProgram, {}, {}},
    {"tini", "", Role::kProgram, {}, {}},
    {"dumb-init", "", Role::kProgram, {}, {}},
    {"script", "", Role::kProgram, {}, kScriptOptions},
    {"sudo", "", Role::kProgram, {}, kSudoOptions, 0, kUser},
    {"doas", "", Role::kProgram, {}, kSudoOptions, 0, kUser},
    {"gosu", "", Role::kProgram, {}, {}, 1, kUser},
    {"su-exec", "", Role::kProgram, {}, {}, 1, kUser},
    {"runuser", "", Role::kProgram, {}, kSudoOptions, 0, kUser},
    {"timeout", "", Role::kProgram, {}, kTimeoutOptions, 1, kEnd},
    {"gtimeout", "", Role::kProgram, {}, kTimeoutOptions, 1, kEnd},
    {"nice", "", Role::kProgram, {}, kPriorityOptions, 0, kPriority},
    {"ionice", "", Role::kProgram, {}, kPriorityOptions, 0, kPriority},
    {"chrt", "", Role::kProgram, {}, kPriorityOptions, 1, kPriority},
    {"taskset", "", Role::kProgram, {}, {}, 1, kPriority},
    {"stdbuf", "", Role::kProgram, {}, kWrapperOptions, 0, kBuffers},
    {"unbuffer", "", Role::kProgram, {}, {}, 0, kBuffers},
    {"arch", "", Role::kProgram, {}, {}, 0, "the image decides for which processor it is"},
    {"xvfb-run",
     "",
     Role::kProgram,
     {},
     kWrapperOptions,
     0,
     "there is no display in the container"},
    {"mise", "exec", Role::kProgram, {}, kVersionOptions, kUpToDashes, kVersion},
    {"mise", "x", Role::kProgram, {}, kVersionOptions, kUpToDashes, kVersion},
    {"volta", "run", Role::kProgram, {}, kVersionOptions, kUpToDashes, kVersion},
    {"fnm", "exec", Role::kProgram, {}, kVersionOptions, 0, kVersion},
    {"nvm", "exec", Role::kProgram, {}, kVersionOptions, 1, kVersion},
    {"asdf", "exec", Role::kProgram, {}, kVersionOptions, 0, kVersion},
    {"conda", "run", Role::kProgram, {}, kCondaOptions, 0, kVersion},
    {"mamba", "run", Role::kProgram, {}, kCondaOptions, 0, kVersion},
    {"micromamba", "run", Role::kProgram, {}, kCondaOptions, 0, kVersion},
    {"direnv", "exec", Role::kProgram, {}, {}, 1, kVariables},
    {"op", "run", Role::kProgram, kWrapperOptions, kWrapperOptions, 0, kVariables},
    {"doppler", "run", Role::kProgram, kWrapperOptions, kWrapperOptions, 0, kVariables},
    {"infisical", "run", Role::kProgram, kWrapperOptions, kWrapperOptions, 0, kVariables},
    {"aws-vault", "exec", Role::kProgram, {}, kWrapperOptions, kUpToDashes, kVariables},
    {"chamber", "exec", Role::kProgram, {}, kWrapperOptions, kUpToDashes, kVariables},
    {"envchain", "", Role::kProgram, {}, {}, 1, kVariables},
    {"dotenvx", "run", Role::kProgram, kWrapperOptions, kWrapperOptions, 0, kVariables},
    {"dotenv", "", Role::kProgram, {}, kDotenvOptions, 0, kVariables},
};

struct PackagedLauncher {
  std::string_view package;
  std::string_view program;
};

constexpr PackagedLauncher kPackagedLaunchers[] = {
    {"deno", "deno"},
    {"bun", "bun"},
    {"pnpm", "pnpm"},
    {"npm", "npm"},
    {"npx", "npx"},
    {"yarn", "yarn"},
    {"node", "node"},
    {"tsx", "tsx"},
    {"ts-node", "ts-node"},
    {"cross-env", "cross-env"},
    {"dotenv-cli", "dotenv"},
    {"@dotenvx/dotenvx", "dotenvx"},
    {"uv", "uv"},
    {"uvx", "uvx"},
    {"pipx", "pipx"},
    {"python", "python"},
};

constexpr std::string_view kBridges[] = {
    "mcp-remote",
    "supergateway",
    "mcp-proxy",
    "mcp-remote-proxy",
    "mcp-remote-client",
    "remote-mcp",
    "mcp-http-bridge",
    "@smithery/bridge",
    "mcp-server-remote",
    "mcp-streamablehttp-proxy",
    "@pyroprompts/mcp-stdio-to-streamable-http-adapter",
};

}  // namespace

std::span<const Grammar> grammars() { return kGrammars; }

std::string_view launcher_of_package(std::string_view package) {
  for (const auto& each : kPackagedLaunchers) {
    if (each.package == package) return each.program;
  }
  return {};
}

bool is_bridge(std::string_view package) {
  for (const auto bridge : kBridges) {
    if (bridge == package) return true;
  }
  return false;
}

}  // namespace mcpmx::mapping
