// A sync as JSON, for programs: the same facts as sync_text.h. Member names are a contract (golden
// files); a secret stands as "(secret)". Pure.
#pragma once

#include <boost/json/object.hpp>

#include "app/sync.h"

namespace mcpmx::cli {

boost::json::object synced_json(const app::Synced& result);
// What a run that goes one way left undone, and what it left in the file.
boost::json::object one_way_json(const app::Synced& result);

}  // namespace mcpmx::cli
