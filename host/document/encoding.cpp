#include "document/encoding.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "support/text.h"

namespace mcpmx::document {
namespace {

constexpr std::string_view kBom = "\xef\xbb\xbf";
// Offsets are 32 bits, and decoding may lengthen YAML's escapes (two bytes to three).
constexpr std::size_t kLargest = std::size_t{1} << 30;

bool is_utf16(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return true;
  // Without a mark: the first character of a YAML or JSON document is ASCII, so one byte of two is
  // 0.
  return text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0');
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (text.size() - i >= 8) {
      std::uint64_t block = 0;
      std::memcpy(&block, text.data() + i, 8);
      if ((block & 0x8080808080808080U) == 0) {
        i += 8;
        continue;
      }
    }
    const CodePoint next = first_code_point(text.substr(i));
    if (!next.valid) return i;
    i += next.size;
  }
  return std::nullopt;
}

std::string place_of(std::string_view text, std::size_t offset, std::string_view file) {
  offset = std::min(offset, text.size());
  const std::size_t start = text.starts_with(kBom) ? kBom.size() : 0;
  offset = std::max(offset, start);
  const std::string_view before = text.substr(start, offset - start);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto newline = before.rfind('\n');
  const auto column =
      newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return std::string(file) + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Result<bool> check_encoding(std::string_view text, std::size_t limit, std::string_view file) {
  limit = std::min(limit, kLargest);
  if (text.size() > limit) {
    return failed("the text has " + std::to_string(text.size()) +
                      " bytes, more than the limit of " + std::to_string(limit),
                  std::string(file), "check that it is the file that you meant");
  }
  if (is_utf16(text)) {
    return failed("the file is not in UTF-8 but in UTF-16 or UTF-32", std::string(file) + ":1",
                  "save it as UTF-8");
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return failed("the file has a NUL byte, so it is not a text", place_of(text, nul, file),
                  "remove the byte");
  }
  if (const auto bad = find_invalid_utf8(text)) {
    return failed("the file is not valid UTF-8", place_of(text, *bad, file), "save it as UTF-8");
  }
  return text.starts_with(kBom);
}

}  // namespace mcpmx::document
