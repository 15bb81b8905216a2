#include "mapping/mapping_folders.h"

#include <algorithm>
#include <filesystem>

#include "mapping/yaml_mapping.h"
#include "support/file.h"

namespace mcpmx::mapping {
namespace {

Result<StampedText> read(const std::filesystem::directory_entry& entry) {
  std::error_code error;  // ignored: both answers come from the listing
  const bool is_regular = !entry.is_symlink(error) && entry.is_regular_file(error);
  return read_stamped_file(entry.path().string(), is_regular, kMaxMappingBytes);
}

}  // namespace

Result<MappingSet> load_mappings(const std::vector<MappingFolder>& folders,
                                 const Relevance* relevance) {
  MappingSet set;
  for (const MappingFolder& folder : folders) {
    std::error_code error;
    std::vector<std::filesystem::directory_entry> files;
    for (std::filesystem::directory_iterator it(folder.path, error), end; !error && it != end;
         it.increment(error)) {
      if (it->path().extension() == ".yaml" || it->path().extension() == ".yml")
        files.push_back(*it);
    }
    if (error && folder.must_exist) {
      return Error{ErrorCode::kUsage, "cannot read the mapping folder: " + error.message(),
                   folder.path, "check the path after --mapping-dir"};
    }
    std::sort(files.begin(), files.end());
    for (const std::filesystem::directory_entry& entry : files) {
      auto file = read(entry);
      if (!file) {
        set.refused.push_back(file.error());
        continue;
      }
      const std::string path = entry.path().string();
      set.stamps.emplace(path, file->stamp);
      const std::string& text = file->text;
      if (folder.skippable && relevance != nullptr && !relevance->may_concern(text)) continue;
      LoadedMapping loaded = parse_mapping(text, path, folder.rank);
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
