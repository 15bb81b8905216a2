#include "support/sha256.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <limits>

#include "support/text.h"

namespace mcpmx {

namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hex_of(const Digest& digest, unsigned size) {
  // The bytes are only looked at as characters, which any object allows.
  return to_hex({reinterpret_cast<const char*>(digest.data()), size});
}

Error no_sha256() {
  return failed("OpenSSL cannot compute SHA-256: no provider offers it", "libcrypto",
                "openssl list -digest-algorithms");
}

}  // namespace

Result<std::string> sha256_hex(std::string_view bytes) {
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    return no_sha256();
  }
  return hex_of(digest, size);
}

Result<std::string> hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  Digest digest{};
  unsigned size = 0;
  if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return no_sha256();
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  // HMAC() takes a null key for "the key of last time": an empty view may carry a null pointer.
  const char* key_data = key.empty() ? "" : key.data();
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), data, bytes.size(), digest.data(),
           &size) == nullptr) {
    return no_sha256();
  }
  return hex_of(digest, size);
}

}  // namespace mcpmx
