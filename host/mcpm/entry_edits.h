// The difference between an entry of servers.json and what it is to be, as edits of its document.
// Private to mcpm/edit.cpp.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "document/edit.h"
#include "document/element.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mcpm {

// Appends the edits that make `entry`, which reads as `now`, read as `wanted`. Error: a value that
// MCPM or the server would not get as it is meant; its place is the entry's.
Result<void> append_entry_edits(const document::Element& entry, const Server& now,
                                const Server& wanted, std::vector<document::Edit>& edits);

// A new entry, with the fields that MCPM writes, in its order. `where` is for errors.
Result<boost::json::object> new_entry(const Server& wanted, const std::string& where);

}  // namespace mcpmx::mcpm
