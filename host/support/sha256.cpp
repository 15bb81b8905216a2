#include "support/sha256.h"

// The block functions themselves, which OpenSSL 3 would like to be called through EVP: that way a
// process first reads openssl.cnf, loads the texts of all errors and looks for a provider, which
// took longer than all else that a small run does. The numbers are the same either way.
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "support/text.h"

namespace mcpmx {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;
using Block = std::array<unsigned char, SHA256_CBLOCK>;

class Sha256 {
 public:
  Sha256() { SHA256_Init(&state_); }
  ~Sha256() { OPENSSL_cleanse(&state_, sizeof state_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(const void* bytes, std::size_t size) {
    SHA256_Update(&state_, bytes, size);
    return *this;
  }
  Digest digest() {
    Digest result{};
    SHA256_Final(result.data(), &state_);
    return result;
  }

 private:
  SHA256_CTX state_{};
};

Digest digest_of(std::string_view bytes) {
  return Sha256().add(bytes.data(), bytes.size()).digest();
}

// RFC 2104: the key, filled up with zeros, exclusive-or `pad` in each byte.
class PaddedKey {
 public:
  PaddedKey(std::string_view key, unsigned char pad) {
    if (key.size() > block_.size()) {
      const Digest digest = digest_of(key);
      std::copy(digest.begin(), digest.end(), block_.begin());
    } else {
      std::copy(key.begin(), key.end(), block_.begin());
    }
    for (unsigned char& byte : block_) byte = static_cast<unsigned char>(byte ^ pad);
  }
  ~PaddedKey() { OPENSSL_cleanse(block_.data(), block_.size()); }
  PaddedKey(const PaddedKey&) = delete;
  PaddedKey& operator=(const PaddedKey&) = delete;

  const Block& block() const { return block_; }

 private:
  Block block_{};
};

// The bytes are only looked at as characters, which any object allows.
std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest hmac_of(std::string_view key, std::string_view bytes) {
  const PaddedKey inner(key, 0x36);
  const PaddedKey outer(key, 0x5c);
  const Digest digest = Sha256()
                            .add(inner.block().data(), inner.block().size())
                            .add(bytes.data(), bytes.size())
                            .digest();
  return Sha256()
      .add(outer.block().data(), outer.block().size())
      .add(digest.data(), digest.size())
      .digest();
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return to_hex(bytes_of(digest_of(bytes))); }

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  return to_hex(hmac_sha256(key, bytes));
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  return std::string(bytes_of(hmac_of(key, bytes)));
}

}  // namespace mcpmx
