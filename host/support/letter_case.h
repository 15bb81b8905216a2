// Lower case of ASCII letters, whatever the locale: names that differ by it alone are the same to
// the tools that read them. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx {

// Other bytes stay as they are.
inline std::string in_lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace mcpmx
