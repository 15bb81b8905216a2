#include "compose/config_hash.h"

#include <gtest/gtest.h>

namespace mcpmx::compose {
namespace {

Value scalar(ValueKind kind, std::string text) { return {kind, {}, std::move(text), {}}; }
Value text(std::string value) { return scalar(ValueKind::kString, std::move(value)); }
Value map(std::vector<Member> members) { return {ValueKind::kMap, {}, {}, std::move(members)}; }
Value list(std::vector<Member> members) { return {ValueKind::kList, {}, {}, std::move(members)}; }

std::string hash_by(const std::string& version, const Value& service) {
  return config_hash(service, hash_form_of(version)).value();
}

// The label that docker compose 2.16 gave such a service, from docker/compose #10077.
TEST(ConfigHash, IsThePublishedOneOfAnImage) {
  const Value service =
      map({{"networks", map({{"default", {}}})}, {"image", text("nginx:alpine")}});
  EXPECT_EQ(hash_by("5.5.0", service).substr(0, 16), "bf6121f23746cbb8");
  EXPECT_EQ(hash_by("2.26.1", service), hash_by("5.5.0", service));
}

// That of its own test, TestCreateMobyContainer.
TEST(ConfigHash, IsThePublishedOneOfTwoNetworks) {
  const auto network = [](const char* priority) {
    return map({{"priority", scalar(ValueKind::kInteger, priority)}});
  };
  const Value service = map({{"networks", map({{"b", network("100")}, {"a", network("10")}})}});
  EXPECT_EQ(hash_by("5.5.0", service).substr(0, 8), "8dbce408");
}

struct Form {
  const char* version;
  HashForm form;
};
class FormOf : public testing::TestWithParam<Form> {};
TEST_P(FormOf, Version) { EXPECT_EQ(hash_form_of(GetParam().version), GetParam().form); }
INSTANTIATE_TEST_SUITE_P(
    Rows, FormOf,
    testing::Values(Form{"2.26.1", {true, true, false}}, Form{"2.29.2", {true, true, false}},
                    Form{"2.29.3", {false, true, false}}, Form{"2.30.2", {false, false, false}},
                    Form{"2.40.3", {false, false, false}}, Form{"5.0.0", {false, false, true}},
                    Form{"2.26.1-4", {true, true, false}}, Form{"none", {false, false, true}},
                    Form{"", {false, false, true}}));

TEST(ConfigHash, PrintsAsGoDoes) {
  const Value service = map({{"x-mine", text("no part of it")},
                             {"labels", map({{"b", text("<&>\"\\")}, {"a", text("\n\x01\u2028")}})},
                             {"init", scalar(ValueKind::kBool, "false")},
                             {"tty", scalar(ValueKind::kBool, "false")},
                             {"mem_limit", text("0")},
                             {"entrypoint", list({})}});
  EXPECT_EQ(hashed_text(service, {}).value(),
            R"({"command":null,"entrypoint":[],"init":false,"labels":{"a":"\n\u0001\u2028",)"
            R"("b":"\u003c\u0026\u003e\"\\"}})");
}

TEST(ConfigHash, ReadsBindsFilesAndModesByVersion) {
  const Value bind = map({{"type", text("bind")},
                          {"bind", map({{"create_host_path", scalar(ValueKind::kBool, "true")}})}});
  const Value file = map({{"path", text("/a")}, {"required", scalar(ValueKind::kBool, "true")}});
  const Value secret = map({{"source", text("s")}, {"mode", scalar(ValueKind::kInteger, "288")}});
  const Value service = map({{"volumes", list({{"", bind}})},
                             {"env_file", list({{"", file}})},
                             {"secrets", list({{"", secret}})}});
  EXPECT_EQ(hashed_text(service, hash_form_of("2.40.0")).value(),
            R"({"command":null,"entrypoint":null,"secrets":[{"source":"s","mode":288}],)"
            R"("volumes":[{"type":"bind","bind":{"create_host_path":true}}]})");
  EXPECT_EQ(hashed_text(service, hash_form_of("5.0.0")).value(),
            R"({"command":null,"entrypoint":null,"env_file":[{"path":"/a"}],)"
            R"("secrets":[{"source":"s","mode":"0440"}],"volumes":[{"type":"bind","bind":{}}]})");
}

TEST(ConfigHash, NamesAKeyThatItDoesNotKnow) {
  const auto hash = config_hash(map({{"gpus", list({{"", text("all")}})}}), {});
  ASSERT_FALSE(hash.has_value());
  EXPECT_NE(hash.error().message.find("the key gpus"), std::string::npos);
  EXPECT_NE(hash.error().hint, "");
}

}  // namespace
}  // namespace mcpmx::compose
