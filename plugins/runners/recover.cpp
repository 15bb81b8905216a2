#include "recover.h"

namespace {

using namespace mcpmx;

void add_args(const Texts& command, std::size_t from, Recovered& entry) {
  for (std::size_t i = from; i < command.size(); ++i) entry.arg(command[i]);
}

bool is_repository(std::string_view spec) {
  return spec.starts_with("git+") || spec.starts_with("https://") || spec.starts_with("github:");
}

// npx -y [-p SPEC ENTRY | SPEC] ARGS...
Status recover_npx(const Texts& command, Recovered& entry) {
  std::size_t at = 1;
  constexpr std::string_view kRegistry = "--registry=";
  for (; at < command.size() && command[at].starts_with('-') && command[at] != "-p"; ++at) {
    if (command[at].starts_with(kRegistry))
      entry.option("registry", command[at].substr(kRegistry.size()));
  }
  if (at + 2 < command.size() && command[at] == "-p") {
    entry.package_spec(is_repository(command[at + 1]) ? "git" : "npm", command[at + 1]);
    entry.program(command[at + 2]);
    add_args(command, at + 3, entry);
    return Status::kOk;
  }
  if (at >= command.size()) return Status::kNoMatch;
  entry.package_spec(is_repository(command[at]) ? "git" : "npm", command[at]);
  add_args(command, at + 1, entry);
  return Status::kOk;
}

// uvx [--option VALUE]... [--from SPEC ENTRY | SPEC] ARGS...
Status recover_uvx(const Texts& command, Recovered& entry) {
  std::string_view spec;
  std::size_t at = 1;
  for (; at + 1 < command.size() && command[at].starts_with("--"); at += 2) {
    if (command[at] == "--no-cache") {
      entry.option("no-cache", "");
      --at;
    } else if (command[at] == "--from") {
      spec = command[at + 1];
    } else {
      entry.option(command[at].substr(2), command[at + 1]);
    }
  }
  if (at >= command.size()) return Status::kNoMatch;
  if (spec.empty()) {
    spec = command[at];
  } else if (command[at] == "python" && at + 2 < command.size() && command[at + 1] == "-m") {
    entry.module(command[at + 2]);
    at += 2;
  } else {
    entry.program(command[at]);
  }
  entry.package_spec(is_repository(spec) ? "git" : "pypi", spec);
  add_args(command, at + 1, entry);
  return Status::kOk;
}

// run [-A ...] SPEC ARGS...: the image's entrypoint is deno itself.
Status recover_deno(const Texts& command, Recovered& entry) {
  std::size_t at = 1;
  while (at < command.size() && command[at].starts_with('-')) ++at;
  if (at >= command.size()) return Status::kNoMatch;
  entry.package_spec("npm", command[at]);
  add_args(command, at + 1, entry);
  return Status::kOk;
}

}  // namespace

Status recover_launch(const ComposeServices& services, Recovered& entry) {
  for (const ComposeService& service : services) {
    const Texts command = service.command();
    if (!service.key().empty() && service.key() != "mcp") continue;
    entry.primary(service.key());
    // An entrypoint of its own runs the command, whatever the words in it look like.
    if (service.entrypoint().empty() && !command.empty()) {
      if (command[0] == "npx") return recover_npx(command, entry);
      if (command[0] == "uvx") return recover_uvx(command, entry);
      const bool is_deno = service.image().starts_with("denoland/deno");
      if (is_deno && command[0] == "run") return recover_deno(command, entry);
    }
    if (service.image().empty()) continue;
    entry.package_spec("docker", service.image());
    add_args(command, 0, entry);
    return Status::kOk;
  }
  return Status::kNoMatch;
}
