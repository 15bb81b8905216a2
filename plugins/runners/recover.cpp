#include "recover.h"

#include "package_options.h"

namespace {

using namespace mcpmx;

void add_args(const Texts& command, std::size_t from, Recovered& entry) {
  for (std::size_t i = from; i < command.size(); ++i) entry.arg(command[i]);
}

bool is_repository(std::string_view spec) {
  return spec.starts_with("git+") || spec.starts_with("https://") || spec.starts_with("github:");
}

// --name or --name=value; the letters are the runner's own.
void add_option(std::string_view word, Recovered& entry) {
  if (!word.starts_with("--")) return;
  const auto equals = word.find('=');
  entry.option(word.substr(2, equals == std::string_view::npos ? equals : equals - 2),
               equals == std::string_view::npos ? std::string_view() : word.substr(equals + 1));
}

// npx -y [--option[=VALUE]]... [-p BESIDE]... [-p SPEC ENTRY | SPEC] ARGS...
Status recover_npx(const Texts& command, Recovered& entry) {
  std::string_view package;  // the last -p is what runs
  std::size_t at = 1;
  for (; at < command.size() && command[at].starts_with('-'); ++at) {
    if (command[at] != "-p" || at + 1 >= command.size()) {
      add_option(command[at], entry);
      continue;
    }
    if (!package.empty()) entry.option("package", package);
    package = command[++at];
  }
  if (at >= command.size()) return Status::kNoMatch;
  if (!package.empty()) {
    entry.package_spec(is_repository(package) ? "git" : "npm", package);
    entry.program(command[at]);
  } else {
    entry.package_spec(is_repository(command[at]) ? "git" : "npm", command[at]);
  }
  add_args(command, at + 1, entry);
  return Status::kOk;
}

// `python [-u] [-X dev] -m MODULE` at `at`: the index of the module, else 0. An option that is none
// of python's known ones is no line of ours.
std::size_t module_at(const Texts& command, std::size_t at) {
  if (command[at] != "python") return 0;
  for (++at; at + 1 < command.size(); ++at) {
    if (command[at] == "-m") return at + 1;
    const std::string_view option = python_option(command[at]);
    if (option.empty()) return 0;
    if (takes_value(option)) ++at;
  }
  return 0;
}

void add_python_options(const Texts& command, std::size_t at, std::size_t module,
                        Recovered& entry) {
  for (++at; at + 1 < module; ++at) {
    const std::string_view option = python_option(command[at]);
    const bool has_value = takes_value(option);
    entry.option(option, has_value ? command[at + 1] : std::string_view());
    if (has_value) ++at;
  }
}

// Options of uvx that people write with their value as a word of its own.
bool takes_word(std::string_view option) {
  for (const std::string_view known :
       {"--with", "--python", "-p", "--index-url", "--extra-index-url", "--index",
        "--default-index", "--prerelease", "--with-editable", "--with-requirements"}) {
    if (option == known) return true;
  }
  return false;
}

// uvx [--option [VALUE]]... [--from SPEC ENTRY | SPEC] ARGS...
Status recover_uvx(const Texts& command, Recovered& entry) {
  std::string_view spec;
  std::size_t at = 1;
  for (; at < command.size() && command[at].starts_with('-'); ++at) {
    const bool has_next = at + 1 < command.size();
    if (command[at] == "--from" && has_next) {
      spec = command[++at];
    } else if (takes_word(command[at]) && has_next) {
      entry.option(command[at] == "-p" ? "python" : command[at].substr(2), command[at + 1]);
      ++at;
    } else {
      add_option(command[at], entry);
    }
  }
  if (at >= command.size()) return Status::kNoMatch;
  if (spec.empty()) {
    spec = command[at];
  } else if (const std::size_t module = module_at(command, at); module != 0) {
    entry.module(command[module]);
    add_python_options(command, at, module, entry);
    at = module;
  } else {
    entry.program(command[at]);
  }
  entry.package_spec(is_repository(spec) ? "git" : "pypi", spec);
  add_args(command, at + 1, entry);
  return Status::kOk;
}

// run [-A ...] SPEC ARGS...: the image's entrypoint is deno itself. The index of a package's SPEC;
// 0 where a script of the image runs.
std::size_t deno_package_at(const ComposeService& service) {
  const Texts command = service.command();
  if (!service.image().starts_with("denoland/deno") || command[0] != "run") return 0;
  std::size_t at = 1;
  while (at < command.size() && command[at].starts_with('-')) ++at;
  if (at >= command.size()) return 0;
  return command[at].starts_with("npm:") || command[at].starts_with("jsr:") ? at : 0;
}

Status recover_deno(const Texts& command, std::size_t package, Recovered& entry) {
  for (std::size_t at = 1; at < package; ++at) {
    if (command[at] == "-A") {
      entry.option("allow-all", {});
    } else {
      add_option(command[at], entry);
    }
  }
  entry.package_spec("npm", command[package]);
  add_args(command, package + 1, entry);
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
      if (const std::size_t at = deno_package_at(service); at != 0)
        return recover_deno(command, at, entry);
    }
    if (service.image().empty()) continue;
    entry.package_spec("docker", service.image());
    add_args(command, 0, entry);
    return Status::kOk;
  }
  return Status::kNoMatch;
}
