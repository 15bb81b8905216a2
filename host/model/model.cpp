#include <algorithm>

#include "model/diagnostic.h"
#include "model/server.h"

namespace mcpmx {

const Pair* find_pair(std::span<const Pair> pairs, std::string_view name) {
  const auto found =
      std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.name == name; });
  return found == pairs.end() ? nullptr : &*found;
}

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNpm:
      return "npm";
    case Kind::kPypi:
      return "pypi";
    case Kind::kGit:
      return "git";
    case Kind::kDocker:
      return "docker";
    case Kind::kRemote:
      return "remote";
    case Kind::kBinary:
      return "binary";
  }
  return "binary";
}

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

}  // namespace mcpmx
