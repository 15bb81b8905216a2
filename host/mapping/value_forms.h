// The small languages of single values of a Compose file: numbers, amounts of memory, times,
// addresses, devices, ports. What they accept is what Compose itself can read. Pure; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace mcpmx::mapping {

enum class Form { kWhole, kNumber, kBytes, kDuration, kHost, kCgroup, kDevice, kCount, kPort };

// Of whole numbers; ends included.
struct Range {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool holds(std::int64_t number) const { return number >= least && number <= most; }
};

// The form in words, with an example.
const char* expected_of(Form form);

bool is_text_of(Form form, std::string_view text, const Range& range);

}  // namespace mcpmx::mapping
