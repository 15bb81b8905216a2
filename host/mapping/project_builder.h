// Puts the services of all servers of a profile together to one Compose project.
//
// Servers are added in the profile's order, because names, ports and variables go to whoever comes
// first. A server that cannot have a service leaves nothing behind but its outcome. Not for use
// from two threads.
#pragma once

#include <string>

#include "mapping/claims.h"
#include "mapping/intent.h"
#include "mapping/names.h"
#include "mapping/place_filler.h"
#include "mapping/surroundings.h"
#include "mapping/value.h"
#include "model/project.h"

namespace mcpmx::mapping {

class ProjectBuilder {
 public:
  ProjectBuilder(std::string profile, const Surroundings& surroundings);

  // The settings that x-mcpmx has for the server's service; empty ones if it has none.
  const ServiceSettings& settings_for(const Server& server) const;

  // A server with an intent. `intent` has from_runner resolved (start_from).
  void add(const Server& server, const Claim& claim, const Intent& intent,
           const EntryValues& values, std::vector<Diagnostic> findings);

  // A server without a container: `reason` is the sentence that says why.
  void add_without_service(const Server& server, const Claim& claim, const Error& reason,
                           std::vector<Diagnostic> findings);

  // The project. The builder is empty afterwards.
  Project finish();

 private:
  struct Rendered {
    std::string name;
    boost::json::object body;
    boost::json::object settings;  // of x-mcpmx
  };
  Result<std::vector<Rendered>> render(const Server& server, const Claim& claim,
                                       const Intent& intent, const EntryValues& values,
                                       Outcome& outcome);
  const ServiceSettings& settings_of(const std::string& service) const;
  void add_networks();
  std::string free_subnet(int first);

  std::string profile_;
  const Surroundings& surroundings_;
  FillState state_;
  NameSet names_;
  boost::json::object services_;
  boost::json::object settings_;  // x-mcpmx.services
  bool uses_network_ = false;
  Project project_;
};

}  // namespace mcpmx::mapping
