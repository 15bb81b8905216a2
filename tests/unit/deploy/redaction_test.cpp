#include "deploy/redaction.h"

#include <gtest/gtest.h>

#include "read_text.h"

namespace mcpmx::deploy {
namespace {

TEST(Redaction, HidesWhatIsASecretByNameOrByLook) {
  const Redaction redaction = Redaction::of(read_text(R"(
name: p
services:
  a:
    image: x
    environment: {API_TOKEN: abcd1234efgh5678, LEVEL: information}
    command: [serve, --password, "hunter2hunter2", "ghp_0123456789abcdefghijklmnopqrstuvwxyz"]
)"));
  EXPECT_EQ(redaction.redacted("token abcd1234efgh5678, level information"),
            "token <secret>, level information");
  EXPECT_EQ(redaction.redacted("x=ghp_0123456789abcdefghijklmnopqrstuvwxyz."), "x=<secret>.");
  EXPECT_EQ(redaction.redacted("hunter2hunter2"), "<secret>");
  EXPECT_TRUE(redaction.has_secret("abcd1234efgh5678"));
  EXPECT_FALSE(redaction.has_secret("information"));
}

TEST(Redaction, HidesTheLongestAndNoPartOfAWord) {
  const Redaction redaction = Redaction::of(read_text(R"(
name: p
services:
  a:
    image: x
    environment:
      DATABASE_URL: postgresql://u:s3cr@db/x
      DB_PASSWORD: s3cr
)"));
  EXPECT_EQ(redaction.redacted("at postgresql://u:s3cr@db/x s3cr s3crets"),
            redaction.redacted("at postgresql://u:s3cr@db/x") + " <secret> s3crets");
  EXPECT_EQ(redaction.redacted("at postgresql://u:s3cr@db/x").find("s3cr"), std::string::npos);
}

TEST(Redaction, HidesSecretsOfTheProject) {
  const Redaction redaction = Redaction::of(read_text(R"(
name: p
services:
  a: {image: x, secrets: [one]}
secrets: {one: {environment: FROM_HERE}}
)",
                                                      {{"FROM_HERE", "value-of-one"}}));
  EXPECT_EQ(redaction.redacted("value-of-one"), "<secret>");
}

TEST(Redaction, LeavesAllWhereThereIsNone) {
  const Redaction redaction = Redaction::of(read_text("name: p\nservices: {a: {image: x}}\n"));
  EXPECT_EQ(redaction.redacted("image x of p"), "image x of p");
}

}  // namespace
}  // namespace mcpmx::deploy
