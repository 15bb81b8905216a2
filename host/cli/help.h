// --help at every level, --version, and the names that errors and JSON use for commands.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace mcpmx::cli {

// The options that every command has.
const std::vector<OptionSpec>& global_options();

void write_version(std::ostream& out);
void write_help(std::ostream& out, const Style& style);
// Of "docker", "profile", ...: its commands. False if there is no such group.
bool write_group_help(std::string_view group, std::ostream& out, const Style& style);
void write_command_help(const Command& command, std::ostream& out, const Style& style);

// Names the nearest command.
Error unknown_command(const std::vector<std::string>& words);

// An option that nobody has; names the nearest one of the command and of all commands, else `hint`.
// `own` may be null.
Error unknown_option(const std::string& written, const std::vector<OptionSpec>* own,
                     const std::string& hint);

// "docker generate" -> "generate", "profile list" -> "profile-list".
std::string schema_name(std::string_view command);

}  // namespace mcpmx::cli
