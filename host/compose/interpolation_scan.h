// Finds the next `$` of a text that means something. Private to interpolation.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "compose/interpolation.h"

namespace mcpmx::compose {

class DollarScan {
 public:
  enum class Kind : std::uint8_t { kEnd, kEscaped, kReference, kInvalid };
  struct Found {
    Kind kind = Kind::kEnd;
    Reference reference;  // of kReference; begin and end of every kind
  };

  explicit DollarScan(std::string_view text) : text_(text) {}

  // The first escape, reference or broken reference in [begin, end), which is the text or a word.
  Found next(std::size_t begin, std::size_t end);

 private:
  static constexpr std::size_t kNone = 0xffffffff;

  Found read_braced(std::size_t dollar, std::size_t end);
  std::size_t closing_brace(std::size_t open, std::size_t operand, std::size_t end);
  void match_braces();

  std::string_view text_;
  // By offset, filled on first need: the `}` that counting finds for a `{`, and the last `}` of the
  // same line at or before the offset.
  std::vector<std::uint32_t> match_;
  std::vector<std::uint32_t> last_;
  std::size_t line_end_ = 0;  // of the reference looked at last
};

}  // namespace mcpmx::compose
