// A value of the model as JSON: for what is built of it, and for plugins. Pure; any thread.
#pragma once

#include <boost/json/fwd.hpp>

#include "compose/value.h"

namespace mcpmx::compose {

enum class EnvFileValues { kKept, kLeftOut };

// Numbers keep their value where JSON's numbers can; an infinity becomes a text. kLeftOut: without
// what came from a file of env_file or label_file.
boost::json::value json_of(const Value& value, EnvFileValues from_env_files);

}  // namespace mcpmx::compose
