// The walk behind canonicalise(): one function a shape. Private to canonical.cpp, which has the
// walk, and canonical_forms.cpp, which has the short forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compose/canonical.h"

namespace mcpmx::compose {

class Canonical {
 public:
  Canonical(const CanonicalOptions& options, std::vector<Diagnostic>& findings, Covered& covered)
      : options_(options), findings_(findings), covered_(covered) {}

  Result<void> visit(Value& value, const Syntax& syntax);

 private:
  Error wrong(const Value& value, const std::string& what) const;
  Result<void> visit_scalar(Value& value, Shape shape);
  Result<void> visit_object(Value& value, const Syntax& syntax);
  Result<void> visit_map_of(Value& value, const Syntax& syntax);
  Result<void> visit_list_of(Value& value, const Syntax& syntax);

  // A string alone where a list of them is meant.
  Result<void> one_as_list(Value& value);
  // "x" becomes {key: "x"}.
  static void wrap(Value& value, std::string_view key);
  Result<void> visit_strings(Value& value, const Syntax& syntax);
  Result<void> visit_mapping(Value& value, const Syntax& syntax);
  Result<void> visit_words(Value& value);
  Result<void> visit_test(Value& value);
  Result<void> visit_hosts(Value& value);
  Result<void> visit_ports(Value& value, const Syntax& syntax);
  Result<void> visit_mounts(Value& value, const Syntax& syntax);
  Result<void> visit_devices(Value& value, const Syntax& syntax);
  Result<void> visit_gpus(Value& value, const Syntax& syntax);
  // A list of names becomes a map, with what Compose means by a name alone.
  static void names_as_map(Value& value, Shape shape);
  Result<void> visit_env_files(Value& value, const Syntax& syntax);

  const CanonicalOptions& options_;
  std::vector<Diagnostic>& findings_;
  Covered& covered_;
  std::vector<std::string_view> path_;  // keys down to the value, for messages
};

}  // namespace mcpmx::compose
