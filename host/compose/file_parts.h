// The text of a Compose file in the blocks that a person edits one by one: each service, and each
// top-level key. It tells what was edited without a second parse. Exact for the block style that
// mcpmx writes; of any other text it says only that it is another one.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace mcpmx::compose {

inline constexpr std::string_view kSettingsPart = "x-mcpmx";
inline constexpr std::string_view kServicePart = "services/";

// By name: "services/time", "volumes", "x-mcpmx"; "" are comments that begin a line. Others
// belong to the block that they stand in. All parts together are the whole text.
std::map<std::string, std::string, std::less<>> parts_of(std::string_view text);

}  // namespace mcpmx::compose
