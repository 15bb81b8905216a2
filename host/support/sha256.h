// SHA-256 and HMAC-SHA-256 as lower-case hexadecimal text (64 digits). OpenSSL is called in
// sha256.cpp alone. Pure; any thread. The error is OpenSSL without a working provider (a broken
// installation).
#pragma once

#include <string>
#include <string_view>

#include "support/result.h"

namespace mcpmx {

Result<std::string> sha256_hex(std::string_view bytes);

// RFC 2104; a key of any length. Tells whether two values are equal without keeping either.
Result<std::string> hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace mcpmx
