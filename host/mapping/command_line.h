// The command line of an entry, as people write it, from what a server runs.
//
// The other direction of mapping/launcher. Several lines may mean the same package; the first is
// the usual one, and the later ones are there for whoever finds that it means something else. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/recovered_facts.h"

namespace mcpmx::mapping {

struct CommandLine {
  std::string command;
  std::vector<std::string> args;
  std::size_t server_args_at = 0;  // index in args of the server's own first argument
};

// `facts` have a kind and a spec. `program`: the first word that the container runs, which decides
// between npx and uvx for a repository. `words`: of docker run between `--rm` and the image.
std::vector<CommandLine> command_lines(const RecoveredFacts& facts, std::string_view program,
                                       const std::vector<std::string>& words);

}  // namespace mcpmx::mapping
