// The way back of YAML mappings: whether a service is what one kind of a mapping would write out by
// itself, and with which arguments.
//
// A kind that starts from the runners leaves its command line to them, and so their recover says
// what it is. One with an image and a command of its own is told by these. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "model/mapper.h"

namespace mcpmx::mapping {

// The service among the input's that speaks MCP: the one with the key that mappings give, or the
// first that nobody generated; null if there is none.
const RecoverInput::Service* primary_service(const RecoverInput& input);

// One kind of a mapping: what its package is called, and the service of its intent.
struct OwnService {
  Kind kind = Kind::kNpm;
  std::string package;
  boost::json::object intended;
};

// The document mcpmx.recover/1: the first kind of whose form `service` is, else the runners' word.
// Which package of several it was, a service of such a form does not say, nor its version.
std::string recovered_of(const std::vector<OwnService>& kinds,
                         const RecoverInput::Service& service);

}  // namespace mcpmx::mapping
