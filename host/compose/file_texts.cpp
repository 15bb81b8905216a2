#include "compose/file_texts.h"

#include <filesystem>

#include "support/file.h"

namespace mcpmx::compose {

Result<std::optional<std::string>> read_text_if_present(const FileTexts& texts,
                                                        const std::string& path) {
  const auto given = texts.find(path);
  if (given != texts.end()) return std::optional<std::string>(given->second);
  return read_file_if_present(path);
}

Result<std::string> read_text(const FileTexts& texts, const std::string& path) {
  const auto given = texts.find(path);
  if (given != texts.end()) return given->second;
  return read_file(path);
}

bool has_text(const FileTexts& texts, const std::string& path) {
  std::error_code ignored;  // what cannot be looked at is read, and the error then says why
  return texts.contains(path) || std::filesystem::exists(path, ignored);
}

}  // namespace mcpmx::compose
