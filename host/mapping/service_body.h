// One service of an intent as it stands in the Compose file: its places filled, the entry's
// variables given to it, and the rules that hold for every service applied.
//
// Works on what the services of a project share (FillState), so it is called in their order.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "mapping/intent.h"
#include "mapping/place_filler.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

struct ServiceBody {
  boost::json::object compose;
  std::vector<std::string> needs;  // variables that a person must fill in
  std::vector<std::string> notes;  // decisions, each with the line that changes it
  bool uses_network = false;       // it joins the profile's own network
};

// An error says why the server can have no container.
Result<ServiceBody> make_body(const Server& server, const IntentService& service,
                              const ServiceScope& scope, FillState& state);

}  // namespace mcpmx::mapping
