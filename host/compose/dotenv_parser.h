// The grammar of `.env`, apart from its edits. Private to dotenv.cpp and its tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compose/dotenv.h"
#include "support/result.h"

namespace mcpmx::compose {

// The entries in file order, duplicates included. `path` is for errors. Never puts a value into an
// error.
Result<std::vector<DotenvEntry>> parse_dotenv(std::string_view text, std::string_view path);

}  // namespace mcpmx::compose
