#include "sync/entry_fields.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "entries.h"
#include "mcpm/library.h"

namespace mcpmx::sync {
namespace {

struct Row {
  const char* name;
  Server entry;
  Fields fields;
};

class EntryFields : public testing::TestWithParam<Row> {};

TEST_P(EntryFields, TellApartWhatChangesByItself) {
  EXPECT_EQ(fields_of(GetParam().entry), GetParam().fields);
  EXPECT_TRUE(same_definition(entry_of(GetParam().fields, GetParam().entry), GetParam().entry));
}

const Row kRows[] = {
    {"npx",
     entry("npx", {"-y", "@acme/srv@1.2.0", "--root", "/data"}, {{"TZ", "UTC"}}),
     {{"launch", "[\"npx\",\"-y\",\"@acme/srv\\u0001\"]"},
      {"version", "\"1.2.0\""},
      {"args", "[\"--root\",\"/data\"]"},
      {"env/TZ", "\"UTC\""}}},
    {"npx_without_version",
     entry("npx", {"-y", "@acme/srv"}),
     {{"launch", "[\"npx\",\"-y\",\"@acme/srv\\u0001\"]"}, {"args", "[]"}}},
    {"uvx",
     entry("uvx", {"mcp-time==2.0", "--utc"}),
     {{"launch", "[\"uvx\",\"mcp-time\\u0001\"]"},
      {"version", "\"2.0\""},
      {"args", "[\"--utc\"]"}}},
    {"docker",
     entry("docker", {"run", "-i", "--rm", "-e", "A", "mcp/x:1", "serve"}, {{"A", "b"}}),
     {{"launch", "[\"docker\",\"run\",\"-i\",\"--rm\",\"-e\",\"A\",\"mcp/x\\u0001\"]"},
      {"version", "\"1\""},
      {"args", "[\"serve\"]"},
      {"env/A", "\"b\""}}},
};

INSTANTIATE_TEST_SUITE_P(Rows, EntryFields, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(EntryFields, AVersionThatComesBackGetsItsUsualJoint) {
  const Server npm = entry("npx", {"-y", "@acme/srv"});
  Fields fields = fields_of(npm);
  fields["version"] = "\"2.0.0\"";
  EXPECT_EQ(entry_of(fields, npm).args[1], "@acme/srv@2.0.0");
  const Server pypi = entry("uvx", {"mcp-time==1.0"});
  fields = fields_of(pypi);
  fields["version"] = "\"1.1\"";
  EXPECT_EQ(entry_of(fields, pypi).args[0], "mcp-time==1.1");
}

TEST(EntryFields, VariablesKeepTheirOrder) {
  const Server like = entry("npx", {"x"}, {{"Z", "1"}, {"A", "2"}});
  Fields fields = fields_of(like);
  fields["env/B"] = "\"3\"";
  EXPECT_EQ(entry_of(fields, like).env, (std::vector<Pair>{{"Z", "1"}, {"A", "2"}, {"B", "3"}}));
}

// What is taken apart is put together again, whatever people write.
TEST(EntryFields, EveryEntryOfTheCorpusComesBack) {
  const char* corpus = std::getenv("MCPMX_CORPUS");
  const std::string root = corpus == nullptr ? MCPMX_SOURCE_DIR "/../shared/corpus" : corpus;
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "no corpus beside the checkout";
  std::size_t entries = 0;
  for (const char* folder : {"small", "medium", "large"}) {
    const auto library = mcpm::load(root + "/profiles/" + folder);
    ASSERT_TRUE(library.has_value());
    for (const Server& server : library->servers) {
      const Server back = entry_of(fields_of(server), server);
      EXPECT_EQ(back.command, server.command) << server.name;
      EXPECT_EQ(back.args, server.args) << server.name;
      EXPECT_EQ(back.env, server.env) << server.name;
      EXPECT_EQ(back.url, server.url) << server.name;
      EXPECT_EQ(back.headers, server.headers) << server.name;
      ++entries;
    }
  }
  EXPECT_GT(entries, 300U);
}

}  // namespace
}  // namespace mcpmx::sync
