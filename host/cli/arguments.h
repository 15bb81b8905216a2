// The words of a command line, told apart: options and what is none. The one user of
// Boost.Program_options is arguments.cpp.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "support/result.h"

namespace mcpmx::cli {

struct Arguments {
  OptionValues options;
  std::vector<std::string> words;    // what is no option
  std::vector<std::string> unknown;  // options that nobody has; only where `own` was null
};

// `own`: the command's options beside the global ones; null while the command is not known.
// Otherwise an option that nobody has is a usage error, whose next step is `hint`.
Result<Arguments> parse_arguments(const std::vector<std::string>& args,
                                  const std::vector<OptionSpec>* own, const std::string& hint);

// What the global options say to a session; its log is left to the caller.
app::Options session_options(const Arguments& arguments);

}  // namespace mcpmx::cli
