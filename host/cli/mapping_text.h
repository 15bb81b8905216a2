// What a mapping file says of its servers, as `mapping show` tells it to people.
#pragma once

#include <boost/json/fwd.hpp>
#include <iosfwd>

namespace mcpmx::cli {

// `content`: of a file that loads; nothing is written of an empty one.
void write_content(std::ostream& out, const boost::json::object& content);

}  // namespace mcpmx::cli
