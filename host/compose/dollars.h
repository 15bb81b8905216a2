// Dollar signs of a Compose file: `$$` there is one dollar sign to whoever the value is for. Pure.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx::compose {

// The text as it is meant. `${NAME}` stays as it is.
std::string with_single_dollars(std::string_view written);

}  // namespace mcpmx::compose
