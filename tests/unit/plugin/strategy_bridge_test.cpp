// Against the bundled plugin itself, as it stands in the build tree.
#include "plugin/strategy_bridge.h"

#include <gmock/gmock.h>

#include "plugin/discovery.h"
#include "support/environment.h"

namespace mcpmx::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StrategyBridge : public ::testing::Test {
 protected:
  StrategyBridge() {
    Environment environment;
    environment.home = ::testing::TempDir() + "mcpmx-no-home";
    environment.executable = MCPMX_BINARY_DIR "/bin/mcpmx";
    auto discovery = discover({}, environment);
    EXPECT_TRUE(discovery) << discovery.error().message;
    registry_ = std::make_unique<Registry>(std::move(*discovery));
  }

  Decision decide(std::string_view name, FieldKind kind, FieldValue base, FieldValue profile,
                  FieldValue docker) {
    auto strategy = make_strategy(*registry_, name);
    EXPECT_TRUE(strategy) << strategy.error().message;
    const std::vector<FieldState> fields = {
        {"field", kind, std::move(base), std::move(profile), std::move(docker), false},
        {"other", FieldKind::kOther, "1", "1", "1", false}};
    auto decision = (*strategy)->decide({"server", fields.front(), fields, true, 1, 2});
    EXPECT_TRUE(decision) << decision.error().message;
    return *decision;
  }

  std::unique_ptr<Registry> registry_;
};

TEST_F(StrategyBridge, KnowsTheFour) {
  EXPECT_THAT(strategy_names(*registry_),
              ElementsAre("profile_wins", "docker_wins", "manual", "merge"));
}

TEST_F(StrategyBridge, CarriesEveryDecision) {
  using What = Decision::What;
  const auto kind = FieldKind::kArguments;
  EXPECT_EQ(decide("profile_wins", kind, "1", "2", "3").what, What::kProfile);
  EXPECT_EQ(decide("docker_wins", kind, "1", "2", "3").what, What::kDocker);
  EXPECT_EQ(decide("manual", kind, "1", "2", "3").what, What::kManual);
  const Decision merged = decide("merge", kind, R"(["a"])", R"(["a","b"])", R"(["a","c"])");
  EXPECT_EQ(merged.what, What::kValue);
  EXPECT_EQ(merged.value, R"(["a","b","c"])");
  EXPECT_EQ(decide("merge", kind, R"(["a"])", std::nullopt, R"(["a","c"])").what, What::kManual);
  EXPECT_EQ(decide("merge", FieldKind::kVersion, R"("1.0.0")", R"("1.1.0")", R"("1.2.0")").what,
            What::kDocker);
  EXPECT_EQ(decide("merge", FieldKind::kVariable, "\"a\"", "\"b\"", "\"c\"").what, What::kManual);
}

TEST_F(StrategyBridge, NamesWhatThereIs) {
  const auto strategy = make_strategy(*registry_, "coin_toss");
  ASSERT_FALSE(strategy);
  EXPECT_EQ(strategy.error().code, ErrorCode::kUsage);
  EXPECT_THAT(strategy.error().message, HasSubstr("\"coin_toss\""));
  EXPECT_EQ(strategy.error().hint, "The strategies are profile_wins, docker_wins, manual, merge");
}

}  // namespace
}  // namespace mcpmx::plugin
