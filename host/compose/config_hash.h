// The hash by which docker compose knows whether a container is still what its service says: its
// label com.docker.compose.config-hash. A container with the right one is Compose's own, and `up`
// leaves it alone.
//
//   canonical service ──▶ JSON as Go prints compose-go's ServiceConfig ──▶ SHA-256, hexadecimal
//
// After docker compose's pkg/compose/hash.go and compose-go's types. Pure; any thread; linear.
#pragma once

#include <string>
#include <string_view>

#include "compose/value.h"
#include "support/result.h"

namespace mcpmx::compose {

// What releases of docker compose hash, and how they print it.
struct HashForm {
  bool depends_on = false;  // to 2.29.2
  bool profiles = false;    // to 2.30.1
  // From 5.0: binds and file modes read otherwise, and env files count beside what they say, which
  // containers of 2.26 have alone.
  bool is_v5 = false;
  bool operator==(const HashForm&) const = default;
};

// Of a version as its label has it, "2.26.1" or "5.5.0", from 2.24 on. What is no version counts as
// the newest.
HashForm hash_form_of(std::string_view version);

// Of a service in canonical form with the defaults that Compose adds, as read_project() gives it.
// Error: it has a key whose place among the others is not known, which the error names.
Result<std::string> config_hash(const Value& service, const HashForm& form);
// What is hashed; for tests.
Result<std::string> hashed_text(const Value& service, const HashForm& form);

}  // namespace mcpmx::compose
