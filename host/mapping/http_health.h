// The health check of a server that speaks HTTP: whoever gives an answer below 500 is up, because
// the endpoint of MCP answers a plain GET with 4xx. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

namespace mcpmx::mapping {

// `body`: the service, its command filled in. The check runs inside the container, so it needs a
// program that is there: the interpreter that the command names, else the first of those that
// images have. An image with none of them, and without a shell, needs a check of its own.
boost::json::object http_healthcheck(const boost::json::object& body, int port,
                                     std::string_view path);

}  // namespace mcpmx::mapping
