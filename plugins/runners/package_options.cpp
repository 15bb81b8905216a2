#include "package_options.h"

#include <string>

namespace {

using namespace mcpmx;

enum class As {
  kHandOn,   // --name, or --name=value
  kWords,    // --name value: as people write it
  kFile,     // handed on; a file or folder of the host that it names is mounted
  kProject,  // the same, and the launcher writes there
  kNot,      // the report says so
};

struct Row {
  std::string_view option;
  As as;
  std::string_view name = {};  // of the launcher that runs it, where that differs
};

// npx in the place of bunx, pnpm dlx and yarn dlx: only these mean the same to it.
constexpr Row kNpmRows[] = {
    {"registry", As::kHandOn},
    {"package", As::kWords, "-p"},
};

// What npx is told about this machine, or about a project that the container has not.
constexpr Row kNpxRows[] = {
    {"package", As::kWords, "-p"}, {"workspace", As::kNot},    {"userconfig", As::kNot},
    {"shell", As::kNot},           {"script-shell", As::kNot}, {"cafile", As::kFile},
};

constexpr Row kUvRows[] = {
    {"with", As::kWords},
    {"python", As::kWords},
    {"index-url", As::kWords},
    {"extra-index-url", As::kWords},
    {"index", As::kWords},
    {"default-index", As::kWords},
    {"prerelease", As::kWords},
    {"find-links", As::kFile},
    {"with-requirements", As::kFile},
    {"constraints", As::kFile},
    {"build-constraints", As::kFile},
    {"overrides", As::kFile},
    {"excludes", As::kFile},
    {"with-editable", As::kProject},
    {"extra", As::kNot},
    {"no-extra", As::kNot},
    {"all-extras", As::kNot},
    {"group", As::kNot},
    {"no-group", As::kNot},
    {"only-group", As::kNot},
    {"package", As::kNot},
    {"script", As::kNot},
    {"gui-script", As::kNot},
    {"config-file", As::kNot},
    {"preview-features", As::kHandOn},
};

constexpr Row kPipxRows[] = {
    {"with", As::kWords},
    {"python", As::kWords},
    {"index-url", As::kWords},
    {"no-cache", As::kHandOn},
};

constexpr Row kDenoRows[] = {
    {"allow-all", As::kHandOn, "-A"},
    {"config", As::kFile},
    {"import-map", As::kFile},
    {"cert", As::kFile},
};

struct Letter {
  std::string_view option;
  std::string_view letter;
};

// python --help.
constexpr Letter kLetters[] = {
    {"unbuffered", "-u"},    {"ignore-environment", "-E"},
    {"isolated", "-I"},      {"no-site", "-S"},
    {"no-user-site", "-s"},  {"no-bytecode", "-B"},
    {"optimize", "-O"},      {"quiet", "-q"},
    {"verbose", "-v"},       {"safe-path", "-P"},
    {"bytes-warning", "-b"}, {"debug", "-d"},
    {"interactive", "-i"},   {"extended", "-X"},
    {"warning", "-W"},
};

void say_lost(const Server& server, std::string_view option, Reporter& report) {
  report.warning("left-out",
                 "the option " + std::string(option) + " of " + std::string(server.launcher()) +
                     " is not kept: what runs the package in the container has none like it");
}

// The folder that the command line starts in; empty if it says none.
std::string directory_of(const Server& server) {
  return std::string(server.options().find("directory").value_or(std::string_view()));
}

// A path without a leading slash starts where the command line does.
std::string in_directory(const Server& server, std::string_view path) {
  const std::string directory = directory_of(server);
  if (directory.empty() || path.starts_with('/') || path.starts_with('~')) return std::string(path);
  while (path.starts_with("./")) path.remove_prefix(2);
  return directory + "/" + std::string(path);
}

bool is_in_directory(const Server& server, std::string_view path) {
  const std::string directory = directory_of(server);
  return !directory.empty() && path.starts_with(directory + "/");
}

// The options that all launchers share. False: it is none of them.
bool add_shared(const Server& server, IntentService& service, std::string_view option,
                std::string_view value) {
  if (option == "env-file") {
    // deno and bun take .env where no file is named. Not required: a missing file must not make
    // ps, logs and down of every service fail.
    service.compose("env_file")
        .push(Json::map(
            {{"path", in_directory(server, value.empty() ? ".env" : value)}, {"required", false}}));
    return true;
  }
  if (option == "directory") {
    service.compose("working_dir") = value;
    // A program writes beside where it starts, on this machine as in the container.
    service.compose("volumes").push(Json::map({{"$path", value}, {"write", true}}));
    return true;
  }
  return false;
}

void hand_on(Json& command, std::string_view name, std::string_view value, bool words) {
  std::string text(name.size() > 1 && !name.starts_with('-') ? "--" : "");
  if (name.size() == 1) text = "-";
  text += name;
  if (value.empty()) {
    command.push(text);
  } else if (words) {
    command.push(text);
    command.push(value);
  } else {
    command.push(text + "=" + std::string(value));
  }
}

bool is_address(std::string_view value) { return value.find("://") != std::string_view::npos; }

// `unlisted`: what becomes of an option that is in no row.
template <std::size_t N>
void add_options(const Server& server, IntentService& service, Json& command, Reporter& report,
                 const Row (&rows)[N], As unlisted) {
  for (const auto& [option, value] : server.options()) {
    if (add_shared(server, service, option, value)) continue;
    Row row{option, unlisted};
    for (const Row& each : rows) {
      if (each.option == option) row = each;
    }
    const std::string_view name = row.name.empty() ? option : row.name;
    switch (row.as) {
      case As::kHandOn:
        hand_on(command, name, value, false);
        break;
      case As::kWords:
        hand_on(command, name, value, true);
        break;
      case As::kFile:
      case As::kProject:
        if (is_address(value)) {
          hand_on(command, name, value, false);
        } else {
          const std::string path = in_directory(server, value);
          hand_on(command, name, path, false);
          if (is_in_directory(server, path)) break;  // the folder is mounted as a whole
          service.compose("volumes").push(
              Json::map({{"$path", path}, {"write", row.as == As::kProject}}));
        }
        break;
      case As::kNot:
        say_lost(server, option, report);
        break;
    }
  }
}

}  // namespace

void add_npx_options(const Server& server, IntentService& service, Json& command,
                     Reporter& report) {
  const bool is_npx = server.launcher() == "npx" || server.launcher() == "npm";
  if (is_npx) {
    add_options(server, service, command, report, kNpxRows, As::kHandOn);
  } else {
    add_options(server, service, command, report, kNpmRows, As::kNot);
  }
}

void add_uvx_options(const Server& server, IntentService& service, Json& command,
                     Reporter& report) {
  if (server.launcher() == "pipx") {
    add_options(server, service, command, report, kPipxRows, As::kNot);
  } else if (server.launcher().starts_with("uv")) {
    add_options(server, service, command, report, kUvRows, As::kHandOn);
  } else {
    // python -m: its own options stand behind `python`; here are the folder and the files.
    for (const auto& [option, value] : server.options()) {
      add_shared(server, service, option, value);
    }
  }
}

void add_deno_options(const Server& server, IntentService& service, Json& command,
                      Reporter& report) {
  add_options(server, service, command, report, kDenoRows, As::kHandOn);
}

void add_python_options(const Server& server, Json& command) {
  if (server.launcher().starts_with("uv") || server.launcher() == "pipx") return;
  for (const auto& [option, value] : server.options()) {
    for (const Letter& each : kLetters) {
      if (each.option != option) continue;
      command.push(each.letter);
      if (!value.empty()) command.push(value);
    }
  }
}

std::string_view python_option(std::string_view letter) {
  for (const Letter& each : kLetters) {
    if (each.letter == letter) return each.option;
  }
  return {};
}

bool takes_value(std::string_view python_option) {
  return python_option == "extended" || python_option == "warning";
}
