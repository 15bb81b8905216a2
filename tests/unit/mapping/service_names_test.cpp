#include "mapping/service_names.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

Server named(std::string name) {
  Server server;
  server.name = std::move(name);
  return server;
}

struct Row {
  const char* name;
  std::vector<const char*> servers;
  std::map<std::string, std::string, std::less<>> owners;  // service -> server, of the file
  std::vector<const char*> settings;                       // services with words of a person
  std::vector<const char*> bases;                          // one a server
};

const Row kRows[] = {
    {"derived", {"@jotform/mcp-server", "x"}, {}, {}, {"jotform-mcp-server", "x"}},
    {"a legal name goes before one that is made legal", {"a b", "a-b"}, {}, {}, {"a-b-2", "a-b"}},
    {"the first of two that are made legal", {"a b", "a:b"}, {}, {}, {"a-b", "a-b-2"}},
    {"the file's word stands", {"a b", "a-b"}, {{"a-b", "a b"}}, {}, {"a-b", "a-b-2"}},
    {"in any order", {"a-b", "a b"}, {{"a-b", "a b"}, {"a-b-2", "a-b"}}, {}, {"a-b-2", "a-b"}},
    {"what a number was given for once stays", {"a-b"}, {{"a-b-2", "a-b"}}, {}, {"a-b-2"}},
    {"a server that left keeps what a person set", {"a-b"}, {{"a-b", "a b"}}, {"a-b"}, {"a-b-2"}},
    {"one that left for good keeps nothing", {"a-b"}, {{"a-b", "a b"}}, {}, {"a-b"}},
    {"settings of nobody are for whoever has the name", {"a-b"}, {}, {"a-b"}, {"a-b"}},
    {"a name that a person gave by hand is not followed",
     {"fetch"},
     {{"web", "fetch"}},
     {},
     {"fetch"}},
    {"a second service of a server is not its base",
     {"pg"},
     {{"pg", "pg"}, {"pg-mcp", "pg"}},
     {},
     {"pg"}},
};

TEST(ServiceNames, TellWhichServerHasWhichName) {
  for (const Row& row : kRows) {
    std::vector<Server> servers;
    for (const char* name : row.servers) servers.push_back(named(name));
    std::vector<const Server*> pointers;
    for (const Server& server : servers) pointers.push_back(&server);
    Surroundings surroundings;
    surroundings.owners = row.owners;
    for (const char* service : row.settings)
      surroundings.settings[service].kept["network"] = "host";
    const ServiceNames names(pointers, surroundings);
    for (std::size_t i = 0; i < servers.size(); ++i) {
      EXPECT_EQ(names.base_of(servers[i]), row.bases[i]) << row.name;
      EXPECT_EQ(names.owner_of(row.bases[i]), &servers[i]) << row.name;
    }
  }
}

TEST(ServiceNames, SuffixesStayWithTheirServerToo) {
  const Server pg = named("pg");
  const Server other = named("pg-mcp");
  Surroundings surroundings;
  ServiceNames fresh({&pg, &other}, surroundings);
  EXPECT_EQ(fresh.take(pg, "mcp"), "pg-mcp-2");
  EXPECT_EQ(fresh.take(other, ""), "pg-mcp");
  surroundings.owners = {{"pg", "pg"}, {"pg-mcp", "pg-mcp"}, {"pg-mcp-2", "pg"}};
  ServiceNames again({&pg, &other}, surroundings);
  EXPECT_EQ(again.take(pg, "mcp"), "pg-mcp-2");
  ServiceNames alone({&pg}, surroundings);
  EXPECT_EQ(alone.take(pg, "mcp"), "pg-mcp-2") << "its volumes bear that name";
}

TEST(ServiceNames, WithASuffixTheyStayHostNames) {
  const Server server = named(std::string(63, 'x'));
  const Surroundings surroundings;
  ServiceNames names({&server}, surroundings);
  EXPECT_EQ(names.take(server, "mcp"), std::string(59, 'x') + "-mcp");
}

TEST(ServiceNames, WhatIsTakenBackIsFreeAgain) {
  const Server a = named("a");
  const Surroundings surroundings;
  ServiceNames names({&a}, surroundings);
  const auto mark = names.mark();
  EXPECT_EQ(names.take(a, "db"), "a-db");
  names.roll_back(mark);
  EXPECT_EQ(names.take(a, "db"), "a-db");
}

// MCPM 1 has a copy of a server in each profile, and detect --all sees them all.
TEST(ServiceNames, TwoServersOfOneNameAreTwo) {
  const Server one = named("a");
  const Server two = named("a");
  Surroundings surroundings;
  surroundings.owners = {{"a", "a"}};
  const ServiceNames names({&one, &two}, surroundings);
  EXPECT_EQ(names.base_of(one), "a");
  EXPECT_EQ(names.base_of(two), "a-2");
}

}  // namespace
}  // namespace mcpmx::mapping
