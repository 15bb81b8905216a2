// The volumes and networks that the servers of one project declare at the top of its file.
//
// A volume that two servers mount is one volume, so all that they say of it has to agree. What a
// server declares is staged until it turns out to have a service: one that is refused changes
// nothing of the others'. Not for use from two threads.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace mcpmx::mapping {

class Declarations {
 public:
  // What the file says for a value as its server wrote it. `group`: driver_opts, labels or empty.
  using Fill = std::function<Result<std::string>(std::string_view group, std::string_view key,
                                                 std::string_view written)>;

  // Adds the words of `written` ({name, driver, driver_opts: {}, labels: {}}) that are new; each of
  // them is filled, once. A word that is there already has to be the same, as it was written: what
  // it was filled with may be a variable of the other server's. An error names both servers, and no
  // value. A volume without a name is the project's own, another one than the engine's.
  Result<void> declare_volume(const std::string& volume, const boost::json::object& written,
                              const std::string& server, const Fill& fill);
  Result<void> declare_volume(const std::string& volume, const std::string& server);
  bool has_volume(const std::string& volume) const { return find_volume(volume) != nullptr; }

  // A network of the engine; returns its key in the file: `wanted`, with a number where another
  // network has that.
  std::string declare_network(const std::string& name, const std::string& wanted);
  bool has_network(const std::string& key) const { return find_network(key) != nullptr; }

  // The server whose declarations are staged has its services, or has none.
  void keep();
  void drop();

  // What is kept, as it stands in the file.
  boost::json::object volumes() const;
  boost::json::object networks() const;

 private:
  struct Word {
    std::string group;
    std::string key;
    std::string written;
    std::string filled;
    std::string server;  // who said it first
  };
  using Volume = std::vector<Word>;

  const Volume* find_volume(const std::string& volume) const;
  const std::string* find_network(const std::string& key) const;

  std::map<std::string, Volume> volumes_;
  std::map<std::string, Volume> staged_volumes_;  // each with all that is kept of it
  std::vector<std::string> order_;                // of volumes, by first use
  std::vector<std::string> staged_order_;
  std::vector<std::pair<std::string, std::string>> networks_;  // key, the engine's name
  std::vector<std::pair<std::string, std::string>> staged_networks_;
};

}  // namespace mcpmx::mapping
