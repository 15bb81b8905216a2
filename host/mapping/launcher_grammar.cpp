// Each table below was written from the program's own --help. An option that is missing here is
// taken for one without a value, so what matters is that those WITH a value are complete.
#include "mapping/launcher_grammar.h"

#include <array>

#include "mapping/docker_run_table.h"

namespace mcpmx::mapping {
namespace {

using enum Effect;

constexpr OptionRule kNpxOptions[] = {
    {"yes", 'y'},
    {"no", 'n'},
    {"quiet", 'q'},
    {"silent", 's'},
    {"global", 'g'},
    {"package", 'p', true, kPackage},
    {"call", 'c', true, kCall},
    {"workspace", 'w', true},
    {"cache", 0, true},
    {"userconfig", 0, true},
    {"registry", 0, true},
    {"loglevel", 0, true},
    {"prefix", 'C', true, kDirectory},
    {"node-options", 0, true},
    {"shell", 0, true},
    {"script-shell", 0, true},
    {"node-arg", 0, true},
    {"allow-scripts", 0, true},
    {"before", 0, true},
    {"tag", 0, true},
    {"fetch-timeout", 0, true},
};

constexpr OptionRule kBunOptions[] = {
    {"package", 'p', true, kPackage},
    {"cwd", 0, true, kDirectory},
    {"config", 'c', true},
    {"preload", 'r', true},
    {"env-file", 0, true},
    {"port", 0, true},
    {"define", 'd', true},
    {"loader", 'l', true},
    {"eval", 'e', true, kCode},
    {"print", 0, true, kCode},
    {"conditions", 0, true},
    {"tsconfig-override", 0, true},
    {"main-fields", 0, true},
    {"extension-order", 0, true},
    {"inspect", 0, false},
    {"watch", 0, false},
    {"hot", 0, false},
    {"silent", 0, false},
    {"bun", 'b', false},
    {"filter", 'F', true},
    {"import", 0, true},
    {"require", 0, true},
};

constexpr OptionRule kPnpmOptions[] = {
    {"package", 'p', true, kPackage},
    {"dir", 'C', true, kDirectory},
    {"silent", 's'},
    {"shell-mode", 'c'},
    {"reporter", 0, true},
    {"allow-build", 0, true},
    {"filter", 'F', true},
    {"loglevel", 0, true},
    {"store-dir", 0, true},
    {"registry", 0, true},
    {"config-dir", 0, true},
    {"workspace-root", 'w'},
};

constexpr OptionRule kYarnOptions[] = {
    {"package", 'p', true, kPackage},
    {"quiet", 'q'},
    {"cwd", 0, true, kDirectory},
};

// Permissions of deno are given with "=" alone, so they need no row.
constexpr OptionRule kDenoOptions[] = {
    {"allow-all", 'A'},
    {"config", 'c', true},
    {"env-file", 0, false},
    {"import-map", 0, true},
    {"cert", 0, true},
    {"location", 0, true},
    {"seed", 0, true},
    {"ext", 0, true},
    {"log-level", 'L', true},
    {"quiet", 'q'},
    {"package", 'p', true, kPackage},
    {"preload", 0, true},
    {"require", 0, true},
};

constexpr OptionRule kNodeOptions[] = {
    {"require", 'r', true},
    {"import", 0, true},
    {"loader", 0, true},
    {"experimental-loader", 0, true},
    {"conditions", 'C', true},
    {"eval", 'e', true, kCode},
    {"print", 'p', true, kCode},
    {"input-type", 0, true},
    {"title", 0, true},
    {"env-file", 0, true},
    {"tsconfig", 0, true},
    {"project", 'P', true},
    {"compiler-options", 'O', true},
    {"icu-data-dir", 0, true},
    {"openssl-config", 0, true},
    {"stack-trace-limit", 0, true},
    {"unhandled-rejections", 0, true},
    {"disable-warning", 0, true},
    {"diagnostic-dir", 0, true},
};

constexpr OptionRule kPythonOptions[] = {
    {"module", 'm', true, kModule},
    {"code", 'c', true, kCode},
    {"warning", 'W', true},
    {"extended", 'X', true},
    {"check-hash-based-pycs", 0, true},
    {"unbuffered", 'u'},
    {"ignore-environment", 'E'},
    {"isolated", 'I'},
    {"no-site", 'S'},
    {"no-user-site", 's'},
    {"no-bytecode", 'B'},
    {"optimize", 'O'},
    {"quiet", 'q'},
    {"verbose", 'v'},
    {"safe-path", 'P'},
    {"bytes-warning", 'b'},
    {"interactive", 'i'},
    {"debug", 'd'},
};

// Shared by uvx, uv tool run and uv run (uv 0.9).
constexpr OptionRule kUvOptions[] = {
    {"from", 0, true, kPackage},
    {"with", 'w', true, kWith},
    {"with-editable", 0, true},
    {"with-requirements", 0, true},
    {"python", 'p', true},
    {"directory", 0, true, kDirectory},
    {"project", 0, true, kDirectory},
    {"module", 'm', true, kModule},
    {"script", 's'},
    {"gui-script", 0},
    {"no-cache", 'n'},
    {"quiet", 'q'},
    {"verbose", 'v'},
    {"upgrade", 'U'},
    {"upgrade-package", 'P', true},
    {"index", 0, true},
    {"default-index", 0, true},
    {"index-url", 'i', true},
    {"extra-index-url", 0, true},
    {"find-links", 'f', true},
    {"index-strategy", 0, true},
    {"keyring-provider", 0, true},
    {"resolution", 0, true},
    {"prerelease", 0, true},
    {"fork-strategy", 0, true},
    {"constraints", 'c', true},
    {"constraint", 0, true, kNone, "constraints"},
    {"build-constraints", 'b', true},
    {"overrides", 0, true},
    {"override", 0, true, kNone, "overrides"},
    {"excludes", 0, true},
    {"config-setting", 'C', true},
    {"config-settings", 0, true, kNone, "config-setting"},
    {"config-settings-package", 0, true},
    {"no-build-isolation-package", 0, true},
    {"exclude-newer", 0, true},
    {"exclude-newer-package", 0, true},
    {"link-mode", 0, true},
    {"refresh-package", 0, true},
    {"reinstall-package", 0, true},
    {"no-build-package", 0, true},
    {"no-binary-package", 0, true},
    {"no-sources-package", 0, true},
    {"cache-dir", 0, true},
    {"python-preference", 0, true},
    {"python-platform", 0, true},
    {"torch-backend", 0, true},
    {"color", 0, true},
    {"allow-insecure-host", 0, true},
    {"trusted-host", 0, true, kNone, "allow-insecure-host"},
    {"config-file", 0, true},
    {"env-file", 0, true},
    {"extra", 0, true},
    {"no-extra", 0, true},
    {"group", 0, true},
    {"no-group", 0, true},
    {"only-group", 0, true},
    {"package", 0, true},
    {"preview-features", 0, true},
};

constexpr OptionRule kPipxOptions[] = {
    {"spec", 0, true, kPackage},
    {"with", 0, true, kWith},
    {"python", 0, true},
    {"index-url", 'i', true},
    {"pip-args", 0, true},
    {"backend", 0, true},
    {"editable", 'e'},
    {"quiet", 'q'},
    {"verbose", 'v'},
    {"no-cache", 0},
};

constexpr OptionRule kShellOptions[] = {
    {"command", 'c', true, kCall},
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

// Names in lower case: PowerShell does not tell cases apart, nor one dash from two.
constexpr OptionRule kPowerShellOptions[] = {
    {"command", 'c', true, kCall},
    {"file", 'f', true, kScript},
    {"executionpolicy", 0, true},
    {"ep", 0, true},
    {"ex", 0, true},
    {"windowstyle", 'w', true},
    {"inputformat", 0, true},
    {"outputformat", 0, true},
    {"configurationname", 0, true},
    {"workingdirectory", 0, true, kDirectory},
    {"version", 0, true},
    {"encodedcommand", 'e', true, kCode},
};

constexpr OptionRule kWslOptions[] = {
    {"distribution", 'd', true}, {"user", 'u', true}, {"cd", 0, true, kDirectory}, {"exec", 'e'},
    {"shell-type", 0, true},     {"system", 0},
};

constexpr OptionRule kEnvOptions[] = {
    {"ignore-environment", 'i'},
    {"null", '0'},
    {"unset", 'u', true},
    {"chdir", 'C', true, kDirectory},
    {"split-string", 'S', true, kCall},
    {"argv0", 'a', true},
};

constexpr OptionRule kSudoOptions[] = {
    {"user", 'u', true},   {"group", 'g', true}, {"host", 'h', true},
    {"prompt", 'p', true}, {"chdir", 'D', true}, {"close-from", 'C', true},
    {"preserve-env", 'E'}, {"set-home", 'H'},    {"non-interactive", 'n'},
    {"login", 'i'},        {"stdin", 'S'},       {"background", 'b'},
};

// Launchers that start another command with something prepared: secrets, versions, a display.
constexpr OptionRule kWrapperOptions[] = {
    {"env-file", 'f', true},
    {"config", 'c', true},
    {"project", 'p', true},
    {"account", 0, true},
    {"environment", 0, true},
    {"env", 0, true},
    {"signal", 's', true},
    {"kill-after", 'k', true},
    {"adjustment", 'n', true},
    {"server-args", 0, true},
    {"token", 0, true},
    {"path", 0, true},
    {"projectId", 0, true},
    {"input", 'i', true},
    {"output", 'o', true},
    {"error", 'e', true},
    {"cd", 'C', true, kDirectory},
};

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
    {"uv", "run", Role::kUvProgram, kUvOptions, kUvOptions},
    {"uv", "tool install", Role::kInstaller, {}, {}},
    {"uv", "pip install", Role::kInstaller, {}, {}},
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
    {"wsl", "", Role::kProgram, {}, kWslOptions},
    {"env", "", Role::kProgram, {}, kEnvOptions},
    {"cross-env", "", Role::kProgram, {}, {}},
    {"sudo", "", Role::kProgram, {}, kSudoOptions},
    {"doas", "", Role::kProgram, {}, kSudoOptions},
    {"nohup", "", Role::kProgram, {}, {}},
    {"exec", "", Role::kProgram, {}, {}},
    {"command", "", Role::kProgram, {}, {}},
    {"nice", "", Role::kProgram, {}, kWrapperOptions},
    {"stdbuf", "", Role::kProgram, {}, kWrapperOptions},
    {"xvfb-run", "", Role::kProgram, {}, kWrapperOptions},
    {"caffeinate", "", Role::kProgram, {}, {}},
    {"mise", "exec", Role::kProgram, {}, kWrapperOptions},
    {"mise", "x", Role::kProgram, {}, kWrapperOptions},
    {"volta", "run", Role::kProgram, {}, kWrapperOptions},
    {"op", "run", Role::kProgram, kWrapperOptions, kWrapperOptions},
    {"doppler", "run", Role::kProgram, kWrapperOptions, kWrapperOptions},
    {"infisical", "run", Role::kProgram, kWrapperOptions, kWrapperOptions},
    {"dotenvx", "run", Role::kProgram, kWrapperOptions, kWrapperOptions},
    {"dotenv", "", Role::kProgram, {}, kWrapperOptions},
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
