// What the text of a value in `.env` means, once the parser has found where it begins and ends: the
// rules of compose-go, which are Go's. Pure.
#pragma once

#include <string>
#include <string_view>

#include "compose/dotenv.h"

namespace mcpmx::compose {

// `\n`, `\"` and so on of a double-quoted value; `$` that is data becomes `$$`, as Compose does it.
std::string expand_escapes(std::string_view text);

// Tells references from data: `$$` is a dollar sign, `$x` and `${` refer, any other `$` is data.
void finish_value(DotenvEntry& entry, std::string_view text);

}  // namespace mcpmx::compose
