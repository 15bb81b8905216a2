// Reads a text into a Document. The two parsers are hidden behind this header: simdjson in
// json_reader.cpp, yaml-cpp in yaml_reader.cpp. Errors carry "file:line:column" and never a value
// of the text. Functions may be called from any thread; hostile texts cost time linear in their
// size.
#pragma once

#include <cstddef>
#include <string>

#include "document/document.h"
#include "support/result.h"

namespace mcpmx::document {

struct Limits {
  std::size_t bytes = std::size_t{64} << 20;
  std::size_t depth = 200;  // lists and maps inside one another, aliases followed
  // Nodes that a walk meets below aliases, all in all; Compose stops at 100,000 as well. A walk of
  // an accepted document is therefore bounded by its own nodes plus this.
  std::size_t alias_visits = 100'000;
};

// yaml-cpp reads about 8 MB a second, so that a larger default would look like a hang.
inline constexpr Limits kYamlLimits = {.bytes = std::size_t{16} << 20};

// RFC 8259, the whole text. A byte order mark is accepted. Keys that stand twice are in
// Document::duplicates(). `file` is for messages only.
Result<Document> read_json(std::string text, std::string file, const Limits& limits = {});

// The same with comments and a comma ahead of a closing bracket, which the settings of editors
// have. Not for files that other programs read as JSON.
Result<Document> read_jsonc(std::string text, std::string file, const Limits& limits = {});

// Exactly one YAML document. Duplicate keys, keys that are no scalars, merge keys without a map,
// aliases to an enclosing node and alias bombs are errors.
Result<Document> read_yaml(std::string text, std::string file, const Limits& limits = kYamlLimits);

}  // namespace mcpmx::document
