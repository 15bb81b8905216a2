// Dollar signs of a Compose file: `$$` there is one dollar sign to whoever the value is for. Pure.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx {

// Data as it stands in the file, so that Compose interpolates nothing of it.
std::string with_doubled_dollars(std::string_view data);

// The text as it is meant. `${NAME}` stays as it is.
std::string with_single_dollars(std::string_view written);

}  // namespace mcpmx
