// SHA-256 and HMAC-SHA-256 as lower-case hexadecimal text (64 digits). OpenSSL is called in
// sha256.cpp and sealed.cpp alone. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace mcpmx {

std::string sha256_hex(std::string_view bytes);

// RFC 2104; a key of any length. Tells whether two values are equal without keeping either.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

// The same as 32 bytes, to be a key itself.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace mcpmx
