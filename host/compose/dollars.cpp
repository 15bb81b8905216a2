#include "compose/dollars.h"

namespace mcpmx::compose {

std::string with_single_dollars(std::string_view written) {
  std::string out;
  out.reserve(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    out += written[i];
    if (written[i] == '$' && i + 1 < written.size() && written[i + 1] == '$') ++i;
  }
  return out;
}

}  // namespace mcpmx::compose
