// A server mapping that needs no code: one YAML file (mappings/schema.json), read as a Mapper.
//
// Reading checks everything that a render could stumble over, so that a mapping that loads also
// renders. Mappings are immutable after loading and may be used from any thread.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "model/mapper.h"
#include "support/result.h"

namespace mcpmx::mapping {

inline constexpr std::size_t kMaxMappingBytes = std::size_t{1} << 20;

// A mapper, or every reason why there is none: never both, never neither. Errors carry
// file:line:column.
struct LoadedMapping {
  std::unique_ptr<Mapper> mapper;
  std::vector<Error> errors;
};

// `rank`: the position of the file's folder in the search order.
LoadedMapping load_mapping(const std::string& file, int rank);
LoadedMapping parse_mapping(std::string text, const std::string& file, int rank);

// What a mapping file says, for people and programs that want to see it; empty where it does not
// load.
boost::json::object mapping_content(const std::string& file);

}  // namespace mcpmx::mapping
