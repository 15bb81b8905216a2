// What generating a Compose file for a profile yields: the document, the lines of .env, and what
// became of each server. Plain values.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/mapper.h"

namespace mcpmx {

// A line that .env has to have. Values are secrets: never printed.
struct EnvLine {
  std::string name;
  std::string value;                 // empty: a person must fill it in
  bool keep = false;                 // .env has the name already, and its value stands
  std::vector<std::string> servers;  // that take the value
};

// What became of one server.
struct Outcome {
  std::string server;
  std::string mapping;  // the mapper's id; empty if nobody claims it
  Match match;
  std::vector<std::string> services;  // names in the file, the primary first; empty: no container
  std::string reason;                 // why no container; empty if there is one
  std::string hint;                   // what would change that
  bool fault = false;                 // it is for something that is broken, not for a decision
  std::vector<std::string> needs;     // variables that a person must fill in
  std::vector<std::string> notes;     // decisions, each with the line that changes it
  std::vector<Diagnostic> findings;
};

struct Project {
  boost::json::object
      document;  // name, services, networks, volumes, x-mcpmx; dollar signs of data doubled
  std::vector<EnvLine> env;                      // in order of first use
  std::set<std::string, std::less<>> variables;  // all that the document refers to
  std::vector<Outcome> outcomes;                 // in the profile's order
  std::vector<int> ports;                        // published on the host
  std::vector<std::string> subnets;              // of the networks it declares
  std::vector<std::string> container_names;      // fixed ones
};

}  // namespace mcpmx
