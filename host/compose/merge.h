// Lays what a later file says over what earlier ones said, by Compose's rules (docs: facts, compose
// section 3.1; the table in syntax.h says which holds where). Values are in canonical form. Each
// keeps its origin, so that a merged service knows of every value which file says it. Pure.
#pragma once

#include <string>

#include "compose/covered.h"
#include "compose/syntax.h"
#include "compose/value.h"
#include "support/result.h"

namespace mcpmx::compose {

// `syntax` may be null: a place that the table does not know. `path` is for the error, which has no
// place yet: a map over a list, or the like. A map that stands in both and of which the first may
// not be edited takes the origin of the second: new keys go there. What is hidden by it goes to
// `covered`.
Result<void> merge(Value& base, Value&& over, const Syntax* syntax, const std::string& path,
                   Covered& covered);

// What tells an entry from the others of its list; empty for kNo.
std::string identity_of(const Value& entry, Unique unique);

// Of entries that are the same one, the last stays, at the place of the first.
void unify(Value& list, Unique unique, Covered& covered);

}  // namespace mcpmx::compose
