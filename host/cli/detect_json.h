// One detected server as JSON: the fields of the corpus (docs/detect.md), with secrets as ${NAME}.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "app/detect.h"

namespace mcpmx::cli {

boost::json::object detected_json(const app::Detected& detected);

// override, package, image, url, command or name: the class of evidence that decided.
std::string how(const app::Detected& detected);

}  // namespace mcpmx::cli
