// The mappings of all folders that are searched: --mapping-dir, the user's, the bundled ones.
//
// A file that does not load takes nothing away from the others. Any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mapping/relevance.h"
#include "model/mapper.h"
#include "support/file.h"
#include "support/result.h"

namespace mcpmx::mapping {

// A folder to look for mappings in. One the user named must exist; the others may be absent.
struct MappingFolder {
  std::string path;
  int rank = 0;  // Precedence::rank of what it holds
  bool must_exist = false;
  bool skippable = false;  // files that do not concern the servers at hand may be left unread
};

// What a search found: every *.yaml of every folder, by folder and then by name.
struct MappingSet {
  std::vector<std::unique_ptr<Mapper>> mappers;
  std::vector<Error> refused;               // files that do not load; the others are used
  std::map<std::string, FileStamp> stamps;  // of the files as they were read, by path
};

// `relevance`: null to read everything. Only skippable folders are thinned out: a file of the
// user's may shadow a bundled one by its id alone.
Result<MappingSet> load_mappings(const std::vector<MappingFolder>& folders,
                                 const Relevance* relevance);

}  // namespace mcpmx::mapping
