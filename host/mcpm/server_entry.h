// One server entry, held against the rules by which MCPM's schema accepts it. Pure; findings aside.
#pragma once

#include <optional>

#include "document/element.h"
#include "mcpm/findings.h"
#include "mcpm/library.h"
#include "model/server.h"

namespace mcpmx::mcpm {

struct EntryAnswer {
  std::optional<Server> server;  // set if MCPM accepts the entry
  InvalidEntry invalid;          // set otherwise
};

// `name` is what MCPM calls it (the key in v2, the field in v1); `place` is where it begins for
// people. Reports unknown fields, fields of another variant, and what MCPM would read otherwise
// than it looks.
EntryAnswer read_entry(const std::string& name, const Location& place,
                       const document::Element& entry, Findings& findings);

}  // namespace mcpmx::mcpm
