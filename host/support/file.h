// Reads whole regular files. Nothing here blocks: a FIFO, a device or a socket is refused, not
// opened for as long as its other end likes. Functions may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "support/result.h"

namespace mcpmx {

inline constexpr std::size_t kFileLimit = std::size_t{64}
                                          << 20;  // bytes; no file of ours is larger

struct FileStamp {
  std::uint64_t size = 0;     // bytes
  std::int64_t modified = 0;  // nanoseconds since 1970
};

// The file's bytes. Symbolic links are followed. An error says which of these it is: missing, not
// readable, a folder, not a regular file, more than `limit` bytes. The string keeps 64 bytes of
// spare capacity, which the JSON reader needs behind the text.
Result<std::string> read_file(const std::string& path, std::size_t limit = kFileLimit);

// The same; nullopt where nothing has that name (a link to nothing is an error: somebody meant it).
Result<std::optional<std::string>> read_file_if_present(const std::string& path,
                                                        std::size_t limit = kFileLimit);

struct StampedText {
  std::string text;
  FileStamp stamp;
};

// The same with the stamp that it had when it was read. `is_regular`: so the listing of its folder
// said, so it is not looked at before it is opened.
Result<StampedText> read_stamped_file(const std::string& path, bool is_regular,
                                      std::size_t limit = kFileLimit);

// Symbolic links are followed. nullopt: there is no such file, or it cannot be asked.
std::optional<FileStamp> stamp_of(const std::string& path);

}  // namespace mcpmx
