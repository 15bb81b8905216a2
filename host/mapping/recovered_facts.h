// The document mcpmx.recover/1 after checking: what a mapper says that services stand for.
//
// The reference is sdk/schema/recover.schema.json. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

struct RecoveredFacts {
  bool from_runner = false;  // what stands here replaces what the runners recover
  std::optional<Kind> kind;
  std::string spec;  // package and version as one text, whichever of both forms the mapper chose
  std::string entry;
  std::string module;
  std::optional<std::string> primary;  // the key of the service that speaks MCP
  std::optional<std::vector<Pair>> options;
  std::optional<std::vector<std::string>> args;
  std::vector<Pair> env;
};

// `author` names the mapper in errors; their place is a JSON pointer into the document.
Result<RecoveredFacts> parse_recovered(std::string_view json, std::string_view author);

// `over` laid on what the runners say: its fields replace theirs.
RecoveredFacts laid_over(RecoveredFacts runner, RecoveredFacts over);

}  // namespace mcpmx::mapping
