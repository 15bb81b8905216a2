// One pass over a string that is neither secret, nor a path, nor a placeholder as a whole: rules
// look at each place in turn, and what one of them claims becomes a segment. For value_*.cpp,
// scan_*.cpp and analysis_arguments.cpp.
//
// A Scan serves one string, once; it borrows all that it is made with. A rule that claims nothing
// leaves it as it was, and has looked no further than a fixed number of characters or the end of
// what it asked for before: the pass is linear in the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
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
  bool assignment();   // scan_pair.cpp
  bool option();       // scan_pair.cpp
  bool login();        // scan_login.cpp
  bool json_member();  // scan_json.cpp
  bool url();          // scan_url.cpp
  bool address();      // scan_url.cpp

  void secret_range(std::size_t from, std::size_t end, std::string_view wish);
  std::size_t blank_after(std::size_t from);
  bool opens_word() const;
  std::string wish_of(std::string_view otherwise, std::string_view ending) const;

  std::size_t quoted_end(std::size_t from) const;
  std::size_t pair_end(std::size_t from) const;
  char separator_around(std::size_t from) const;

  std::size_t closing_quote(std::string_view quote, std::size_t from) const;
  void read_member(std::string_view key, std::size_t from, std::size_t end, bool secret);
  void read_members(std::string_view quote, std::string_view key, std::size_t from, bool headers);

  std::size_t url_end(std::size_t begin);
  std::size_t authority_end(std::size_t from, std::size_t limit) const;
  std::size_t last_at_sign(std::size_t begin, std::size_t end);
  void userinfo(std::string_view scheme, std::size_t from, std::size_t at_sign);
  void hosts(std::size_t from, std::size_t end);
  void secret_path(std::string_view host, std::size_t from, std::size_t end);
  bool file_url(std::string_view scheme, std::size_t begin);

  ValueReader& reader_;
  std::string_view text_;
  const Place& place_;
  std::size_t at_ = 0;
  std::size_t done_ = 0;
  std::size_t blank_from_ = 0;  // blank_ is the first blank or quote behind it
  std::optional<std::size_t> blank_;
  std::size_t at_sign_ = 0;  // the last @ before at_sign_end_
  std::size_t at_sign_end_ = 0;
  Value value_;
};

// "user:password" and where the password stands; nullopt where it is an address, a URL or ids.
std::optional<std::size_t> login_password_at(std::string_view text);

// Behind an option that takes a secret: `word` is a secret that begins with a dash, not the next
// option. "-y" and "-vv" are options, and so are words; of "-abc" behind "--token" nobody knows an
// option.
bool is_dashed_value(std::string_view word, std::string_view option);

// A piece of a URL that nobody would think up: letters and digits, and long.
bool looks_random(std::string_view text);

}  // namespace mcpmx::mapping
