// What the services of one entry would be, with every value put in: how the way back looks at its
// own answer.
//
// Renders the entry alone, by the same code as `generate`. Holds the entry's secrets.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/claims.h"
#include "mapping/service_facts.h"
#include "mapping/surroundings.h"
#include "model/server.h"

namespace mcpmx::mapping {

struct TrialService {
  ServiceFacts facts;
  boost::json::object body;
  boost::json::object volumes = {};  // declarations of the volumes that it names
};

class TrialRendering {
 public:
  // Of `surroundings` home, ids, settings and owners count; what other files use, and what .env
  // has, changes names and ports, and is left out. Both are borrowed.
  TrialRendering(const Claims& claims, const Surroundings& surroundings);

  // The services, the primary first; empty if the entry has no container.
  std::vector<TrialService> of(const Server& server) const;

 private:
  const Claims& claims_;
  Surroundings surroundings_;
};

// Equal but for values that a person has yet to fill in, which stand as nothing in one file and as
// ${NAME} in another.
bool same_text(std::string_view rendered, std::string_view given);

// The same of variables; null: the service has none of the name.
bool same_value(const std::optional<std::string>* rendered,
                const std::optional<std::string>* given);

// The same where what stands for ${NAME} may be any text: a password that was made up.
bool fits_text(std::string_view rendered, std::string_view given);

}  // namespace mcpmx::mapping
