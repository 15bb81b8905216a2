#include "support/journal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "support/file.h"
#include "support/sha256.h"
#include "support/stale_temps.h"
#include "support/text.h"
#include "support/write_error.h"

namespace mcpmx {
namespace {

constexpr std::string_view kTitle = "mcpmx.journal/1";
constexpr std::string_view kNoFile = "-";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kLimit = std::size_t{16} << 20;  // bytes; a line has a few hundred

// A path may hold a blank or a line end; a word of the journal holds neither.
std::string escaped(std::string_view path) {
  std::string word;
  word.reserve(path.size());
  for (const char c : path) {
    if (c == '%' || static_cast<unsigned char>(c) <= ' ') {
      word.append("%").append(to_hex({&c, 1}));
    } else {
      word += c;
    }
  }
  return word;
}

std::optional<std::string> unescaped(std::string_view word) {
  std::string path;
  path.reserve(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '%') {
      path += word[i];
      continue;
    }
    if (i + 2 >= word.size()) return std::nullopt;
    const auto high = kHexDigits.find(word[i + 1]);
    const auto low = kHexDigits.find(word[i + 2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

std::string_view next_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::optional<std::string> hash_of(std::string_view word) {
  if (word == kNoFile) return std::string();
  if (word.size() != 64 || word.find_first_not_of(kHexDigits) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(word);
}

// Only files that we would have named so are ever touched, whatever stands in the file.
std::optional<JournalEntry> entry_of(std::string_view line) {
  const auto old_hash = hash_of(next_word(line));
  const auto new_hash = hash_of(next_word(line));
  const std::string_view temp = next_word(line);
  auto target = unescaped(next_word(line));
  if (!old_hash || !new_hash || !target || !line.empty()) return std::nullopt;
  if (!is_temp_name(temp) || !target->starts_with('/')) return std::nullopt;
  JournalEntry entry;
  entry.temp = folder_of(*target);
  entry.temp.append("/").append(temp);
  entry.target = std::move(*target);
  entry.old_hash = *old_hash;
  entry.new_hash = *new_hash;
  return entry;
}

}  // namespace

std::string journal_text(const Journal& journal) {
  std::string text(kTitle);
  text += '\n';
  for (const std::string& folder : journal.locked) {
    text.append("lock ").append(escaped(folder)).append("\n");
  }
  const auto hash_word = [](const std::string& hash) {
    return hash.empty() ? kNoFile : std::string_view(hash);
  };
  for (const JournalEntry& entry : journal.entries) {
    text.append("file ").append(hash_word(entry.old_hash));
    text.append(" ").append(hash_word(entry.new_hash));
    text.append(" ").append(entry.temp, entry.temp.rfind('/') + 1);
    text.append(" ").append(escaped(entry.target)).append("\n");
  }
  const std::string checksum = sha256_hex(text);
  return text.append("end ").append(checksum).append("\n");
}

Journal parse_journal(std::string_view text) {
  Journal journal;
  journal.is_complete = false;
  std::size_t at = 0;
  for (bool is_first = true; at < text.size(); is_first = false) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    std::string_view line = text.substr(at, end - at);
    if (is_first) {
      if (line != kTitle) break;
    } else {
      const std::string_view kind = next_word(line);
      if (kind == "lock") {
        auto folder = unescaped(line);
        if (!folder) break;
        journal.locked.push_back(std::move(*folder));
      } else if (kind == "file") {
        auto entry = entry_of(line);
        if (!entry) break;
        journal.entries.push_back(std::move(*entry));
      } else {
        journal.is_complete = kind == "end" && line == sha256_hex(text.substr(0, at));
        break;
      }
    }
    at = end + 1;
  }
  return journal;
}

Result<std::optional<Journal>> read_journal(const std::string& path) {
  MCPMX_TRY(text, read_file_if_present(path, kLimit));
  if (!text) return std::optional<Journal>();
  return std::optional<Journal>(parse_journal(*text));
}

}  // namespace mcpmx
