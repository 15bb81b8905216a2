// What an argument or a variable of an entry is made of, after secrets, placeholders, host paths
// and host addresses were told apart. The one reading of an entry that `detect` prints and `fill`
// renders.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/server.h"

namespace mcpmx::mapping {

// A piece of a value. A value is the concatenation of its segments.
struct Segment {
  enum class Kind {
    kText,     // data, stands in the file as it is (the writer doubles its dollar signs)
    kSecret,   // text: the secret's value; name: the variable that carries it
    kMissing,  // text: the placeholder as written (or empty); name: the variable a person must fill
    kPath,     // text: a path of the host, `~` and $HOME expanded; must be mounted at the same path
    kHost,     // text: "host:port" or "host" that means this machine (localhost, 127.0.0.1, ...)
  };
  Kind kind = Kind::kText;
  std::string text;
  std::string name;
  bool write = false;   // kPath: the server writes there
  bool secret = false;  // kMissing: what is to be filled in is a secret
  bool operator==(const Segment&) const = default;
};

using Value = std::vector<Segment>;

// What a mapping declares about a variable. Undeclared variables fall under the name and value
// rules.
enum class Access { kNone, kRead, kWrite };
struct VariableRule {
  std::optional<bool> secret;  // nullopt: by the rules
  bool required = false;
  std::optional<std::string> fallback;  // value where the entry gives none
  bool host_url = false;                // holds an address of a program on the host
  Access path = Access::kNone;          // holds a path of the host
  std::string description;
};

// What is known of a server beyond its entry: declared by a plugin's intent or a YAML mapping.
struct Knowledge {
  std::map<std::string, VariableRule> env;
  Access argument_paths = Access::kRead;  // how positional path arguments are mounted
  std::map<std::string, Access>
      path_options;                         // "--db-path" -> kWrite: the option's value is a path
  std::vector<std::string> secret_options;  // "--token": the option's value is a secret
};

// The analysed entry. Lists keep the entry's order and have no repeats.
struct EntryValues {
  std::vector<Value> args;                             // of Launch::server_args, index by index
  std::vector<std::pair<std::string, Value>> env;      // every variable the container must get
  std::vector<std::pair<std::string, Value>> headers;  // of a remote entry
  Value url;  // of a remote entry or a bridge: may carry a key in its query
  std::vector<std::string>
      secrets;  // names of variables (env, and ${NAME} of secret headers) that are secret
  std::vector<std::string>
      required_env;  // variables without which the server cannot work and that have no value
  std::vector<std::string>
      arg_secrets;  // secrets in arguments: a placeholder's name as written, else the variable
  std::vector<std::string>
      paths;  // host paths as written in the entry (arguments, -v, --mount, env)
  std::vector<Diagnostic> findings;  // e.g. a secret on argv, a host program path that is dropped
};

// Visits each segment that is a secret, with or without a value: visit(segment).
template <class Visit>
void each_secret(const EntryValues& values, const Visit& visit) {
  const auto visit_all = [&](const Value& value) {
    for (const Segment& segment : value) {
      if (segment.kind == Segment::Kind::kSecret) visit(segment);
    }
  };
  for (const Value& value : values.args) visit_all(value);
  for (const auto& [name, value] : values.env) visit_all(value);
  for (const auto& [name, value] : values.headers) visit_all(value);
  visit_all(values.url);
}

// Pure: reads no file. `home` expands `~`.
EntryValues analyse(const Server& server, const Launch& launch, const Knowledge& knowledge,
                    const std::string& home);

}  // namespace mcpmx::mapping
