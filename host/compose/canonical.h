// Brings the values of one file to Compose's canonical form, by the table in syntax.h: short forms
// to long ones, lists to maps, text to numbers, sizes and durations, relative paths to absolute.
// Before files are merged: docker compose does it after, to the same end, because entries are told
// apart by the same parts of them in either form. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "compose/covered.h"
#include "compose/syntax.h"
#include "compose/value.h"
#include "document/document.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::compose {

struct CanonicalOptions {
  const document::Document& document;  // for "file:line"
  std::string directory;               // absolute: what relative paths are meant from
  std::string home;                    // for ~; empty: it stays
};

// Errors name the path of keys and the place: a list where a map is meant, a port or a mount that
// is none, text where a number is meant. A key that the table does not know is a finding, for newer
// versions of Compose may. Of entries that are the same one the last stays; the others go to
// `covered`.
Result<void> canonicalise(Value& root, const CanonicalOptions& options,
                          std::vector<Diagnostic>& findings, Covered& covered);

// Absolute and normal; ~ is the home, and what is absolute stays.
std::string absolute_path(std::string_view path, const CanonicalOptions& options);

}  // namespace mcpmx::compose
