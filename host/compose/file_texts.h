// Texts that stand in for files: a Compose file that is rendered and not written yet, an edited
// one, an `.env` with new lines, go through the same reading as files of the disk. Keys are
// absolute paths without `.` and `..`. Pure but for what is not given; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "support/result.h"

namespace mcpmx::compose {

using FileTexts = std::map<std::string, std::string, std::less<>>;

// The given text; where none is given, the file's. nullopt: there is neither. Errors:
// read_file()'s.
Result<std::optional<std::string>> read_text_if_present(const FileTexts& texts,
                                                        const std::string& path);
// The same; a file that is missing is an error.
Result<std::string> read_text(const FileTexts& texts, const std::string& path);

// Whether a text is given, or something of that name is on the disk.
bool has_text(const FileTexts& texts, const std::string& path);

}  // namespace mcpmx::compose
