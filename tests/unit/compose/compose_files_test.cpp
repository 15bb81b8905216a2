#include "compose/compose_files.h"

#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

struct FilesRow {
  const char* name;
  std::vector<std::string> exist;  // below the home; "x/.env=TEXT" has a text
  ComposeOptions options;          // working_directory below the home
  const char* files;               // below the home
  const char* directory;
  std::size_t findings = 0;
};

TEST_F(TemporaryHome, AnOverrideBelongsToTheFileThatIsReadWithoutOption) {
  for (const char* name : {"p/compose.yml", "p/docker-compose.yml", "p/compose.override.yaml",
                           "p/docker-compose.override.yml", "q/docker-compose.yml"}) {
    put(home_ + "/" + name, "");
  }
  EXPECT_EQ(override_of(home_ + "/p/compose.yml"), home_ + "/p/compose.override.yaml");
  EXPECT_EQ(override_of(home_ + "/p/docker-compose.yml"), "") << "compose.yml is read instead";
  EXPECT_EQ(override_of(home_ + "/p/mine.yml"), "") << "it is read with -f alone";
  EXPECT_EQ(override_of(home_ + "/q/docker-compose.yml"), "");
  put(home_ + "/r/docker-compose.override.yml", "");
  EXPECT_EQ(override_of(home_ + "/r/docker-compose.yml"), home_ + "/r/docker-compose.override.yml")
      << "also of a file that is still to be written";
}

class ComposeFilesTest : public TemporaryHome, public testing::WithParamInterface<FilesRow> {};

TEST_P(ComposeFilesTest, FindsWhatComposeFinds) {
  for (const std::string& each : GetParam().exist) {
    const auto equals = each.find('=');
    put(home_ + "/" + each.substr(0, equals),
        equals == std::string::npos ? "" : each.substr(equals + 1));
  }
  ComposeOptions options = GetParam().options;
  options.working_directory = home_ + options.working_directory;
  const auto found = find_compose_files(options);
  ASSERT_TRUE(found) << found.error().message;
  std::string files;
  for (const std::string& path : found->files) files += path.substr(home_.size()) + " ";
  EXPECT_EQ(files, GetParam().files);
  EXPECT_EQ(found->project_directory, home_ + GetParam().directory);
  EXPECT_EQ(found->findings.size(), GetParam().findings);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ComposeFilesTest,
    testing::Values(
        FilesRow{"first_name",
                 {"p/compose.yaml", "p/compose.yml", "p/docker-compose.yml"},
                 {.working_directory = "/p"},
                 "/p/compose.yaml ",
                 "/p",
                 1},
        FilesRow{"second_name",
                 {"p/docker-compose.yml", "p/compose.yml"},
                 {.working_directory = "/p"},
                 "/p/compose.yml ",
                 "/p",
                 1},
        FilesRow{"last_name",
                 {"p/docker-compose.yaml"},
                 {.working_directory = "/p"},
                 "/p/docker-compose.yaml ",
                 "/p"},
        FilesRow{"override",
                 {"p/docker-compose.yml", "p/docker-compose.override.yml"},
                 {.working_directory = "/p"},
                 "/p/docker-compose.yml /p/docker-compose.override.yml ",
                 "/p"},
        FilesRow{"first_override",
                 {"p/compose.yml", "p/compose.override.yaml", "p/compose.override.yml"},
                 {.working_directory = "/p"},
                 "/p/compose.yml /p/compose.override.yml ",
                 "/p",
                 1},
        FilesRow{"parents",
                 {"p/compose.yml", "p/compose.override.yml", "p/q/r/x"},
                 {.working_directory = "/p/q/r"},
                 "/p/compose.yml /p/compose.override.yml ",
                 "/p"},
        FilesRow{"several_options",
                 {"p/compose.yml"},
                 {.working_directory = "/p", .files = {"a/one.yml", "../two.yml"}},
                 "/p/a/one.yml /two.yml ",
                 "/p/a"},
        FilesRow{"project_directory",
                 {},
                 {.working_directory = "/p", .files = {"a/one.yml"}, .project_directory = "b"},
                 "/p/a/one.yml ",
                 "/p/b"},
        FilesRow{"search_in_project_directory",
                 {"p/b/compose.yml", "p/compose.yml"},
                 {.working_directory = "/p", .project_directory = "b"},
                 "/p/b/compose.yml ",
                 "/p/b"},
        FilesRow{"compose_file",
                 {"p/compose.yml"},
                 {.working_directory = "/p", .process = {{"COMPOSE_FILE", "a/x.yml:y.yml"}}},
                 "/p/a/x.yml /p/y.yml ",
                 "/p/a"},
        FilesRow{"compose_file_of_env_file",
                 {"p/.env=COMPOSE_FILE=x.yml,y.yml\nCOMPOSE_PATH_SEPARATOR=,"},
                 {.working_directory = "/p"},
                 "/p/x.yml /p/y.yml ",
                 "/p"}),
    [](const auto& row) { return std::string(row.param.name); });

class ComposeSurroundings : public TemporaryHome {
 protected:
  Result<ComposeFiles> find(ComposeOptions options) {
    options.working_directory = home_ + options.working_directory;
    return find_compose_files(options);
  }
};

TEST_F(ComposeSurroundings, ReadsEnvFilesOfBothFoldersTheNearerFirst) {
  put(home_ + "/p/compose.yml", "");
  put(home_ + "/p/.env", "A=project\nB=project\n");
  put(home_ + "/p/q/.env", "A=here\n");
  const auto found = find({.working_directory = "/p/q"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->environment.find("A"), "here");
  EXPECT_EQ(found->environment.find("B"), "project");
  EXPECT_EQ(found->env_files, (std::vector<std::string>{home_ + "/p/q/.env", home_ + "/p/.env"}));
}

TEST_F(ComposeSurroundings, NamedFilesMeanTheirOwnFolder) {
  put(home_ + "/.env", "A=here\n");
  put(home_ + "/p/.env", "A=project\n");
  const auto found = find({.files = {"p/compose.yml"}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->environment.find("A"), "project");
}

TEST_F(ComposeSurroundings, ProfilesAreGivenOrOfTheEnvironment) {
  put(home_ + "/compose.yml", "");
  put(home_ + "/.env", "COMPOSE_PROFILES= one, two ,\n");
  EXPECT_EQ(find({})->profiles, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(find({.profiles = {"three"}})->profiles, (std::vector<std::string>{"three"}));
}

TEST_F(ComposeSurroundings, SaysWhereNothingWasFound) {
  std::filesystem::create_directories(home_ + "/p");
  const auto none = find({.working_directory = "/p"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().where, home_ + "/p");
  EXPECT_FALSE(find({.files = {"-"}}));
  EXPECT_FALSE(find({.files = {"x.yml"}, .env_files = {"none.env"}}));
}

}  // namespace
}  // namespace mcpmx::compose
