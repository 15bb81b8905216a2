// One pass over a string that is neither secret, nor a path, nor a placeholder as a whole: rules
// look at each place in turn, and what one of them claims becomes a segment. Private to
// value_*.cpp.
//
// A Scan serves one string, once; it borrows all that it is made with. A rule that claims nothing
// leaves it as it was.
#pragma once

#include <cstddef>
#include <string_view>

#include "mapping/value.h"
#include "mapping/value_reader.h"

namespace mcpmx::mapping {

class Scan {
 public:
  Scan(ValueReader& reader, std::string_view text, const Place& place)
      : reader_(reader), text_(text), place_(place) {}

  Value run();

 private:
  void flush(std::size_t end);
  void put(std::size_t from, std::size_t size, Segment segment);
  Segment host(std::size_t from, std::size_t end) const;

  // The rules: true where the text at at_ was claimed, and at_ stands behind it.
  bool placeholder(bool secret);
  bool known_secret();
  bool assignment();
  bool json_member();
  bool url();
  bool address();

  void secret_range(std::size_t from, std::size_t end, std::string_view wish);
  std::size_t closing_quote(std::string_view quote, std::size_t from) const;
  std::size_t url_end(std::size_t begin) const;
  std::size_t authority_end(std::size_t from, std::size_t limit) const;
  void userinfo(std::string_view scheme, std::size_t from, std::size_t at_sign);
  void hosts(std::size_t from, std::size_t end);
  bool file_url(std::string_view scheme, std::size_t begin);

  ValueReader& reader_;
  std::string_view text_;
  const Place& place_;
  std::size_t at_ = 0;
  std::size_t done_ = 0;
  Value value_;
};

}  // namespace mcpmx::mapping
