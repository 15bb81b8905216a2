#include "mapping/mapping_folders.h"

#include <algorithm>
#include <filesystem>

#include "mapping/yaml_mapping.h"
#include "support/file.h"

namespace mcpmx::mapping {

Result<MappingSet> load_mappings(const std::vector<MappingFolder>& folders,
                                 const Relevance* relevance) {
  MappingSet set;
  for (const MappingFolder& folder : folders) {
    std::error_code error;
    std::vector<std::string> files;
    for (std::filesystem::directory_iterator it(folder.path, error), end; !error && it != end;
         it.increment(error)) {
      if (it->path().extension() == ".yaml" || it->path().extension() == ".yml")
        files.push_back(it->path().string());
    }
    if (error && folder.must_exist) {
      return Error{ErrorCode::kUsage, "cannot read the mapping folder: " + error.message(),
                   folder.path, "check the path after --mapping-dir"};
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      auto text = read_file(file, kMaxMappingBytes);
      if (!text) {
        set.refused.push_back(text.error());
        continue;
      }
      if (folder.skippable && relevance != nullptr && !relevance->may_concern(*text)) continue;
      LoadedMapping loaded = parse_mapping(std::move(*text), file, folder.rank);
      if (loaded.mapper != nullptr) {
        set.mappers.push_back(std::move(loaded.mapper));
      } else {
        set.refused.push_back(std::move(loaded.errors.front()));
      }
    }
  }
  return set;
}

}  // namespace mcpmx::mapping
