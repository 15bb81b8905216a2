// The generic cases: what runs any npm or PyPI package, any repository, any image. Other mappers
// start from here with from_runner(), so that each only states what it knows better.
#include <mcpmx/mapper.hpp>

#include "docker_run.h"
#include "package_options.h"
#include "recover.h"

namespace {

using namespace mcpmx;

// Slim, not Alpine: native modules and wheels are built for glibc. A mapping that knows a package
// to be pure JavaScript overlays the smaller image. The full images have git, which a repository
// needs.
constexpr std::string_view kNode = "node:22-slim";
constexpr std::string_view kNodeWithGit = "node:22-bookworm";
constexpr std::string_view kUv = "ghcr.io/astral-sh/uv:python3.12-bookworm-slim";
constexpr std::string_view kUvWithGit = "ghcr.io/astral-sh/uv:python3.12-bookworm";
constexpr std::string_view kPython = "python";
constexpr std::string_view kDeno = "denoland/deno:latest";

IntentService runner(Intent& intent, std::string_view image, std::string_view cache) {
  IntentService service = intent.service("mcp").primary().hardened();
  service.set("cache", cache);
  service.compose("image") = image;
  service.compose("init") = true;  // node and python as PID 1 ignore SIGTERM
  return service;
}

void run_with_node(const Server& server, Intent& intent, Reporter& report) {
  IntentService service = runner(intent, server.is_git() ? kNodeWithGit : kNode, "/root/.npm");
  Json command = Json::list({"npx", "-y"});
  add_npx_options(server, service, command, report);
  if (server.entry().empty()) {
    command.push(server.spec());
  } else {
    command.push("-p");
    command.push(server.spec());
    command.push(server.entry());
  }
  command.push(place::args());
  service.compose("command") = command;
}

void run_with_uv(const Server& server, Intent& intent, Reporter& report) {
  IntentService service = runner(intent, server.is_git() ? kUvWithGit : kUv, "/root/.cache/uv");
  Json command = Json::list({"uvx"});
  add_uvx_options(server, service, command, report);
  // `python -m module` names no package to install: by custom it has the module's name.
  const std::string_view spec = server.spec().empty() ? server.package() : server.spec();
  if (!server.module().empty()) {
    for (const std::string_view word : {std::string_view("--from"), spec, kPython})
      command.push(word);
    add_python_options(server, command);
    command.push("-m");
    command.push(server.module());
  } else if (!server.entry().empty()) {
    for (const std::string_view word : {std::string_view("--from"), spec, server.entry()})
      command.push(word);
  } else {
    command.push(spec);
  }
  command.push(place::args());
  service.compose("command") = command;
}

void run_with_deno(const Server& server, Intent& intent, Reporter& report) {
  // The image's own folder belongs to another user, whom root without capabilities cannot overrule.
  IntentService service = runner(intent, kDeno, "/root/.cache/deno");
  service.compose("environment") = Json::map({{"DENO_DIR", "/root/.cache/deno"}});
  Json command = Json::list({"run"});
  // `deno run` grants what its line says and no more; other launchers know no permissions.
  if (server.launcher() != "deno") command.push("-A");
  add_deno_options(server, service, command, report);
  command.push(server.spec());
  command.push(place::args());
  service.compose("command") = command;
}

bool is_node_launcher(std::string_view launcher) {
  for (const std::string_view name :
       {"npx", "npm", "bunx", "bun", "pnpm", "pnpx", "yarn", "node", "mcp-remote"}) {
    if (launcher == name) return true;
  }
  return false;
}

// npx knows nothing of JSR; pnpm dlx and dx do.
bool is_for_deno(const Server& server) {
  return server.launcher() == "deno" || server.launcher() == "dx" ||
         server.spec().starts_with("jsr:");
}

struct Runners {
  static constexpr std::string_view id = "runners";

  static Status render(const Server& server, Intent& intent, Reporter& report) {
    if (!server.problem().empty()) return report.unsupported("cannot-start", server.problem());
    if (server.is_remote())
      return report.unsupported("remote", "it is reached by its URL; nothing of it runs here");
    if (server.is_host_program()) {
      return report.unsupported(
          "host-program",
          "it is a program of this machine; no package or image is known to hold it");
    }
    if (server.is_image()) return render_docker_run(server, intent, report);
    if (is_for_deno(server)) {
      run_with_deno(server, intent, report);
    } else if (server.is_npm() || (server.is_git() && is_node_launcher(server.launcher()))) {
      run_with_node(server, intent, report);
    } else {
      run_with_uv(server, intent, report);
    }
    return Status::kOk;
  }

  static Status recover(const ComposeServices& services, std::string_view, Recovered& entry) {
    return recover_launch(services, entry);
  }
};

}  // namespace

MCPMX_MAPPERS(Runners)
