#include "compose/project_environment.h"

#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

class ProjectEnvironmentTest : public TemporaryHome {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    put(home_ + "/" + name, text);
    return home_ + "/" + name;
  }
  // The value after reading the files; "(unset)" if there is none.
  std::string value(const VariableMap& process, const std::vector<std::string>& files,
                    const std::string& name) {
    environment_of_ = ProjectEnvironment(process);
    const auto added = environment_of_.add_files(files, findings_);
    if (!added) return "error: " + added.error().message;
    return std::string(environment_of_.find(name).value_or("(unset)"));
  }
  ProjectEnvironment environment_of_;
  std::vector<Diagnostic> findings_;
};

TEST_F(ProjectEnvironmentTest, TheProcessIsAnInputThatComesFirst) {
  const std::string env = file(".env", "A=file\nB=$A\n");
  EXPECT_EQ(value({{"A", "process"}}, {env}, "A"), "process");
  EXPECT_EQ(value({{"A", "process"}}, {env}, "B"), "process");
  EXPECT_EQ(value({}, {env}, "A"), "file");
  EXPECT_EQ(value({}, {env}, "PATH"), "(unset)");
}

TEST_F(ProjectEnvironmentTest, ValuesSeeEarlierLines) {
  const std::string env = file(
      ".env", "A=1\nB=${A}2\nC='${A}'\nD=\"\\$A $$A $A\"\nE=${L:-none}\nL=late\nF=${L:+f}\nA=9\n");
  EXPECT_EQ(value({}, {env}, "B"), "12");
  EXPECT_EQ(value({}, {env}, "C"), "${A}");
  EXPECT_EQ(value({}, {env}, "D"), "$A $A 1");
  EXPECT_EQ(value({}, {env}, "E"), "none");
  EXPECT_EQ(value({}, {env}, "F"), "f");
  EXPECT_EQ(value({}, {env}, "A"), "9");
  EXPECT_TRUE(findings_.empty());
}

TEST_F(ProjectEnvironmentTest, OfSeveralFilesTheLastCounts) {
  const std::string one = file("one", "A=1\nB=one\n");
  const std::string two = file("two", "A=2\nC=$A\nD=$B\n");
  EXPECT_EQ(value({}, {one, two}, "A"), "2");
  EXPECT_EQ(value({}, {one, two}, "B"), "one");
  EXPECT_EQ(value({}, {one, two}, "D"), "one");
  EXPECT_EQ(value({}, {one, two}, "C"), "1") << "earlier files come before earlier lines";
  EXPECT_EQ(value({}, {two, one}, "A"), "1");
}

TEST_F(ProjectEnvironmentTest, ABareNameIsInherited) {
  const std::string one = file("one", "A=1\n");
  const std::string two = file("two", "A\nB\nC\n");
  EXPECT_EQ(value({{"B", "process"}}, {one, two}, "A"), "1");
  EXPECT_EQ(environment_of_.variable("A")->file, one);
  EXPECT_EQ(value({{"B", "process"}}, {one, two}, "B"), "process");
  EXPECT_EQ(value({{"B", "process"}}, {one, two}, "C"), "(unset)");
}

TEST_F(ProjectEnvironmentTest, KnowsWhereAVariableIsSet) {
  const std::string env = file(".env", "# c\nA=1\n\nA=2\n");
  EXPECT_EQ(value({{"P", ""}}, {env}, "A"), "2");
  EXPECT_EQ(environment_of_.variable("A")->file, env);
  EXPECT_EQ(environment_of_.variable("A")->line, 4U);
  EXPECT_EQ(environment_of_.variable("P")->file, "");
  EXPECT_EQ(environment_of_.variable("Q"), nullptr);
}

TEST_F(ProjectEnvironmentTest, SaysWhatIsUnsetOrMissingAndNoValue) {
  const std::string env = file(".env", "S=s3cret\nA=$S$NOPE\nB=${MUST:?now $S}\n");
  EXPECT_EQ(
      value({}, {env}, "B"),
      "error: error while interpolating B: required variable MUST is missing a value: now $S");
  ASSERT_EQ(findings_.size(), 1U);
  EXPECT_EQ(findings_[0].code, "compose.unset-variable");
  EXPECT_EQ(findings_[0].where, env + ":2");
  EXPECT_EQ(findings_[0].message.find("s3cret"), std::string::npos);
  EXPECT_NE(value({}, {home_ + "/none"}, "A").find("couldn't find env file"), std::string::npos);
}

struct ChoiceRow {
  const char* name;
  std::vector<std::string> options;
  VariableMap process;
  const char* result;  // the names below the folder, or the error
};

class EnvFileChoiceTest : public TemporaryHome, public testing::WithParamInterface<ChoiceRow> {};

TEST_P(EnvFileChoiceTest, ChoosesAsComposeDoes) {
  put(home_ + "/project/.env", "");
  const auto files =
      env_files_of({GetParam().options, GetParam().process, home_ + "/here", home_ + "/project"});
  std::string result = files ? "" : files.error().message;
  if (files) {
    for (const std::string& path : *files) result += path.substr(home_.size()) + " ";
  }
  EXPECT_EQ(result, GetParam().result);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, EnvFileChoiceTest,
    testing::Values(
        ChoiceRow{"usual", {}, {}, "/project/.env "},
        ChoiceRow{"options", {"a", "../b"}, {{"COMPOSE_ENV_FILES", "c"}}, "/here/a /b "},
        ChoiceRow{"listed", {}, {{"COMPOSE_ENV_FILES", "c,d/e"}}, "/here/c /here/d/e "},
        ChoiceRow{"empty_list", {}, {{"COMPOSE_ENV_FILES", ""}}, "/project/.env "},
        ChoiceRow{"disabled", {}, {{"COMPOSE_DISABLE_ENV_FILE", "true"}}, ""},
        ChoiceRow{"not_disabled", {}, {{"COMPOSE_DISABLE_ENV_FILE", "0"}}, "/project/.env "},
        ChoiceRow{"disabled_but_named", {"a"}, {{"COMPOSE_DISABLE_ENV_FILE", "1"}}, "/here/a "},
        ChoiceRow{"no_truth_value",
                  {},
                  {{"COMPOSE_DISABLE_ENV_FILE", "yes"}},
                  "COMPOSE_DISABLE_ENV_FILE is neither true nor false"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mcpmx::compose
