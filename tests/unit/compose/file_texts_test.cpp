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

}  // namespace
}  // namespace mcpmx::compose
