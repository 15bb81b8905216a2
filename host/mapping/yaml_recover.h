// The way back of YAML mappings: whether a service is what one kind of a mapping would write out by
// itself, and with which arguments.
//
// A kind that starts from the runners leaves its command line to them, and so their recover says
// what it is. One with an image and a command of its own is told by these. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/mapper.h"

namespace mcpmx::mapping {

// The service among the input's that speaks MCP: the one with the key that mappings give, or the
// first that nobody generated; null if there is none.
const RecoverInput::Service* primary_service(const RecoverInput& input);

// `intended`: the service of the kind's intent. The arguments of the server, if `service` is of its
// image, has what it sets, and a command of its form; nullopt otherwise.
std::optional<std::vector<std::string>> arguments_of(const boost::json::object& intended,
                                                     const RecoverInput::Service& service);

}  // namespace mcpmx::mapping
