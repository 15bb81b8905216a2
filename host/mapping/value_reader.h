// Takes one string of an entry apart into segments: text, secrets, missing values, paths,
// addresses.
//
// A ValueReader serves one entry: it remembers which variable carries which secret, so that two
// secrets never share a name and one secret never gets two. Not for several threads at once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mapping/value.h"

namespace mcpmx::mapping {

// Where a string stands, which decides half of what it means.
struct Place {
  std::string_view name;   // variable, option, header or JSON key; empty for a bare argument
  bool secret = false;     // everything here is secret
  bool variable = false;   // `name` is a variable of the container: a secret keeps its name
  bool paths = true;       // host paths are to be found (not in a container's arguments)
  bool hosts = true;       // addresses of this machine are to be found
  bool bare_host = false;  // "localhost" alone is an address
  bool write = false;      // paths are written to
  bool headers = false;    // JSON in it has the headers of requests as members
};

class ValueReader {
 public:
  ValueReader(std::string_view server, std::string_view home) : server_(server), home_(home) {}

  Value read(std::string_view text, const Place& place);

  // What is read from here on are arguments. `variables`: what the server has; a placeholder that
  // names one stays as it is written.
  void begin_arguments(std::vector<std::string> variables);
  bool is_variable(std::string_view name) const;

  // A segment for a value that is not there.
  Segment missing(std::string_view text, std::string_view name, bool secret);

  struct Found {
    std::vector<std::string> secrets;  // as written in a placeholder, else the variable's name
    std::vector<std::string> paths;    // as written
  };
  // What the reads since the last call have met.
  Found take_found();

 private:
  friend class Scan;
  std::string name_for(std::string_view wish, std::string_view value);
  void note_secret(std::string_view name);
  Segment secret(std::string_view value, std::string_view wish, bool keep);
  Segment path(std::string_view text, bool write);
  bool split_at_host(std::string_view text, const Place& place, Value& value);
  bool read_paths(std::string_view text, const Place& place, Value& value);

  std::string server_;
  std::string home_;
  // The variables that carry secrets. An entry may hold thousands: nothing here is looked through.
  struct Names {
    std::unordered_set<std::string> taken;
    std::unordered_map<std::string, std::string> of_value;     // wish, NUL, secret -> variable
    std::unordered_map<std::string, std::size_t> last_number;  // of the wish's variables
  };
  Names names_;
  std::unordered_set<std::string> of_variables_;  // taken before the arguments began
  std::vector<std::string> variables_;
  Found found_;
  std::unordered_set<std::string> met_;  // the secrets of found_
};

}  // namespace mcpmx::mapping
