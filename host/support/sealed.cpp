#include "support/sealed.h"

// The cipher's own functions, not EVP, for the reason that sha256.cpp gives.
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/aes.h>
#include <openssl/crypto.h>
#include <openssl/modes.h>

#include <array>
#include <memory>

namespace mcpmx {
namespace {

constexpr std::size_t kTagBytes = 16;

const unsigned char* bytes_of(std::string_view text) {
  // Bytes are bytes to a cipher; reading characters as unsigned ones is always allowed.
  return reinterpret_cast<const unsigned char*>(text.data());
}

void encrypt_block(const unsigned char* in, unsigned char* out, const void* key) {
  AES_encrypt(in, out, static_cast<const AES_KEY*>(key));
}

struct FreeContext {
  void operator()(GCM128_CONTEXT* context) const { CRYPTO_gcm128_release(context); }
};

// One text under one nonce.
class Gcm {
 public:
  Gcm(std::string_view key, std::string_view nonce, std::string_view context) {
    AES_set_encrypt_key(bytes_of(key), static_cast<int>(kSealKeyBytes * 8), &key_);
    context_.reset(CRYPTO_gcm128_new(&key_, &encrypt_block));
    CRYPTO_gcm128_setiv(context_.get(), bytes_of(nonce), nonce.size());
    CRYPTO_gcm128_aad(context_.get(), bytes_of(context), context.size());
  }
  ~Gcm() { OPENSSL_cleanse(&key_, sizeof key_); }
  Gcm(const Gcm&) = delete;
  Gcm& operator=(const Gcm&) = delete;

  void encrypt(std::string_view in, char* out) {
    CRYPTO_gcm128_encrypt(context_.get(), bytes_of(in), reinterpret_cast<unsigned char*>(out),
                          in.size());
  }
  void decrypt(std::string_view in, char* out) {
    CRYPTO_gcm128_decrypt(context_.get(), bytes_of(in), reinterpret_cast<unsigned char*>(out),
                          in.size());
  }
  std::array<unsigned char, kTagBytes> tag() {
    std::array<unsigned char, kTagBytes> tag{};
    CRYPTO_gcm128_tag(context_.get(), tag.data(), tag.size());
    return tag;
  }
  bool has_tag(std::string_view tag) {
    return CRYPTO_gcm128_finish(context_.get(), bytes_of(tag), tag.size()) == 0;
  }

 private:
  AES_KEY key_{};
  std::unique_ptr<GCM128_CONTEXT, FreeContext> context_;
};

}  // namespace

std::string seal(std::string_view key, std::string_view nonce, std::string_view context,
                 std::string_view bytes) {
  Gcm gcm(key, nonce, context);
  std::string sealed(nonce);
  sealed.reserve(nonce.size() + bytes.size() + kTagBytes);
  sealed.resize(nonce.size() + bytes.size());
  gcm.encrypt(bytes, sealed.data() + nonce.size());
  for (const unsigned char byte : gcm.tag()) sealed += static_cast<char>(byte);
  return sealed;
}

std::optional<std::string> open_sealed(std::string_view key, std::string_view context,
                                       std::string_view sealed) {
  if (sealed.size() < kSealNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kSealNonceBytes);
  const std::string_view tag = sealed.substr(sealed.size() - kTagBytes);
  sealed = sealed.substr(kSealNonceBytes, sealed.size() - kSealNonceBytes - kTagBytes);
  Gcm gcm(key, nonce, context);
  std::string bytes(sealed.size(), '\0');
  gcm.decrypt(sealed, bytes.data());
  if (!gcm.has_tag(tag)) return std::nullopt;
  return bytes;
}

}  // namespace mcpmx
