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
    {"uv_names_the_package_and_its_program",
     entry("uv", {"run", "--with", "mcp-time", "mcp-time"}),
     {{"launch", "[\"uv\",\"run\",\"--with\",\"mcp-time\\u0001\",\"mcp-time\"]"}, {"args", "[]"}}},
    {"uv_names_a_version_of_the_package",
     entry("uv", {"run", "--with", "mcp-time==2.0", "mcp-time"}),
     {{"launch", "[\"uv\",\"run\",\"--with\",\"mcp-time\\u0001\",\"mcp-time\"]"},
      {"version", "\"2.0\""},
      {"args", "[]"}}},
    {"docker_names_the_container_as_its_image",
     entry("docker", {"run", "--name", "x", "x"}),
     {{"launch", "[\"docker\",\"run\",\"--name\",\"x\",\"x\\u0001\"]"}, {"args", "[]"}}},
    {"docker",
     entry("docker", {"run", "-i", "--rm", "-e", "A", "mcp/x:1", "serve"}, {{"A", "b"}}),
     {{"launch", "[\"docker\",\"run\",\"-i\",\"--rm\",\"mcp/x\\u0001\"]"},
      {"version", "\"1\""},
      {"args", "[\"serve\"]"},
      {"env/A", "\"b\""}}},
    {"docker_gives_a_variable_twice",
     entry("docker", {"run", "-e", "A=1", "--env=B", "-e", "C", "mcp/x"}, {{"A", "2"}, {"B", "3"}}),
     {{"launch", "[\"docker\",\"run\",\"mcp/x\\u0001\"]"},
      {"args", "[]"},
      {"env/A", "\"1\""},
      {"env/B", "\"3\""},
      {"env/C", "null"}}},
    {"docker_refers_to_its_own",
     entry("docker", {"run", "-e", "A=${A}", "mcp/x"}, {{"A", "2"}}),
     {{"launch", "[\"docker\",\"run\",\"mcp/x\\u0001\"]"}, {"args", "[]"}, {"env/A", "\"2\""}}},
    {"set_ahead_of_docker",
     entry("env", {"A=1", "docker", "run", "-e", "A", "mcp/x"}, {{"A", "2"}}),
     {{"launch", "[\"env\",\"A=1\",\"docker\",\"run\",\"mcp/x\\u0001\"]"}, {"args", "[]"}}},
    {"git",
     entry("npx", {"-y", "https://github.com/acme/srv#v1"}),
     {{"launch", "[\"npx\",\"-y\",\"https://github.com/acme/srv#v1\"]"}, {"args", "[]"}}},
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

struct Written {
  const char* name;
  Server like;
  std::string path, value;  // empty: the field goes
  Server after;
};

class WrittenVariable : public testing::TestWithParam<Written> {};

TEST_P(WrittenVariable, StandsWhereThePersonHasIt) {
  const auto& [name, like, path, value, after] = GetParam();
  Fields fields = fields_of(like);
  if (value.empty()) {
    fields.erase(path);
  } else {
    fields[path] = value;
  }
  const Server written = entry_of(fields, like);
  EXPECT_EQ(written.args, after.args);
  EXPECT_EQ(written.env, after.env);
  EXPECT_EQ(fields_of(written), fields);
}

const Written kWritten[] = {
    {"in_the_option", entry("docker", {"run", "-e", "A=1", "x"}), "env/A", "\"2\"",
     entry("docker", {"run", "-e", "A=2", "x"})},
    {"in_both_where_both_said_the_same", entry("docker", {"run", "-e", "A=1", "x"}, {{"A", "1"}}),
     "env/A", "\"2\"", entry("docker", {"run", "-e", "A=2", "x"}, {{"A", "2"}})},
    {"in_the_option_that_counts", entry("docker", {"run", "--env=A=1", "x"}, {{"A", "old"}}),
     "env/A", "\"2\"", entry("docker", {"run", "--env=A=2", "x"}, {{"A", "old"}})},
    {"in_the_last_option", entry("docker", {"run", "-e", "A=0", "-e", "A=1", "x"}), "env/A",
     "\"2\"", entry("docker", {"run", "-e", "A=0", "-e", "A=2", "x"})},
    {"in_env", entry("docker", {"run", "-e", "A=${A}", "x"}, {{"A", "1"}}), "env/A", "\"2\"",
     entry("docker", {"run", "-e", "A=${A}", "x"}, {{"A", "2"}})},
    {"a_new_one_is_passed_on", entry("docker", {"run", "-i", "-e", "A", "x", "-e"}, {{"A", "1"}}),
     "env/B", "\"2\"",
     entry("docker", {"run", "-e", "B", "-i", "-e", "A", "x", "-e"}, {{"A", "1"}, {"B", "2"}})},
    {"one_that_goes_goes_from_both",
     entry("docker", {"run", "-e", "A=1", "-i", "-e", "B", "x"}, {{"A", "9"}, {"B", "2"}}), "env/A",
     "", entry("docker", {"run", "-i", "-e", "B", "x"}, {{"B", "2"}})},
    {"a_name_without_a_value", entry("docker", {"run", "-e", "A=1", "x"}), "env/A", "null",
     entry("docker", {"run", "-e", "A", "x"})},
    {"options_stay_where_they_are",
     entry("docker", {"run", "-i", "-e", "A", "--rm", "-e", "B", "x:1", "y"},
           {{"A", "1"}, {"B", "2"}}),
     "version", "\"2\"",
     entry("docker", {"run", "-i", "-e", "A", "--rm", "-e", "B", "x:2", "y"},
           {{"A", "1"}, {"B", "2"}})},
};

INSTANTIATE_TEST_SUITE_P(Rows, WrittenVariable, testing::ValuesIn(kWritten),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(EntryFields, OptionsStayInPlaceBesideAnotherOptionThatChanges) {
  const Server like = entry("docker", {"run", "-p", "80:80", "-e", "A", "mcp/x:1"}, {{"A", "1"}});
  Fields fields = fields_of(like);
  fields["launch"].replace(fields["launch"].find("80:80"), 2, "90");
  fields["version"] = "\"2\"";
  EXPECT_EQ(entry_of(fields, like).args,
            (std::vector<std::string>{"run", "-p", "90:80", "-e", "A", "mcp/x:2"}));
}

TEST(EntryFields, AnotherCommandTakesTheVariablesAlong) {
  const Server docker = entry("docker", {"run", "-e", "A=1", "x"});
  const Server npm = entry("npx", {"-y", "x"}, {{"A", "1"}});
  EXPECT_EQ(entry_of(fields_of(npm), docker).env, npm.env);
  const Server back = entry_of(fields_of(docker), npm);
  EXPECT_EQ(back.args, (std::vector<std::string>{"run", "-e", "A", "x"}));
  EXPECT_EQ(back.env, npm.env);
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
