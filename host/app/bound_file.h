// What a profile's binding says where the command line says nothing: its Compose file, and who
// decides conflicts.
#pragma once

#include <optional>
#include <string>

#include "app/session.h"
#include "support/result.h"

namespace mcpmx::app {

struct Bound {
  std::string file;      // the given one, the profile's, or docker-compose.yml
  std::string strategy;  // that a person chose for the profile; empty: none
  bool auto_deploy = false;
  bool is_usual = true;  // the file is the one that counts without -f
};

// `given`: after -f. Errors: the binding's file cannot be read.
Result<Bound> bound_to(const Session& session, const std::string& profile,
                       const std::optional<std::string>& given);

}  // namespace mcpmx::app
