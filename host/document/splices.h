// Replacements of byte ranges of one text, collected in any order and applied at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace mcpmx::document {

struct Splice {
  std::size_t begin = 0;
  std::size_t end = 0;  // begin: an insertion
  std::string text;
};

class Splices {
 public:
  void replace(std::size_t begin, std::size_t end, std::string text) {
    splices_.push_back({begin, end, std::move(text)});
  }
  void insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }
  void remove(std::size_t begin, std::size_t end) { replace(begin, end, {}); }

  // In the text's order; insertions at one place in the order in which they came. Two splices that
  // overlap are an error with the later one's offset in `overlap`.
  bool apply(std::string_view text, std::string& result, std::size_t& overlap);

  const std::vector<Splice>& all() const { return splices_; }  // once applied, in the text's order

 private:
  std::vector<Splice> splices_;
};

}  // namespace mcpmx::document
