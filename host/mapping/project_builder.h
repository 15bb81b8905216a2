// Puts the services of all servers of a profile together to one Compose project.
//
// Servers are added in the profile's order, because ports and variables go to whoever comes first.
// A server that cannot have a service leaves nothing behind but its outcome, and the settings that
// a person gave it. Not for use from two threads.
#pragma once

#include <string>

#include "mapping/claims.h"
#include "mapping/intent.h"
#include "mapping/place_filler.h"
#include "mapping/reading.h"
#include "mapping/service_names.h"
#include "mapping/surroundings.h"
#include "mapping/value.h"
#include "model/project.h"

namespace mcpmx::mapping {

class ProjectBuilder {
 public:
  // `servers`: all that will be added, in their order; like the surroundings, they outlive this.
  ProjectBuilder(std::string profile, const std::vector<const Server*>& servers,
                 const Surroundings& surroundings);

  // The settings that x-mcpmx has for the server's service; empty ones if it has none. No two
  // servers have one settings.
  const ServiceSettings& settings_for(const Server& server) const;

  // All servers that are going to be added, so that none takes what a later one has in use.
  void expect(const std::vector<const Server*>& servers, const std::vector<Reading>& readings);

  // A server as it was read; with the services of its intent, or without any and with the sentence
  // why.
  void add(const Server& server, const Reading& reading);

  // The project. The builder is empty afterwards.
  Project finish();

 private:
  void add_services(const Server& server, const Claim& claim, const Intent& intent,
                    const EntryValues& values, std::vector<Diagnostic> findings);
  void add_without_service(const Server& server, const Claim& claim, const Error& reason,
                           std::vector<Diagnostic> findings);
  struct Rendered {
    std::string name;
    boost::json::object body;
    boost::json::object settings;  // of x-mcpmx
  };
  Result<std::vector<Rendered>> render(const Server& server, const Claim& claim,
                                       const Intent& intent, const EntryValues& values,
                                       Outcome& outcome);
  boost::json::object section_of(const IntentService& service, const Claim& claim,
                                 const Intent& intent, const ServiceSettings& settings,
                                 const boost::json::object& body) const;
  const ServiceSettings& settings_of(const std::string& service) const;
  void keep_unused_settings();
  boost::json::object take_extension();
  void add_networks();
  std::string free_subnet(int first);

  std::string profile_;
  const Surroundings& surroundings_;
  FillState state_;
  ServiceNames names_;
  boost::json::object services_;
  boost::json::object settings_;  // x-mcpmx.services
  bool uses_network_ = false;
  Project project_;
};

}  // namespace mcpmx::mapping
