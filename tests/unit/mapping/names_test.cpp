#include "mapping/names.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace mcpmx::mapping {
namespace {

struct Row {
  const char* what;
  std::string server;
  std::string service;
  std::string prefix;
};

TEST(Names, ServiceNamesAndPrefixesOfOddServers) {
  const Row rows[] = {
      {"scoped npm name", "@jotform/mcp-server", "jotform-mcp-server", "JOTFORM_MCP_SERVER"},
      {"a name with an @ inside", "xero-mcp-server@john", "xero-mcp-server-john",
       "XERO_MCP_SERVER_JOHN"},
      {"blanks", "my  server", "my-server", "MY_SERVER"},
      {"upper case stays", "GitHub", "GitHub", "GITHUB"},
      {"a leading digit", "302ai", "302ai", "MCP_302AI"},
      {"dots and underscores inside", "a.b_c", "a.b_c", "A_B_C"},
      {"nothing legal", "///", "server", "SERVER"},
      {"empty", "", "server", "SERVER"},
      {"line ends and quotes", "a\n\"b\"", "a-b", "A_B"},
      {"other scripts", "сервер", "server", "SERVER"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(service_name(row.server), row.service) << row.what;
    EXPECT_EQ(variable_prefix(row.server), row.prefix) << row.what;
  }
}

TEST(Names, AServiceNameIsAHostName) {
  EXPECT_EQ(service_name(std::string(100, 'a')).size(), 63u);
  EXPECT_EQ(service_name(std::string(62, 'a') + "-b" + std::string(40, 'c')), std::string(62, 'a'));
}

TEST(Names, ProjectNamesAreComposeNames) {
  EXPECT_EQ(project_name("production"), "mcp-production");
  EXPECT_EQ(project_name("My Team!"), "mcp-my-team");
  EXPECT_EQ(project_name("a_b"), "mcp-a_b");
  EXPECT_EQ(project_name("***"), "mcp");
}

RC_GTEST_PROP(Names, WhateverTheServerIsCalledTheNamesAreLegal, (const std::string& server)) {
  const std::string name = service_name(server);
  RC_ASSERT(!name.empty() && name.size() <= 63);
  RC_ASSERT(
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
      std::string::npos);
  RC_ASSERT(name.find_first_of(".-_") != 0);
  RC_ASSERT(is_variable_name(variable_prefix(server)));
}

TEST(Names, ASetGivesEachNameOnceAndTakesBack) {
  NameSet names;
  EXPECT_EQ(names.take("a"), "a");
  EXPECT_EQ(names.take("a"), "a-2");
  const auto mark = names.mark();
  EXPECT_EQ(names.take("a"), "a-3");
  names.roll_back(mark);
  EXPECT_EQ(names.take("a"), "a-3");
  const std::string longest(63, 'x');
  EXPECT_EQ(names.take(longest), longest);
  EXPECT_EQ(names.take(longest), std::string(61, 'x') + "-2");
}

TEST(Names, ANumberBehindANameIsAFormOfIt) {
  const std::string longest(63, 'x');
  struct Form {
    std::string candidate, name;
    bool is_form;
  };
  const Form rows[] = {{"a", "a", true},
                       {"a-2", "a", true},
                       {"a-17", "a", true},
                       {"a-1", "a", false},
                       {"a-02", "a", false},
                       {"a-", "a", false},
                       {"a-b", "a", false},
                       {"a-2x", "a", false},
                       {"b-2", "a", false},
                       {"a-99999999999999999999", "a", false},
                       {numbered(longest, 2), longest, true}};
  for (const Form& row : rows)
    EXPECT_EQ(is_form_of(row.candidate, row.name), row.is_form) << row.candidate;
  EXPECT_EQ(numbered(longest, 2).size(), 63U);
}

}  // namespace
}  // namespace mcpmx::mapping
