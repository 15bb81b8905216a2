// A Compose service as the way back reads it: what runs in it, with which variables, and what of
// this machine it sees.
//
// Takes a service in canonical form (compose::read_project) as well as one as people and we write
// it: short and long forms, lists and maps. Values are put in already, and `$$` is one dollar sign.
// Plain values, which hold secrets where the service does; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/docker_options.h"

namespace mcpmx::mapping {

struct ServiceFacts {
  std::string name;  // in the file
  std::string key;   // x-mcpmx generated.key; empty for a service nobody generated
  std::string image;
  std::vector<std::string> entrypoint;
  std::vector<std::string> command;
  // In the file's order; nullopt: passed on from whoever starts it (NAME alone).
  std::vector<std::pair<std::string, std::optional<std::string>>> env;
  std::vector<Mount> mounts;
  std::vector<Port> ports;
  std::vector<std::string> host_names;  // by which its neighbours reach it
  std::string server;                   // the label that names the server; empty without one
  bool declares_host = false;           // extra_hosts has host.docker.internal
  bool keeps_stdin = false;
  bool has_terminal = false;
  bool is_disabled = false;  // only in the profile that nothing starts
};

ServiceFacts facts_of(std::string name, std::string key, const boost::json::object& body);

// Null where the service has no such variable.
const std::optional<std::string>* variable_of(const ServiceFacts& service, std::string_view name);

// The value of a scalar as Compose hands it to a program: 3 is "3", true is "true".
std::string scalar_text(const boost::json::value& value);

}  // namespace mcpmx::mapping
