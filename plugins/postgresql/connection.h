// A PostgreSQL connection URI, taken apart (PostgreSQL manual, 34.1.1.2). Borrows from the text it
// was read from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postgresql {

struct Connection {
  std::string_view user;      // percent-encoded, as written
  std::string_view password;  // percent-encoded, as written
  std::string_view host;      // without brackets
  std::string_view port;
  std::string_view database;
  std::string_view query;  // with its question mark

  bool is_local() const {
    return host.empty() || host == "localhost" || host == "127.0.0.1" || host == "::1";
  }
};

// nullopt if it is no postgres:// or postgresql:// URI.
std::optional<Connection> parse_connection(std::string_view text);

// %41 becomes A; a percent sign without two hex digits stays.
std::string percent_decoded(std::string_view text);

}  // namespace postgresql
