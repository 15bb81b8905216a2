#include "sync/three_way.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <utility>

namespace mcpmx::sync {
namespace {

// Answers what it is told to, and counts how often it is asked.
class FixedStrategy final : public Strategy {
 public:
  explicit FixedStrategy(Decision decision) : decision_(std::move(decision)) {}
  std::string_view id() const override { return "fixed"; }
  Result<Decision> decide(const ConflictView&) override {
    ++asked;
    return decision_;
  }
  int asked = 0;

 private:
  Decision decision_;
};

using What = Decision::What;

struct Case {
  const char* name;
  bool has_base;
  const char *base, *profile, *docker;  // null: the side lacks the field
  Decision::What what;
  const char* answer;
  Flow flow;
  const char* value;
  const char* overruled;
};

FieldValue given(const char* text) { return text == nullptr ? FieldValue() : FieldValue(text); }

class ThreeWay : public testing::TestWithParam<Case> {};

TEST_P(ThreeWay, Resolves) {
  const Case& test = GetParam();
  FixedStrategy strategy({test.what, test.answer});
  const FieldState field = {
      "env/A", FieldKind::kVariable, given(test.base), given(test.profile), given(test.docker),
      false};
  const auto result = resolve({"s", {field}, test.has_base, 0, 0}, strategy);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  const Resolution& resolution = result->front();
  EXPECT_EQ(resolution.flow, test.flow);
  if (test.flow != Flow::kConflict) {
    EXPECT_EQ(resolution.value, given(test.value));
  }
  EXPECT_EQ(resolution.overruled, given(test.overruled));
  EXPECT_EQ(resolution.was_in_conflict, strategy.asked == 1);
}

TEST(ThreeWay, LeavesAConflictToAPerson) {
  FixedStrategy strategy({Decision::What::kProfile, ""});
  const FieldState field = {"env/A", FieldKind::kVariable, {}, "1", "2", false};
  const auto result = resolve({"s", {field}, false, 0, 0, true}, strategy);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->front().flow, Flow::kConflict);
  EXPECT_TRUE(result->front().was_in_conflict);
  EXPECT_EQ(strategy.asked, 0);
}

constexpr const char* kNone = nullptr;
constexpr const char* kA = "\"a\"";
constexpr const char* kB = "\"b\"";
constexpr const char* kC = "\"c\"";
constexpr const char* kUnasked = "not asked";

const Case kCases[] = {
    {"nobody", true, kA, kA, kA, What::kValue, kUnasked, Flow::kNone, kA, kNone},
    {"profile_changed", true, kA, kB, kA, What::kValue, kUnasked, Flow::kToDocker, kB, kNone},
    {"docker_changed", true, kA, kA, kB, What::kValue, kUnasked, Flow::kToProfile, kB, kNone},
    {"both_the_same", true, kA, kB, kB, What::kValue, kUnasked, Flow::kAgreed, kB, kNone},
    {"profile_removed", true, kA, kNone, kA, What::kValue, kUnasked, Flow::kToDocker, kNone, kNone},
    {"docker_removed", true, kA, kA, kNone, What::kValue, kUnasked, Flow::kToProfile, kNone, kNone},
    {"both_removed", true, kA, kNone, kNone, What::kValue, kUnasked, Flow::kAgreed, kNone, kNone},
    {"profile_added", true, kNone, kB, kNone, What::kValue, kUnasked, Flow::kToDocker, kB, kNone},
    {"profile_wins", true, kA, kB, kC, What::kProfile, "", Flow::kToDocker, kB, kC},
    {"docker_wins", true, kA, kB, kC, What::kDocker, "", Flow::kToProfile, kC, kB},
    {"manual", true, kA, kB, kC, What::kManual, "", Flow::kConflict, kNone, kNone},
    {"value", true, kA, kB, kC, What::kValue, " \"d\" ", Flow::kToBoth, "\"d\"", kNone},
    {"value_of_profile", true, kA, kB, kC, What::kValue, "\"b\"", Flow::kToDocker, kB, kC},
    {"changed_and_removed", true, kA, kNone, kC, What::kProfile, "", Flow::kToDocker, kNone, kC},
    {"added_twice", true, kNone, kB, kC, What::kDocker, "", Flow::kToProfile, kC, kB},
    {"first_equal", false, kNone, kA, kA, What::kValue, kUnasked, Flow::kAgreed, kA, kNone},
    {"first_profile_alone", false, kNone, kA, kNone, What::kValue, kUnasked, Flow::kToDocker, kA,
     kNone},
    {"first_docker_alone", false, kNone, kNone, kA, What::kValue, kUnasked, Flow::kToProfile, kA,
     kNone},
    {"first_differ", false, kNone, kA, kB, What::kManual, "", Flow::kConflict, kNone, kNone},
};

INSTANTIATE_TEST_SUITE_P(Sync, ThreeWay, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ThreeWay, AnswerThatIsNoJsonIsTheStrategysFault) {
  FixedStrategy strategy({What::kValue, "{"});
  const auto result =
      resolve({"s", {{"args", FieldKind::kArguments, kA, kB, kC, false}}, true, 0, 0}, strategy);
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("\"fixed\""), std::string::npos);
}

FieldState mirrored(FieldState field) {
  std::swap(field.profile, field.docker);
  return field;
}

Flow mirrored(Flow flow) {
  if (flow == Flow::kToDocker) return Flow::kToProfile;
  return flow == Flow::kToProfile ? Flow::kToDocker : flow;
}

// Few values, so that all of equal, different and missing meet often.
rc::Gen<FieldState> any_field() {
  const auto value = rc::gen::elementOf(std::vector<FieldValue>{std::nullopt, kA, kB, kC});
  return rc::gen::map(rc::gen::tuple(value, value, value), [](const auto& values) {
    const auto& [base, profile, docker] = values;
    return FieldState{"env/A", FieldKind::kVariable, base, profile, docker, false};
  });
}

RC_GTEST_PROP(ThreeWayLaw, ProfileWinsAndDockerWinsAreMirrorImages, ()) {
  const FieldState field = *any_field();
  const bool has_base = *rc::gen::arbitrary<bool>();
  FixedStrategy profile_wins({What::kProfile, ""});
  FixedStrategy docker_wins({What::kDocker, ""});
  const auto one = resolve({"s", {field}, has_base, 0, 0}, profile_wins);
  const auto other = resolve({"s", {mirrored(field)}, has_base, 0, 0}, docker_wins);
  RC_ASSERT(one->front().value == other->front().value);
  RC_ASSERT(one->front().flow == mirrored(other->front().flow));
  RC_ASSERT(one->front().overruled == other->front().overruled);
}

// Of the values on both sides each stands in the end, or is named as overruled, or was given up by
// whoever removed or replaced it, whose own value stands.
RC_GTEST_PROP(ThreeWayLaw, NothingIsDroppedWithoutBeingNamed, ()) {
  const FieldState field = *any_field();
  const auto what = *rc::gen::element(What::kProfile, What::kDocker);
  FixedStrategy strategy({what, ""});
  const auto resolutions = resolve({"s", {field}, true, 0, 0}, strategy);
  const Resolution& resolution = resolutions->front();
  for (const auto& [own, other] :
       {std::pair(field.profile, field.docker), std::pair(field.docker, field.profile)}) {
    const bool stands = own == resolution.value;
    const bool is_named = own == resolution.overruled;
    const bool was_untouched = own == field.base;
    RC_ASSERT(stands || is_named || was_untouched || !own);
  }
}

RC_GTEST_PROP(ThreeWayLaw, ASecondSyncChangesNothing, ()) {
  const FieldState field = *any_field();
  FixedStrategy strategy({*rc::gen::element(What::kProfile, What::kDocker), ""});
  const auto first = resolve({"s", {field}, true, 0, 0}, strategy);
  const FieldValue value = first->front().value;
  const FieldState after = {field.path, field.kind, value, value, value, false};
  const auto second = resolve({"s", {after}, true, 0, 0}, strategy);
  RC_ASSERT(second->front().flow == Flow::kNone);
}

}  // namespace
}  // namespace mcpmx::sync
