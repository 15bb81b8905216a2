#include "support/dollars.h"

namespace mcpmx {

std::string with_doubled_dollars(std::string_view data) {
  std::string out;
  out.reserve(data.size());
  for (const char c : data) {
    if (c == '$') out += '$';
    out += c;
  }
  return out;
}

std::string with_single_dollars(std::string_view written) {
  std::string out;
  out.reserve(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    out += written[i];
    if (written[i] == '$' && i + 1 < written.size() && written[i + 1] == '$') ++i;
  }
  return out;
}

}  // namespace mcpmx
