#include "compose/project_reader.h"

#include <chrono>
#include <random>

#include "project_folder.h"

namespace mcpmx::compose {
namespace {

TEST_F(ProjectReaderTest, TellsWhatAResetCovers) {
  const auto project = read({{"compose.yaml", "services: {a: {image: x, ports: [80]}}\n"},
                             {"compose.override.yaml",
                              "services:\n  a:\n    ports: !reset []\n    dns: !override [e]\n"}});
  ASSERT_TRUE(project);
  const std::vector<std::string_view> below = {"services", "a", "ports", "0"};
  const std::vector<std::string_view> beside = {"services", "a", "tty"};
  const std::vector<std::string_view> overridden = {"services", "a", "dns"};
  ASSERT_NE(project->reset_at(below), nullptr);
  EXPECT_EQ(project->where(project->reset_at(below)->origin), home_ + "/compose.override.yaml:3");
  EXPECT_EQ(project->reset_at(below)->origin.hold, Hold::kReset);
  EXPECT_EQ(project->reset_at(beside), nullptr);
  EXPECT_EQ(project->reset_at(overridden), nullptr);
}

TEST_F(ProjectReaderTest, KeepsTheTextBehindAValue) {
  const auto project = read({{"compose.yaml",
                              "services:\n  a:\n    image: x:${TAG}\n"
                              "    environment: [\"K=${KEY}\"]\n"},
                             {".env", "TAG=1\nKEY=s3cret\n"}});
  ASSERT_TRUE(project);
  const Value* image = project->root.at({"services", "a", "image"});
  EXPECT_EQ(image->text, "x:1");
  EXPECT_EQ(project->source_text(image->origin), "x:${TAG}");
  const Value* key = project->root.at({"services", "a", "environment", "K"});
  EXPECT_EQ(key->text, "s3cret");
  EXPECT_EQ(project->source_text(key->origin), "K=${KEY}");
  EXPECT_EQ(project->environment.variable("KEY")->line, 2U);
}

TEST_F(ProjectReaderTest, ResolvesAgainstTheFilesAndTheGivenProcessAlone) {
  const Files files = {{"compose.yaml", "services: {a: {image: 'x:$HOME$TAG'}}\n"},
                       {".env", "TAG=env\n"}};
  const auto alone = read(files);
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->service("a")->find("image")->text, "x:env");
  ASSERT_EQ(alone->findings.size(), 1U);
  EXPECT_EQ(alone->findings[0].message, unset_warning("HOME"));
  EXPECT_EQ(alone->findings[0].where, home_ + "/compose.yaml:1");
  const auto deployed = read(files, {.process = {{"TAG", "shell"}, {"HOME", "h"}}});
  EXPECT_EQ(deployed->service("a")->find("image")->text, "x:hshell");
}

TEST_F(ProjectReaderTest, KnowsProfilesNamesAndRoles) {
  const auto project =
      read({{"compose.yaml",
             "name: Some.Name\ninclude: [i.yaml]\n"
             "services: {a: {image: x}, b: {image: x, profiles: [p]}}\n"},
            {"compose.override.yaml", "services: {a: {extends: {file: e.yaml, service: e}}}\n"},
            {"i.yaml", "services: {i: {image: x, profiles: [q]}}\n"},
            {"e.yaml", "services: {e: {image: x}}\n"}},
           {.profiles = {"q"}});
  ASSERT_TRUE(project);
  EXPECT_EQ(project->name, "somename");
  EXPECT_TRUE(project->is_enabled("a"));
  EXPECT_TRUE(project->is_enabled("i"));
  EXPECT_EQ(project->disabled, std::vector<std::string>{"b"});
  std::vector<FileRole> roles;
  for (const SourceFile& file : project->files) roles.push_back(file.role);
  EXPECT_EQ(roles, (std::vector<FileRole>{FileRole::kMain, FileRole::kOverride, FileRole::kIncluded,
                                          FileRole::kExtended}));
}

struct RefusedRow {
  const char* name;
  Files files;
  const char* where;
  const char* message;
};

class RefusedProjects : public ProjectReaderTest, public testing::WithParamInterface<RefusedRow> {};

TEST_P(RefusedProjects, NameTheLineAndTheReason) {
  const auto project = read(GetParam().files);
  ASSERT_FALSE(project);
  const Error& error = project.error();
  EXPECT_EQ(error.where.starts_with(home_) ? error.where.substr(home_.size() + 1) : error.where,
            GetParam().where);
  EXPECT_NE(error.message.find(GetParam().message), std::string::npos) << error.message;
  EXPECT_EQ((error.message + error.hint).find("s3cret"), std::string::npos) << error.message;
  EXPECT_FALSE(error.hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedProjects,
    testing::Values(
        RefusedRow{"not_a_map", {{"compose.yaml", "- a\n"}}, "compose.yaml", "must be a mapping"},
        RefusedRow{"empty", {{"compose.yaml", ""}}, "compose.yaml", "empty compose file"},
        RefusedRow{"wrong_kind",
                   {{"compose.yaml", "services:\n- s3cret\n"}},
                   "compose.yaml:2",
                   "services must be a mapping"},
        RefusedRow{"bad_port",
                   {{"compose.yaml", "services:\n  a:\n    ports:\n    - s3cret\n"}},
                   "compose.yaml:4",
                   "services.a.ports has an entry that is no port"},
        RefusedRow{"bad_mount",
                   {{"compose.yaml", "services:\n  a:\n    volumes: ['/s3cret::b']\n"}},
                   "compose.yaml:3",
                   "services.a.volumes has an entry that is no mount"},
        RefusedRow{"bad_bool",
                   {{"compose.yaml", "services:\n  a:\n    tty: s3cret\n"}},
                   "compose.yaml:3",
                   "services.a.tty is an invalid boolean"},
        RefusedRow{"required",
                   {{"compose.yaml", "services:\n  a:\n    image: ${I:?set $S}\n"},
                    {".env", "S=s3cret\n"}},
                   "compose.yaml:3",
                   "required variable I is missing a value: set $S"},
        RefusedRow{"invalid",
                   {{"compose.yaml", "services:\n  a:\n    command: [\"s3cret ${\"]\n"}},
                   "compose.yaml:3",
                   "invalid interpolation format for services.a.command.[]"},
        RefusedRow{"merge_of_kinds",
                   {{"compose.yaml", "services: {a: {image: x, deploy: {mode: a}}}\n"},
                    {"compose.override.yaml", "services: {a: {deploy: [s3cret]}}\n"}},
                   "compose.override.yaml:1",
                   "services.a.deploy must be a mapping"},
        RefusedRow{"extends_nothing",
                   {{"compose.yaml", "services:\n  a:\n    extends: b\n"}},
                   "compose.yaml:3",
                   "cannot extend service \"b\""},
        RefusedRow{"extends_missing_file",
                   {{"compose.yaml", "services:\n  a:\n    extends: {file: n.yaml, service: b}\n"}},
                   "compose.yaml:3",
                   "cannot read"},
        RefusedRow{"extends_circle",
                   {{"compose.yaml",
                     "services:\n  a:\n    extends: b\n  b:\n    extends: {service: a}\n"}},
                   "compose.yaml:3",
                   "circular reference: a in "},
        RefusedRow{
            "include_circle",
            {{"compose.yaml", "include:\n- b.yaml\n"}, {"b.yaml", "include:\n- compose.yaml\n"}},
            "b.yaml:2",
            "include cycle detected"},
        RefusedRow{"include_conflict",
                   {{"compose.yaml", "include: [b.yaml]\nservices:\n  a: {image: x}\n"},
                    {"b.yaml", "services: {a: {image: s3cret}}\n"}},
                   "compose.yaml:3",
                   "services.a conflicts with imported resource"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(ProjectReaderTest, SaysWhichKeysItDoesNotKnow) {
  const auto project =
      read({{"compose.yaml", "services:\n  a:\n    image: x\n    imge: s3cret\n    x-own: 1\n"}});
  ASSERT_TRUE(project);
  ASSERT_EQ(project->findings.size(), 1U);
  EXPECT_EQ(project->findings[0].code, "compose.unknown-key");
  EXPECT_EQ(project->findings[0].message, "services.a.imge is a key that is not known");
  EXPECT_EQ(project->findings[0].where, home_ + "/compose.yaml:4");
  EXPECT_EQ(project->service("a")->find("imge")->text, "s3cret") << "it is kept";
}

// A base that hundreds of services share is read once, and no step is square in the services.
TEST_F(ProjectReaderTest, IsLinear) {
  std::string text = "services:\n";
  std::string over = text;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "s" + std::to_string(i);
    text += "  " + name + ": {extends: {file: base.yaml, service: b}, environment: {A: $A}}\n";
    over += "  " + name + ": {ports: ['" + std::to_string(1000 + i) + ":80']}\n";
  }
  std::string base = "services:\n  b: {image: x}\n";
  for (int i = 0; i < 3000; ++i) base += "  o" + std::to_string(i) + ": {image: x}\n";
  const auto begin = std::chrono::steady_clock::now();
  const auto project =
      read({{"compose.yaml", text}, {"compose.override.yaml", over}, {"base.yaml", base}});
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->root.find("services")->members.size(), 3000U);
  EXPECT_LT(taken.count(), 10.0);
}

// Every value stands in a file, is a default, or comes from an env file; what is held says why.
void expect_sound(const ProjectModel& project, const Value& value) {
  const Origin& origin = value.origin;
  if (origin.editing == Editing::kInPlace || origin.editing == Editing::kLocalKey) {
    ASSERT_LT(origin.file, project.files.size());
    ASSERT_LT(origin.node, project.files[origin.file].document.size());
    ASSERT_EQ(origin.hold, Hold::kNone);
  }
  ASSERT_EQ(origin.editing == Editing::kHeld, origin.hold != Hold::kNone);
  ASSERT_EQ(origin.editing == Editing::kLocalKey, origin.local != document::kNoNode);
  for (const Member& member : value.members) expect_sound(project, member.value);
}

// Whatever is broken in a file, it is read soundly or refused with a place; nothing crashes.
TEST_F(ProjectReaderTest, SurvivesBrokenFiles) {
  const std::string whole =
      "x-b: &b {restart: always, environment: {A: 1}}\n"
      "include: [i.yaml]\n"
      "services:\n"
      "  a:\n    <<: *b\n    image: x:${T:-1}\n    ports: ['80:80', {target: 81}]\n"
      "    environment: [A=1, B]\n    volumes: ['./v:/v', {type: bind, source: s, target: t}]\n"
      "    command: run 'it'\n    depends_on: {c: {condition: service_started}}\n"
      "    healthcheck: {test: [CMD, x], interval: 5s}\n    extends: {file: e.yaml, service: e}\n"
      "    networks: [n]\n    secrets: [s]\n    build: {context: ., args: [A=1]}\n"
      "    ulimits: {n: {soft: 1}}\n    extra_hosts: ['h:1']\n    labels: !override {a: b}\n"
      "  c: {extends: a, ports: !reset [], env_file: [e.env], profiles: [p]}\n"
      "networks: {n: {external: {name: q}, ipam: {config: [{subnet: s}]}}}\n"
      "secrets: {s: {file: f}}\n";
  const std::vector<std::string> pieces = {"[",    "]",   "{",      "}",  ": ", "- ",
                                           "null", "[a]", "{a: b}", "${", "$A", "!reset ",
                                           "*b",   "&c ", "\n",     "  ", "'",  "~"};
  std::mt19937 random(20261124);
  const auto below = [&](std::size_t size) { return random() % size; };
  put(home_ + "/e.yaml", "services: {e: {image: e, ports: [1]}}\n");
  put(home_ + "/i.yaml", "services: {i: {image: i, networks: {n: }}}\n");
  put(home_ + "/e.env", "E=1\n");
  std::size_t accepted = 0;
  for (int round = 0; round < 800; ++round) {
    std::string text = whole;
    for (std::size_t edits = 1 + below(3); edits > 0; --edits) {
      const std::size_t at = below(text.size());
      // Half of the edits replace a value, which often leaves the file YAML.
      const std::size_t colon = text.find(": ", at);
      if (below(2) == 0 && colon != std::string::npos) {
        text.replace(colon + 2, text.find_first_of(",}\n", colon + 2) - colon - 2,
                     pieces[below(pieces.size())]);
      } else {
        text.replace(at, below(6), pieces[below(pieces.size())]);
      }
    }
    const auto project = read({{"compose.yaml", text}});
    if (project) {
      ++accepted;
      expect_sound(*project, project->root);
    } else {
      EXPECT_FALSE(project.error().where.empty()) << project.error().message << "\n" << text;
      EXPECT_FALSE(project.error().message.empty());
    }
    if (HasFailure()) FAIL() << text;
  }
  EXPECT_GT(accepted, 60U) << "broken beyond what a test of reading needs";
}

}  // namespace
}  // namespace mcpmx::compose
