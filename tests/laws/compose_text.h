// A Compose file edited as a person does it: one place at a time, everything else stays.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "document/document.h"

namespace mcpmx::laws {

using Path = std::vector<std::string>;

struct ServiceText {
  std::string name;
  std::string server;  // that its label says; empty: a person's own
  std::string text;    // its lines
};

// In the order of the file.
std::vector<ServiceText> services_in(const std::string& compose);
// Everything outside of the services and of x-mcpmx.
std::string rest_of(const std::string& compose);
// Without the section x-mcpmx, and with nothing else changed.
std::string without_extension(const std::string& compose);
std::string without_checksums(const std::string& compose);

// The service says what its entry says; a mapping of its own may give what the entry has not.
bool is_from_runners(const std::string& compose, const std::string& service);

// The value at the path as JSON with texts as they are written (`${NAME}`); nullopt: none.
std::optional<boost::json::value> value_at(const std::string& compose, const Path& path);
// Each returns false, and changes nothing, where it cannot be done.
bool set_at(std::string& compose, const Path& path, const boost::json::value& value);
bool remove_at(std::string& compose, const Path& path);
bool rename_at(std::string& compose, const Path& path, const std::string& name);
// A line of its own ahead of line `number`, or behind the end; only where the file says the same
// afterwards.
bool add_line(std::string& compose, std::size_t number, const std::string& line);
// `<<: *ANCHOR` into a service, with the anchor in front of the services.
bool add_merge_key(std::string& compose, const std::string& service, const std::string& anchor,
                   const std::string& line);

}  // namespace mcpmx::laws
