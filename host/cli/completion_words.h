// What may stand where a person presses the tab key: commands, options, their values, names.
//
// Read from the same tables as the parser and the help, so that it cannot fall behind them. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::cli {

// What a name may stand for.
enum class Named { kProfile, kMapping, kPlugin, kStrategy, kBackend, kService };
using NamesOf = std::function<std::vector<std::string>(Named)>;

// `words`: those behind "mcpmx", the last of them the one being typed (perhaps empty).
// `names`: asked for the names that are known only where one may stand. Empty where a file or
// anything else may stand: the shell's own completion is right there.
std::vector<std::string> complete(const std::vector<std::string>& words, const NamesOf& names);

// What was typed before the last word, with --name=value in one word again where bash parted it.
std::vector<std::string> words_before(const std::vector<std::string>& words);

}  // namespace mcpmx::cli
