// The places of a canonical value where two versions of it are compared, and which are changed
// whole: each environment variable, each port, the command as one.
//
//   services.web  ──▶  image                 "nginx:1.25"
//                      environment/TOKEN     "s3cret"
//                      ports/[80/tcp]        {"mode":"ingress","published":"8080",…}
//                      command               ["run","--fast"]
//
// Maps are walked. Entries of a list are leaves if something tells them apart: mounts and devices
// by target, ports by container port and protocol, env files by path, secrets by target, text by
// itself (by its name in front of `=` where Compose does so); of several with one name the later
// have a counter behind it, `[80/tcp#2]`. Other lists are one leaf, and so is what is empty. What
// Compose adds by itself has leaves as well: `at->origin` says that they stand nowhere.
//
// Pure; any thread; linear. Leaves hold what the value holds, secrets too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compose/syntax.h"
#include "compose/value.h"

namespace mcpmx::compose {

struct Leaf {
  // Keys with `/` between them, escaped as in a JSON pointer (`~1`, `~0`, and `~2` for a `[` that
  // begins one); an entry of a list comes last, in brackets, as it is: "volumes/[/data]".
  std::string path;
  std::string value;          // canonical_json()
  const Value* at = nullptr;  // borrowed from the value that leaves_of() was given
};

// In the order of the file. `syntax` is the value's own: service_syntax(), that of a top-level key,
// or Syntax{} where no table knows the key.
std::vector<Leaf> leaves_of(const Value& value, const Syntax& syntax);

// The path's keys, unescaped; an entry keeps its brackets: {"volumes", "[/data]"}.
std::vector<std::string> split_path(std::string_view path);

// Whether the entries of such a list are leaves.
bool has_named_entries(const Syntax& syntax);

// What each entry of a list is called in a path, brackets included. Empty: the list is one leaf.
std::vector<std::string> entry_names(const Value& list, const Syntax& syntax);

// The syntax of what stands below a key; Syntax{} where the table does not know it.
const Syntax& syntax_below(const Syntax& syntax, std::string_view key);

// One line of JSON, keys of maps sorted by their bytes.
std::string canonical_json(const Value& value);

}  // namespace mcpmx::compose
