// What may stand where a person presses the tab key: commands, options, their values, profiles.
//
// Read from the same tables as the parser and the help, so that it cannot fall behind them. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::cli {

// `words`: those behind "mcpmx", the last of them the one being typed (perhaps empty).
// `profiles`: asked for the names of MCPM's profiles only where one may stand. Empty where a file
// or anything else may stand: the shell's own completion is right there.
std::vector<std::string> complete(const std::vector<std::string>& words,
                                  const std::function<std::vector<std::string>()>& profiles);

}  // namespace mcpmx::cli
