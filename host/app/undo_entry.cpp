#include "app/undo_entry.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "support/file.h"
#include "support/sealed.h"
#include "support/sha256.h"

namespace mcpmx::app {
namespace {

constexpr std::string_view kTitle = "mcpmx.undo/1\n";  // readable; the rest is sealed
constexpr std::string_view kKeyLabel = "mcpmx undo";
constexpr std::size_t kNumberBytes = 8;

// Numbers and texts one after the other, each text behind its length: contents are any bytes, and
// no JSON could hold them.
class Packer {
 public:
  void number(std::size_t value) {
    for (std::size_t i = 0; i < kNumberBytes; ++i) {
      bytes_ += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
  }
  void text(std::string_view text) {
    number(text.size());
    bytes_.append(text);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  std::size_t number() {
    if (rest_.size() < kNumberBytes) return fail();
    std::uint64_t value = 0;
    for (std::size_t i = kNumberBytes; i-- > 0;) {
      value = value << 8U | static_cast<unsigned char>(rest_[i]);
    }
    rest_.remove_prefix(kNumberBytes);
    return static_cast<std::size_t>(value);
  }
  std::string text() {
    const std::size_t size = number();
    if (size > rest_.size()) fail();
    std::string text(rest_.substr(0, is_whole_ ? size : 0));
    rest_.remove_prefix(text.size());
    return text;
  }
  // Every item has a byte at least, so that a wrong count cannot take all memory.
  std::size_t count() {
    const std::size_t value = number();
    return value <= rest_.size() ? value : fail();
  }
  bool is_done() const { return is_whole_ && rest_.empty(); }

 private:
  std::size_t fail() {
    is_whole_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool is_whole_ = true;
};

std::string packed(const UndoEntry& entry) {
  Packer packer;
  packer.number(entry.is_of_undo ? 1 : 0);
  packer.text(entry.command);
  packer.number(entry.folders.size());
  for (const std::string& folder : entry.folders) packer.text(folder);
  packer.number(entry.files.size());
  for (const UndoFile& file : entry.files) {
    for (const std::string* text : {&file.path, &file.old_hash, &file.new_hash, &file.middle}) {
      packer.text(*text);
    }
    for (const std::size_t number : {std::size_t{file.mode}, file.prefix, file.suffix}) {
      packer.number(number);
    }
  }
  return packer.bytes();
}

std::optional<UndoEntry> unpacked(std::string_view bytes) {
  Unpacker unpacker(bytes);
  UndoEntry entry;
  entry.is_of_undo = unpacker.number() != 0;
  entry.command = unpacker.text();
  for (std::size_t left = unpacker.count(); left > 0; --left) {
    entry.folders.push_back(unpacker.text());
  }
  for (std::size_t left = unpacker.count(); left > 0; --left) {
    UndoFile file;
    for (std::string* text : {&file.path, &file.old_hash, &file.new_hash, &file.middle}) {
      *text = unpacker.text();
    }
    file.mode = static_cast<unsigned>(unpacker.number());
    file.prefix = unpacker.number();
    file.suffix = unpacker.number();
    entry.files.push_back(std::move(file));
  }
  if (!unpacker.is_done()) return std::nullopt;
  return entry;
}

}  // namespace

UndoFile undo_file(std::string path, std::optional<std::string_view> old_content,
                   std::optional<std::string_view> new_content) {
  UndoFile file;
  file.path = std::move(path);
  if (new_content) file.new_hash = sha256_hex(*new_content);
  if (!old_content) return file;
  file.old_hash = sha256_hex(*old_content);
  const std::string_view before = *old_content;
  const std::string_view now = new_content.value_or(std::string_view());
  const std::size_t most = std::min(before.size(), now.size());
  const auto prefix_end = before.begin() + static_cast<std::ptrdiff_t>(most);
  file.prefix = static_cast<std::size_t>(
      std::mismatch(before.begin(), prefix_end, now.begin()).first - before.begin());
  const auto suffix_end = before.rbegin() + static_cast<std::ptrdiff_t>(most - file.prefix);
  file.suffix = static_cast<std::size_t>(
      std::mismatch(before.rbegin(), suffix_end, now.rbegin()).first - before.rbegin());
  file.middle = before.substr(file.prefix, before.size() - file.prefix - file.suffix);
  return file;
}

std::optional<std::string> old_content_of(const UndoFile& file, std::string_view new_content) {
  if (file.old_hash.empty()) return std::string();
  if (file.prefix > new_content.size() || file.suffix > new_content.size()) return std::nullopt;
  std::string text(new_content.substr(0, file.prefix));
  text.append(file.middle).append(new_content.substr(new_content.size() - file.suffix));
  if (sha256_hex(text) != file.old_hash) return std::nullopt;
  return text;
}

std::string undo_path(const Environment& environment) {
  return compose::state_folder(environment) + "/undo";
}

std::string sealed_undo(const UndoEntry& entry, const compose::StateKey& key,
                        std::string_view nonce) {
  return std::string(kTitle).append(seal(key.derived(kKeyLabel), nonce, kTitle, packed(entry)));
}

Result<std::optional<UndoEntry>> read_undo(const Environment& environment) {
  const std::string path = undo_path(environment);
  MCPMX_TRY(text, read_file_if_present(path));
  if (!text) return std::optional<UndoEntry>();
  MCPMX_TRY(key, compose::StateKey::load(environment));
  std::optional<UndoEntry> entry;
  if (key && text->starts_with(kTitle)) {
    const auto bytes =
        open_sealed(key->derived(kKeyLabel), kTitle, std::string_view(*text).substr(kTitle.size()));
    if (bytes) entry = unpacked(*bytes);
  }
  if (!entry) {
    return failed("what the last command changed cannot be read: it was noted under another key",
                  path, "rm '" + path + "'; the next command makes a new note");
  }
  return entry;
}

}  // namespace mcpmx::app
