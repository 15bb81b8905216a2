// Makes words of a POSIX shell's text: quotes, escapes, variables, and the statements that && and ;
// separate. What a single process could not stand for is no text of ours. Private to
// shell_line.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/launcher_words.h"
#include "model/server.h"

namespace mcpmx::mapping {

using Words = std::vector<Word>;

// One list of words a statement, none of them empty. nullopt for pipes, substitutions, unclosed
// quotes and the like. `positional` and `variables` as for split_posix(); `left_out` receives a
// sentence for what a container does not have.
std::optional<std::vector<Words>> read_posix(std::string_view text,
                                             std::span<const Word> positional,
                                             std::span<const Pair> variables,
                                             std::vector<std::string>& left_out);

}  // namespace mcpmx::mapping
