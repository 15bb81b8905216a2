// The two ways in which a shell makes words out of one string, for one simple command.
//
// What stands before that command (cd DIR &&, export A=b;, source FILE &&) is carried over where a
// container can have it; what it cannot have is said in a sentence. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/launcher_words.h"
#include "model/server.h"

namespace mcpmx::mapping {

struct ShellLine {
  std::vector<Word> words;            // assignments first, then the program and its arguments
  std::string directory;              // of the last cd; empty: none
  std::vector<std::string> left_out;  // sentences without the shell's arguments, as for Launch
};

// As a POSIX shell would. nullopt where the text is more than one command: pipes, lists,
// substitutions, unclosed quotes. "$@" and "$0" become `positional` (what follows the string of
// sh -c), $NAME the value of `variables`.
std::optional<ShellLine> split_posix(std::string_view text, std::span<const Word> positional,
                                     std::span<const Pair> variables);

// cmd.exe's own words in front of a program: call, start /b.
void drop_words_of_cmd(std::vector<Word>& words);

// As cmd.exe and PowerShell do: double and single quotes group, a backslash is a letter.
std::optional<ShellLine> split_windows(std::string_view text);

}  // namespace mcpmx::mapping
