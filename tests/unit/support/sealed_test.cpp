#include "support/sealed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "support/text.h"

namespace mcpmx {
namespace {

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

struct VectorRow {
  const char* name;
  std::string key;
  std::string nonce;
  std::string context;
  std::string plain;
  std::string sealed;  // ciphertext and tag
};

class Vectors : public testing::TestWithParam<VectorRow> {};

TEST_P(Vectors, AreThoseOfTheStandard) {
  const VectorRow& row = GetParam();
  const std::string key = from_hex(row.key);
  const std::string context = from_hex(row.context);
  const std::string sealed = seal(key, from_hex(row.nonce), context, from_hex(row.plain));
  EXPECT_EQ(to_hex(sealed), row.nonce + row.sealed);
  const auto opened = open_sealed(key, context, sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_hex(*opened), row.plain);
}

// Test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), the AES-256 ones.
const std::string kZeros = std::string(64, '0');
const std::string kKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const std::string kNonce = "cafebabefacedbaddecaf888";
const std::string kPlain =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
const std::string kCipher =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";

INSTANTIATE_TEST_SUITE_P(
    Rows, Vectors,
    testing::Values(VectorRow{"case13", kZeros, "000000000000000000000000", "", "",
                              "530f8afbc74536b9a963b4f1c4cb738b"},
                    VectorRow{"case14", kZeros, "000000000000000000000000", "",
                              "00000000000000000000000000000000",
                              "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
                    VectorRow{"case15", kKey, kNonce, "", kPlain + "1aafd255",
                              kCipher + "898015adb094dac5d93471bdec1a502270e3cc6c"},
                    VectorRow{"case16", kKey, kNonce, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                              kPlain, kCipher + "76fc6ece0f4e1768cddf8853bb2d551b"}),
    [](const auto& row) { return std::string(row.param.name); });

RC_GTEST_PROP(Sealed, OpensOnlyAsItWasSealed,
              (const std::string& bytes, const std::string& context)) {
  const std::string key(kSealKeyBytes, 'k');
  const std::string sealed = seal(key, std::string(kSealNonceBytes, 'n'), context, bytes);
  RC_ASSERT(open_sealed(key, context, sealed) == bytes);
  RC_ASSERT(!open_sealed(key, context + "x", sealed));
  RC_ASSERT(!open_sealed(std::string(kSealKeyBytes, 'K'), context, sealed));
  std::string changed = sealed;
  const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
  changed[at] = static_cast<char>(changed[at] ^ 1);
  RC_ASSERT(!open_sealed(key, context, changed));
  RC_ASSERT(!open_sealed(key, context, sealed.substr(0, at)));
}

}  // namespace
}  // namespace mcpmx
