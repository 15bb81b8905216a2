// An MCP server entry as MCPM stores it, and the facts that its command line states. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx {

struct Pair {
  std::string name;
  std::string value;
  bool operator==(const Pair&) const = default;
};

// The first of that name; null if there is none. Borrowed from `pairs`.
const Pair* find_pair(std::span<const Pair> pairs, std::string_view name);

// A place in a user's file. `line` counts from 1; 0 means "the file as a whole".
struct Location {
  std::string file;
  std::size_t line = 0;
  std::string text() const { return line == 0 ? file : file + ":" + std::to_string(line); }
};

// One entry of servers.json (facts: mcpm.md section 2). Exactly one of command and url is not empty
// in an entry that MCPM accepts; a custom entry has neither and `custom` set.
struct Server {
  std::string name;  // the map key, by which MCPM knows it
  std::string command;
  std::vector<std::string> args;
  std::vector<Pair> env;  // in file order
  std::string url;
  std::vector<Pair> headers;
  std::vector<std::string> profile_tags;
  std::optional<bool> enabled;  // false: not to be deployed
  bool custom = false;          // MCPM's `config` variant, which runs nothing itself
  std::string raw;              // the entry's JSON text, as it stands in the file
  Location where;
};

// What a command line runs, once its launchers are taken off.
enum class Kind {
  kNpm,     // a package of the npm registry
  kPypi,    // a package of PyPI
  kGit,     // npx or uvx from a repository
  kDocker,  // a container image
  kRemote,  // a URL, no local process
  kBinary,  // a program or script of this machine
};

const char* kind_name(Kind kind);  // "npm", "pypi", "git", "docker", "remote", "binary"

// The facts of a command line (../shared corpus README names the same fields). Filled by
// mapping/launcher; empty strings mean "not stated".
struct Launch {
  Kind kind = Kind::kBinary;
  std::string
      package;  // npm name; PyPI name (PEP 503); host/owner/repo; image without tag and digest
  std::string version;       // what follows the package: version, range or tag; "==" dropped
  std::string digest;        // sha256:... of an image
  std::string extras;        // PyPI extras, without brackets
  std::string subdirectory;  // of a git URL
  std::string module;        // python -m MODULE
  std::string entry;         // the program, after --from or -p
  std::string spec;     // the package argument as written, e.g. "@scope/name@1.2"; image as written
  std::string runtime;  // binary: node, python, uv, ...
  std::string script;   // binary: the script
  std::string program;  // binary: a bare program, as written
  std::string project_dir;  // binary: uv --directory
  std::string url;          // remote, also behind a bridge such as mcp-remote
  std::string transport;    // remote: "streamable-http" or "sse"
  std::string launcher;     // the innermost launcher's name: npx, bunx, uvx, docker, ...
  std::vector<std::string> server_args;  // arguments of the server itself
  std::size_t server_args_at =
      0;  // index in Server::args of the first; args.size() if none or nested
  std::vector<Pair>
      options;  // the launcher's own options by long name without dashes: {"volume", "a:b"}
  std::vector<Pair> env;               // variables set on the command line: env A=b, -e A=b
  std::vector<std::string> env_names;  // -e NAME without a value: passed on from the entry's env
  std::vector<std::string> unset_env;  // env -u NAME, env -i: the entry's own value does not pass
  std::vector<std::string> left_out;   // sentences: what of the line a container does not have
  std::string problem;                 // why the line cannot be run as it stands; empty if it can
};

}  // namespace mcpmx
