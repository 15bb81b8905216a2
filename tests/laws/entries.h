// servers.json as an ordered list of entries, written as MCPM writes it, and the entries that cases
// are made of.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "mapping/claims.h"
#include "model/server.h"

namespace mcpmx::laws {

using Entries = std::vector<std::pair<std::string, boost::json::object>>;

Entries parse_entries(const std::string& text);
// `step`: columns of one level.
std::string entries_text(const Entries& entries, std::size_t step);
boost::json::object* find_entry(Entries& entries, const std::string& name);
const boost::json::object* find_entry(const Entries& entries, const std::string& name);
// As sync's fields see it.
Server server_of(const std::string& name, const boost::json::object& entry);
// Command, arguments and variables of `server`; everything else stays as it is.
void set_launch(boost::json::object& entry, const Server& server);

struct Pool {
  Entries entries;                 // all: those with a container first
  std::size_t with_container = 0;  // how many have one
  std::size_t from_corpus = 0;     // of which so many are the corpus's
};

// The entries of the corpus, and a few that are built in. Entries whose names differ in nothing but
// what a service's name cannot say are there once.
Pool make_pool(const std::string& corpus, const mapping::Claims& claims, const std::string& home);

}  // namespace mcpmx::laws
