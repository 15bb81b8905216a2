// Two texts line by line, as `diff -u` shows them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx {

struct DiffNames {
  std::string_view before;  // "docker-compose.yml"; "/dev/null" where there was no file
  std::string_view after;
};

// The unified diff with `context` lines around each change; empty where the texts are equal. Lines
// end with a line end, also the last one, where "\ No newline at end of file" follows it. The
// shortest diff of what lies between the common begin and end (Myers), in time linear in the
// texts for few changes; of texts that differ throughout, the whole is replaced.
std::string unified_diff(std::string_view before, std::string_view after, const DiffNames& names,
                         std::size_t context = 3);

}  // namespace mcpmx
