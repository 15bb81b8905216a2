// Projects of which files, and values of variables, are given in memory.
#include "compose/file_texts.h"

#include "project_folder.h"

namespace mcpmx::compose {
namespace {

class FileTextsTest : public ProjectReaderTest {
 protected:
  // `service.key` of the model; the error's message if there is none.
  static std::string text(const Result<ProjectModel>& project, std::string_view service,
                          std::string_view key) {
    if (!project) return project.error().message;
    const Value* value = project->root.at({"services", service, key});
    return value == nullptr ? "nothing" : value->text;
  }
};

TEST_F(FileTextsTest, StandInForFilesOfTheDisk) {
  const std::string main = home_ + "/compose.yaml";
  const auto project = read({{"compose.yaml", "services: {a: {image: disk}}\n"}},
                            {.texts = {{main, "services: {a: {image: memory}}\n"}}});
  EXPECT_EQ(text(project, "a", "image"), "memory");
  EXPECT_EQ(project->files.front().path, main);
  EXPECT_EQ(project->files.front().document.text(), "services: {a: {image: memory}}\n");
}

TEST_F(FileTextsTest, AreFoundWhereTheDiskHasNothing) {
  const auto project =
      read({}, {.texts = {{home_ + "/docker-compose.yml",
                           "include: [part/i.yaml]\n"
                           "services: {a: {image: \"x:$TAG\", env_file: a.env, "
                           "extends: {file: e.yaml, service: e}}}\n"},
                          {home_ + "/docker-compose.override.yml", "services: {a: {tty: true}}\n"},
                          {home_ + "/e.yaml", "services: {e: {user: me}}\n"},
                          {home_ + "/part/i.yaml", "services: {i: {image: \"y:$TAG\"}}\n"},
                          {home_ + "/part/.env", "TAG=part\n"},
                          {home_ + "/a.env", "A=1\n"},
                          {home_ + "/.env", "TAG=1.5\n"}}});
  EXPECT_EQ(text(project, "a", "image"), "x:1.5");
  EXPECT_EQ(text(project, "a", "tty"), "true");
  EXPECT_EQ(text(project, "a", "user"), "me");
  EXPECT_EQ(text(project, "i", "image"), "y:1.5");
  ASSERT_NE(project->root.at({"services", "a", "environment", "A"}), nullptr);
  EXPECT_EQ(project->environment.variable("TAG")->file, home_ + "/.env");
}

TEST_F(FileTextsTest, MayBeAMainFileThatIsNamed) {
  const auto project =
      read({}, {.files = {"new.yaml"},
                .texts = {{home_ + "/new.yaml", "services: {a: {image: memory}}\n"}}});
  EXPECT_EQ(text(project, "a", "image"), "memory");
}

TEST_F(FileTextsTest, AreReadAsStrictlyAsFiles) {
  const auto project = read({}, {.texts = {{home_ + "/compose.yaml", "services: [\n"}}});
  ASSERT_FALSE(project);
  EXPECT_TRUE(project.error().where.starts_with(home_ + "/compose.yaml:"));
}

struct VariableRow {
  const char* name;
  const char* env;  // the text of .env
  VariableMap stand_ins;
  VariableMap new_variables;
  VariableMap process;
  const char* value;  // of "$A|$B|$C"
};

class VariableRows : public FileTextsTest, public testing::WithParamInterface<VariableRow> {};

TEST_P(VariableRows, AreReadAsGiven) {
  const auto& row = GetParam();
  const auto project = read(
      {{"compose.yaml", "services: {a: {image: '$A|$B|$C'}}\n"}, {".env", row.env}},
      {.process = row.process, .stand_ins = row.stand_ins, .new_variables = row.new_variables});
  EXPECT_EQ(text(project, "a", "image"), row.value);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, VariableRows,
    testing::Values(
        VariableRow{"nothing_given", "A=1\nB=2\n", {}, {}, {}, "1|2|"},
        VariableRow{"in_place_of_a_value", "A=1\nB=2\n", {{"A", "#a"}}, {}, {}, "#a|2|"},
        VariableRow{"seen_by_later_lines", "A=1\nB=x${A}y\n", {{"A", "#a"}}, {}, {}, "#a|x#ay|"},
        VariableRow{"taken_as_it_stands", "A=1\n", {{"A", "$B${C:?no}"}}, {}, {}, "$B${C:?no}||"},
        VariableRow{
            "for_a_value_that_cannot_be_read", "A=${C:?no}\n", {{"A", "#a"}}, {}, {}, "#a||"},
        VariableRow{
            "for_each_line_of_the_name", "A=1\nB=$A\nA=2\n", {{"A", "#a"}}, {}, {}, "#a|#a|"},
        VariableRow{"not_where_no_file_sets_it", "A=1\n", {{"B", "#b"}}, {}, {}, "1||"},
        VariableRow{"not_of_the_process", "B=1\n", {{"A", "#a"}}, {}, {{"A", "p"}}, "p|1|"},
        VariableRow{"new_ones", "A=1\n", {}, {{"A", "n"}, {"B", "$C"}}, {}, "1|$C|"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(FileTextsTest, StandInsKeepTheirLine) {
  const auto project = read({{"compose.yaml", "services: {a: {image: x}}\n"}, {".env", "\nA=1\n"}},
                            {.stand_ins = {{"A", "#a"}}});
  EXPECT_EQ(project->environment.variable("A")->line, 2U);
  EXPECT_EQ(project->environment.variable("A")->file, home_ + "/.env");
}

TEST_F(FileTextsTest, StandInsHoldWhereAServiceNamesTheSameFile) {
  const auto project = read(
      {{"compose.yaml", "services: {a: {image: x, env_file: .env}, b: {image: x, env_file: b}}\n"},
       {".env", "A=s3cret\n"},
       {"b", "A=other\n"}},
      {.stand_ins = {{"A", "#a"}}});
  EXPECT_EQ(project->root.at({"services", "a", "environment", "A"})->text, "#a");
  EXPECT_EQ(project->root.at({"services", "b", "environment", "A"})->text, "other");
}

}  // namespace
}  // namespace mcpmx::compose
