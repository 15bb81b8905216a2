// One command of the grammar: how it is called, what it says about itself, what runs it.
//
// The table of all commands is in commands.cpp; each command is one file. A command writes its
// product to Context::out, nothing else does; logs go to stderr.
#pragma once

#include <boost/json/fwd.hpp>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/session.h"
#include "cli/style.h"
#include "support/result.h"

namespace boost::program_options {
class options_description;
class variables_map;
}  // namespace boost::program_options

namespace mcpmx::cli {

using OptionsDescription = boost::program_options::options_description;
using Options = boost::program_options::variables_map;

enum class Format { kText, kJson };

struct Context {
  app::Session& session;
  const Options& options;
  std::vector<std::string> arguments;  // the positional ones
  Format format;
  bool quiet;
  Style style;
  std::ostream& out;  // stdout
};

struct Command {
  std::string_view name;       // "docker generate"
  std::string_view arguments;  // "PROFILE", for the usage line
  std::string_view summary;    // one line for the list
  std::string_view details;    // a paragraph for --help; may be empty
  std::string_view examples;   // lines, each a command and perhaps a comment
  std::size_t least_arguments = 0;
  std::size_t most_arguments = 0;
  void (*add_options)(OptionsDescription&) = nullptr;
  // The exit code, 0 or 3; everything else is an Error.
  Result<int> (*run)(Context&) = nullptr;
};

// All commands, in the order of the help.
const std::vector<Command>& commands();

// Each is defined in the file of its name.
Command generate_command();
Command detect_command();
Command profile_list_command();
Command profile_show_command();
Command plugin_list_command();
Command plugin_info_command();
Command mapping_list_command();
Command mapping_show_command();
Command mapping_check_command();
Command doctor_command();

// Writes `document` with "schema": "mcpmx.<name>/1" as its first member, and a line end.
void write_json(Context& context, std::string_view name, boost::json::object document);

}  // namespace mcpmx::cli
