#include "mapping/variables.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

class VariablesTest : public testing::Test {
 protected:
  void present(const std::string& name, const std::string& value, bool ours, bool unchanged) {
    surroundings_.variables[name] = {value, ours, unchanged, {}};
  }
  void present_for(const std::string& name, const std::string& value, bool unchanged,
                   const std::set<std::string, std::less<>>& owners) {
    surroundings_.variables[name] = {value, true, unchanged, owners};
  }
  EnvLine line(const Variables& variables, const std::string& name) {
    for (const EnvLine& one : variables.lines()) {
      if (one.name == name) return one;
    }
    ADD_FAILURE() << "no line for " << name;
    return {};
  }
  Surroundings surroundings_;
};

TEST_F(VariablesTest, OneValueOneName) {
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("a", "TOKEN", "x"), "TOKEN");
  EXPECT_EQ(variables.take("b", "TOKEN", "x"), "TOKEN");
  EXPECT_EQ(variables.take("c", "TOKEN", "y"), "C_TOKEN");
  EXPECT_EQ(variables.lines().size(), 2u);
}

TEST_F(VariablesTest, TwoServersNeverShareWhatIsNotKnownYet) {
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("a", "API_KEY", ""), "API_KEY");
  EXPECT_EQ(variables.take("a", "API_KEY", ""), "API_KEY");
  EXPECT_EQ(variables.take("b", "API_KEY", ""), "B_API_KEY");
  EXPECT_TRUE(variables.is_missing("API_KEY"));
  EXPECT_TRUE(variables.is_missing("B_API_KEY"));
}

TEST_F(VariablesTest, NamesThatComposeCannotReadOrThatSayTooLittleGetThePrefix) {
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("sandbox", "302AI_API_KEY", "x"), "SANDBOX_MCP_302AI_API_KEY");
  EXPECT_EQ(variables.take("neo4j", "password", "x"), "NEO4J_PASSWORD");
  EXPECT_EQ(variables.take("u", "your-key", "x"), "U_YOUR_KEY");
  EXPECT_EQ(variables.take("u", "", "x"), "U_VALUE");
}

TEST_F(VariablesTest, ANameThatIsNotOursIsNeverTouched) {
  present("TOKEN", "theirs", false, false);
  present("SAME", "x", false, false);
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("a", "TOKEN", "mine"), "A_TOKEN");
  EXPECT_EQ(variables.take("a", "TOKEN_2", ""), "TOKEN_2");
  EXPECT_EQ(variables.take("b", "SAME", "x"), "SAME");
  EXPECT_TRUE(line(variables, "SAME").keep);
  // Not even for a value that nobody has given: their secret is not this server's.
  EXPECT_EQ(variables.take("c", "TOKEN", ""), "C_TOKEN");
}

TEST_F(VariablesTest, AValueOfOursFollowsTheProfileUntilAPersonEditsIt) {
  present("UNTOUCHED", "old", true, true);
  present("EDITED", "rotated", true, false);
  present("FILLED", "by hand", true, false);
  Variables variables(surroundings_);
  variables.take("a", "UNTOUCHED", "new");
  variables.take("a", "EDITED", "old");
  variables.take("a", "FILLED", "");
  EXPECT_EQ(line(variables, "UNTOUCHED").value, "new");
  EXPECT_FALSE(line(variables, "UNTOUCHED").keep);
  EXPECT_EQ(line(variables, "EDITED").value, "rotated");
  EXPECT_TRUE(line(variables, "EDITED").keep);
  EXPECT_FALSE(variables.is_missing("FILLED"));
  ASSERT_EQ(variables.findings().size(), 1u);
  EXPECT_EQ(variables.findings()[0].code, "env.edited");
  EXPECT_EQ(variables.findings()[0].message.find("rotated"), std::string::npos);
}

TEST_F(VariablesTest, AValueOfOursStaysTheServersForWhichWeWroteIt) {
  present_for("FILLED", "key of b", false, {"b"});
  present_for("EMPTY", "", true, {"b"});
  present_for("EDITED", "rotated", false, {"b", "c"});
  present_for("KNOWN", "x", true, {"b"});
  present_for("B_MOVED", "key of b", false, {"b"});
  struct Row {
    const char* server;
    const char* wanted;
    const char* value;
    const char* name;
  };
  const Row rows[] = {
      {"a", "FILLED", "", "A_FILLED"},
      {"b", "FILLED", "", "FILLED"},
      {"a", "EMPTY", "", "A_EMPTY"},
      {"b", "EMPTY", "", "EMPTY"},
      {"a", "EDITED", "old", "A_EDITED"},
      {"b", "EDITED", "old", "EDITED"},
      {"c", "EDITED", "old", "EDITED"},
      {"d", "EDITED", "rotated", "D_EDITED"},
      {"a", "KNOWN", "x", "KNOWN"},
      {"b", "KNOWN", "x", "KNOWN"},
      {"c", "KNOWN", "y", "C_KNOWN"},
      {"d", "KNOWN", "", "D_KNOWN"},
      // What it has already is there although a shorter name is free.
      {"b", "MOVED", "", "B_MOVED"},
  };
  Variables variables(surroundings_);
  for (const Row& row : rows) {
    EXPECT_EQ(variables.take(row.server, row.wanted, row.value), row.name)
        << row.server << " " << row.wanted;
  }
  EXPECT_EQ(variables.take_setting("a", "FILLED", "x"), "A_FILLED_2");
  EXPECT_EQ(line(variables, "KNOWN").servers, (std::vector<std::string>{"a", "b"}));
}

TEST_F(VariablesTest, WhoChangesASharedValueLeavesTheVariable) {
  for (const bool other_changes_too : {false, true}) {
    present_for("KEY", "x", true, {"a", "b"});
    Variables variables(surroundings_);
    variables.expect("a", "y");
    variables.expect("b", other_changes_too ? "y" : "x");
    EXPECT_EQ(variables.take("a", "KEY", "y"), other_changes_too ? "KEY" : "A_KEY");
    EXPECT_EQ(variables.take("b", "KEY", other_changes_too ? "y" : "x"), "KEY");
  }
}

TEST_F(VariablesTest, AnotherFilesServerKeepsItsValue) {
  present_for("KEY", "now", true, {"a"});
  surroundings_.variables["KEY"].elsewhere = {"b"};
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("a", "KEY", "now"), "KEY");
  EXPECT_EQ(Variables(surroundings_).take("a", "KEY", "another"), "A_KEY");
}

TEST_F(VariablesTest, OneEntryInTwoFilesChangesItsValueInBoth) {
  present_for("KEY", "now", true, {"a"});
  surroundings_.variables["KEY"].elsewhere = {"a"};
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take("a", "KEY", "another"), "KEY");
}

TEST_F(VariablesTest, APasswordIsMadeUpOnce) {
  int made = 0;
  surroundings_.random_secret = [&] {
    ++made;
    return std::string("random");
  };
  Variables fresh(surroundings_);
  fresh.take("db", "POSTGRES_PASSWORD", "", true);
  EXPECT_EQ(line(fresh, "POSTGRES_PASSWORD").value, "random");
  present("POSTGRES_PASSWORD", "earlier", true, true);
  Variables again(surroundings_);
  again.take("db", "POSTGRES_PASSWORD", "", true);
  EXPECT_EQ(line(again, "POSTGRES_PASSWORD").value, "earlier");
  EXPECT_EQ(made, 1);
}

TEST_F(VariablesTest, SettingsReserveANameAndWriteNoLine) {
  present("POSTGRES_USER", "set by hand", false, false);
  Variables variables(surroundings_);
  EXPECT_EQ(variables.take_setting("pg", "POSTGRES_USER", "mcpuser"), "POSTGRES_USER");
  EXPECT_EQ(variables.take_setting("other", "POSTGRES_USER", "else"), "OTHER_POSTGRES_USER");
  EXPECT_EQ(variables.take_setting("pg", "POSTGRES_DB", "mcpdb"), "POSTGRES_DB");
  EXPECT_EQ(variables.take("other", "POSTGRES_DB", "secret"), "OTHER_POSTGRES_DB");
  EXPECT_EQ(variables.lines().size(), 1u);
}

TEST_F(VariablesTest, RollingBackForgets) {
  Variables variables(surroundings_);
  variables.take("a", "KEPT", "x");
  const auto mark = variables.mark();
  variables.take("b", "GONE", "y");
  variables.roll_back(mark);
  ASSERT_EQ(variables.lines().size(), 1u);
  EXPECT_EQ(variables.take("c", "GONE", "z"), "GONE");
  const auto shared = variables.mark();
  variables.take("b", "KEPT", "x");
  variables.roll_back(shared);
  EXPECT_EQ(line(variables, "KEPT").servers, std::vector<std::string>{"a"});
}

TEST_F(VariablesTest, RollingBackForgetsWhatWasFound) {
  present("EDITED", "rotated", true, false);
  Variables variables(surroundings_);
  const auto mark = variables.mark();
  variables.take("refused", "EDITED", "old");
  variables.roll_back(mark);
  EXPECT_TRUE(variables.findings().empty());
}

}  // namespace
}  // namespace mcpmx::mapping
