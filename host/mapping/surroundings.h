// All that rendering may know besides the entries: handed in as values, so that the same input
// gives the same bytes; of the machine it asks what a path leads to alone, through real_path.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/server.h"

namespace mcpmx::mapping {

// A variable that .env has already.
struct PresentVariable {
  std::string value;
  bool ours = false;       // we wrote the name
  bool unchanged = false;  // and the value is still the one we wrote
  // The servers that we wrote it for; empty: a record of old does not say.
  std::set<std::string, std::less<>> owners;
  // Servers of other Compose files that take it from this .env; one of the same name is the same
  // entry.
  std::set<std::string, std::less<>> elsewhere = {};
};

// x-mcpmx.services.<service> of the Compose file that is there: the user's word on one service.
struct ServiceSettings {
  std::string mapping;             // override: the id of a mapper
  std::vector<std::string> allow;  // host paths that may be mounted although the rules deny them
  std::string network;             // "host": share the host's network
  std::string image;               // runs a program of the host in this image
  std::string user;                // "uid:gid" of a service with host paths; empty: the caller's
  std::vector<Pair> choices;       // every scalar setting, these included
  boost::json::object kept;        // everything a person wrote there, as it stands in the file
};

struct HeldPort {
  std::string server;
  bool is_fixed = false;  // a person put it there, or its entry asks for it: we did not choose it
};

struct Surroundings {
  std::string home;
  unsigned uid = 0;  // of services with host paths
  unsigned gid = 0;
  std::vector<std::string> private_folders;  // MCPM's folder and our own: never mounted
  std::string env_file;                      // .env beside the Compose file; empty without a file
  std::map<std::string, PresentVariable, std::less<>> variables;
  std::map<std::string, ServiceSettings, std::less<>> settings;  // by service name
  // Whose a service of the file is: the server that its label names, or, where the service is not
  // in the file now, our note in its settings. By service name; only what is known.
  std::map<std::string, std::string, std::less<>> owners;
  // By server, variables of its entry that had a secret in the last sync.
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> secret_places;
  // Services of the file that are nobody's of ours: their names are taken.
  std::set<std::string, std::less<>> foreign_services;
  boost::json::object kept;  // what a person wrote into x-mcpmx beside our own keys
  // Ports that services of the file publish now, and which go on publishing them.
  std::multimap<int, HeldPort> held_ports;
  // What other known Compose files of this machine use.
  std::set<int> taken_ports;
  std::map<int, std::string> port_files;  // which file uses it, as far as known
  std::set<std::string> taken_subnets;
  std::set<std::string> taken_container_names;
  std::set<std::string> taken_projects;
  // The path with every link on its way resolved, as far as it exists. Empty: paths are what they
  // say.
  std::function<std::string(const std::string&)> real_path;
  // What folders that are denied lead to, where they are links: denied as they are. Asked for by
  // the first mount that is checked. Empty: no folder is a link.
  std::function<std::vector<std::string>()> denied_targets;
  // For $secret with generate, and only then. Empty on failure: then a person must fill the value
  // in.
  std::function<std::string()> random_secret;
};

}  // namespace mcpmx::mapping
