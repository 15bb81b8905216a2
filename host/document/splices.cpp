#include "document/splices.h"

#include <algorithm>
#include <utility>

namespace mcpmx::document {

bool Splices::apply(std::string_view text, std::string& result, std::size_t& overlap) {
  std::stable_sort(splices_.begin(), splices_.end(), [](const Splice& a, const Splice& b) {
    // An insertion goes ahead of what is replaced from the same place on.
    return std::pair(a.begin, a.begin != a.end) < std::pair(b.begin, b.begin != b.end);
  });
  result.clear();
  std::size_t at = 0;
  for (const Splice& splice : splices_) {
    if (splice.begin < at) {
      overlap = splice.begin;
      return false;
    }
    result.append(text.substr(at, splice.begin - at)).append(splice.text);
    at = splice.end;
  }
  result.append(text.substr(at));
  return true;
}

}  // namespace mcpmx::document
