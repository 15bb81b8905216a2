// The small parts that the JSON documents of several commands share: how an absent text, a list of
// texts, an error and the findings of a file look.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::cli {

boost::json::value text_or_null(const std::string& text);  // null for an empty one
boost::json::array texts_json(const std::vector<std::string>& texts);
boost::json::object error_json(const Error& error);    // message, where, hint
boost::json::object failure_json(const Error& error);  // the same behind its exit code
boost::json::array findings_json(const std::vector<Diagnostic>& findings);

}  // namespace mcpmx::cli
