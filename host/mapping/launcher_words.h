// Words of a command line.
//
// A Word owns its text, because words that come out of a quoted string exist nowhere else. `at`
// leads back to the entry, so that an edit of the entry can find what a fact came from. Pure
// functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mcpmx::mapping {

struct Word {
  static constexpr std::size_t kNested = static_cast<std::size_t>(-1);
  std::string text;
  std::size_t at =
      kNested;  // index in Server::args; kNested: the command, or inside a quoted string
};

// The last part of a command's path in lower case, without what Windows puts behind it:
// "C:\\Program Files\\nodejs\\npx.cmd" is "npx".
std::string command_name(std::string_view command);

// The same, and every Python ("python3.12") is "python": the name by which a launcher is known.
std::string program_name(std::string_view command);

// Where `cd folder` leads from `base`. Placeholders are taken for whole paths.
std::string folder_from(std::string_view base, std::string_view folder);

// NAME=value with a name that a shell accepts.
bool is_assignment(std::string_view word);

}  // namespace mcpmx::mapping
