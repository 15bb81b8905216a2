#include "compose/state_key.h"

#include <cstring>

#include "support/file.h"
#include "support/sha256.h"

namespace mcpmx::compose {

namespace {

constexpr std::size_t kKeyBytes = 32;

// nullopt where there is no key yet. An empty file is one that a power cut came ahead of: it is
// made again.
Result<std::optional<std::string>> read_key(const std::string& path) {
  MCPMX_TRY(bytes, read_file_if_present(path));
  if (bytes && !bytes->empty() && bytes->size() != kKeyBytes) {
    return failed(path + " is not a key of mcpmx: it has " + std::to_string(bytes->size()) +
                      " bytes, not " + std::to_string(kKeyBytes),
                  path,
                  "rm '" + path + "' (a new one is made; .env values of ours look edited once)");
  }
  return bytes;
}

}  // namespace

std::string state_folder(const Environment& environment) {
  return environment.base_directory("XDG_STATE_HOME", ".local/state") + "/mcpmx";
}

Result<std::optional<StateKey>> StateKey::load(const Environment& environment) {
  MCPMX_TRY(present, read_key(state_folder(environment) + "/key"));
  if (!present || present->empty()) return std::optional<StateKey>();
  return std::optional<StateKey>(StateKey(std::move(*present)));
}

Result<StateKey> StateKey::load_or_prepare(Filesystem& filesystem, const Environment& environment) {
  const std::string path = state_folder(environment) + "/key";
  MCPMX_TRY(present, read_key(path));
  if (present && !present->empty()) return StateKey(std::move(*present));
  StateKey key(std::string(kKeyBytes, '\0'));
  if (const int failure = filesystem.random(key.bytes_.data(), kKeyBytes); failure < 0) {
    const char* reason = strerrordesc_np(-failure);
    return failed("no random numbers for a new key: " + std::string(reason ? reason : "unknown"),
                  path, "check that the kernel offers getrandom()");
  }
  key.new_path_ = path;
  key.fills_empty_ = present.has_value();
  return key;
}

std::optional<PendingFile> StateKey::unwritten() const {
  if (new_path_.empty()) return std::nullopt;
  PendingFile file{.path = new_path_,
                   .content = bytes_,
                   .mode = 0600,
                   .only_new = !fills_empty_,
                   .durable = false};
  if (fills_empty_) file.expected = "";
  return file;
}

std::string StateKey::hash(std::string_view name, std::string_view value) const {
  // No name has a NUL, so the two cannot run into one another.
  std::string message(name);
  message += '\0';
  message += value;
  return "hmac-sha256:" + hmac_sha256_hex(bytes_, message);
}

// hash() always has a NUL in what it hashes, and no label has one: the two never meet.
std::string StateKey::derived(std::string_view label) const {
  return hmac_sha256(bytes_, std::string(label).append("\x01"));
}

}  // namespace mcpmx::compose
