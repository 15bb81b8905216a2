// Words of a command line, and the two ways in which a shell makes words out of one string.
//
// A Word owns its text, because words that come out of a quoted string exist nowhere else. `at`
// leads back to the entry, so that an edit of the entry can find what a fact came from. Pure
// functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::mapping {

struct Word {
  static constexpr std::size_t kNested = static_cast<std::size_t>(-1);
  std::string text;
  std::size_t at =
      kNested;  // index in Server::args; kNested: the command, or inside a quoted string
};

// The name by which a launcher is known: "C:\\Program Files\\nodejs\\npx.cmd" is "npx", python3.12
// "python".
std::string program_name(std::string_view command);

// Splits as a POSIX shell would, for one simple command. nullopt where the text is more than that:
// pipes, lists, substitutions, unclosed quotes. Leading `exec`, `cd DIR &&`, `export A=b &&` and
// `source FILE &&` are taken off; `directory` receives the last DIR. Assignments stay as words.
// "$@" and "$0" become `positional` (what follows the string of sh -c).
std::optional<std::vector<Word>> split_posix(std::string_view text,
                                             std::span<const Word> positional,
                                             std::string& directory);

// Splits as cmd.exe and PowerShell do: double and single quotes group, a backslash is a letter.
std::optional<std::vector<Word>> split_windows(std::string_view text);

// NAME=value with a name that a shell accepts.
bool is_assignment(std::string_view word);

}  // namespace mcpmx::mapping
