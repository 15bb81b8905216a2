// Lists without repeats that keep the order of what came first.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx {

inline void append_once(std::vector<std::string>& list, std::string_view item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

}  // namespace mcpmx
