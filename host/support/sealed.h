// Bytes that only who has the key can read, and nobody can change unseen: AES-256-GCM. For what our
// state has to keep of files with secrets. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mcpmx {

inline constexpr std::size_t kSealKeyBytes = 32;
inline constexpr std::size_t kSealNonceBytes = 12;

// Nonce, ciphertext (as long as `bytes`), tag of 16 bytes. `key` and `nonce` have the lengths
// above; the nonce is random, as no two texts may be sealed with one under the same key. `context`
// is not in the result: who opens it has to say the same. NIST SP 800-38D.
std::string seal(std::string_view key, std::string_view nonce, std::string_view context,
                 std::string_view bytes);

// Nullopt: not sealed with this key and context, or changed since.
std::optional<std::string> open_sealed(std::string_view key, std::string_view context,
                                       std::string_view sealed);

}  // namespace mcpmx
