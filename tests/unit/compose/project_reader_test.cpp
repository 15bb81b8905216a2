#include "compose/project_reader.h"

#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

class ProjectReaderTest : public TemporaryHome {
 protected:
  Result<ProjectModel> read(const Files& files, ComposeOptions options = {}) {
    for (const auto& [name, text] : files) put(home_ + "/" + name, text);
    options.working_directory = home_;
    options.home = home_;
    return read_project(options);
  }
};

// The value at a path such as "services.web.ports.0.target": its text, where it stands, and how it
// may be edited: "8080 compose.yaml:3 part".
std::string described(const ProjectModel& project, const std::string& path,
                      const std::string& home) {
  const Value* value = &project.root;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::string key = path.substr(begin, end - begin);
    begin = end + 1;
    if (value->is_list()) {
      const auto index = static_cast<std::size_t>(std::stoul(key));
      if (index >= value->members.size()) return "nothing";
      value = &value->members[index].value;
    } else {
      value = value->find(key);
      if (value == nullptr) return "nothing";
    }
  }
  std::string text = value->is_map() ? "{}" : value->is_list() ? "[]" : value->text;
  if (value->is_null()) text = "null";
  std::string where = project.where(value->origin);
  if (where.starts_with(home)) where = where.substr(home.size() + 1);
  text += " " + (where.empty() ? "nowhere" : where);
  if (value->origin.part) text += " part";
  if (value->origin.inherited) text += " inherited";
  if (value->origin.editing == Editing::kHeld) {
    text += std::string(" held: ") + reason_of(value->origin.hold);
  }
  if (value->origin.editing == Editing::kLocalKey) {
    text += " local:" +
            std::to_string(project.files[value->origin.file].document.line(value->origin.local));
  }
  if ((value->origin.editing == Editing::kNowhere) != where.empty() &&
      value->origin.hold != Hold::kEnvFile) {
    text += " INCONSISTENT";
  }
  return text;
}

struct OriginRow {
  const char* name;
  Files files;
  std::vector<std::pair<std::string, std::string>> values;  // path, description
};

class Origins : public ProjectReaderTest, public testing::WithParamInterface<OriginRow> {};

TEST_P(Origins, AreWhereTheValueIsSaid) {
  const auto project = read(GetParam().files);
  ASSERT_TRUE(project) << project.error().message << " " << project.error().where;
  for (const auto& [path, wanted] : GetParam().values) {
    EXPECT_EQ(described(*project, path, home_), wanted) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Origins,
    testing::Values(
        OriginRow{"plain",
                  {{"compose.yaml", "name: p\nservices:\n  a:\n    image: x\n    tty: true\n"}},
                  {{"services.a", "{} compose.yaml:4"},
                   {"services.a.image", "x compose.yaml:4"},
                   {"services.a.tty", "true compose.yaml:5"},
                   {"services.a.networks", "{} nowhere"},
                   {"networks.default.name", "p_default nowhere"}}},
        OriginRow{"short_forms",
                  {{"compose.yaml",
                    "services:\n  a:\n    image: x\n    ports:\n    - 8080:80\n    - target: 81\n"
                    "    environment:\n    - A=1\n    - B\n    volumes: [./v:/v]\n"
                    "    command: run it\n    build: .\n"},
                   {".env", "B=b\n"}},
                  {{"services.a.ports.0.published", "8080 compose.yaml:5 part"},
                   {"services.a.ports.0.mode", "ingress nowhere"},
                   {"services.a.ports.1.target", "81 compose.yaml:6"},
                   {"services.a.environment", "{} compose.yaml:8"},
                   {"services.a.environment.A", "1 compose.yaml:8 part"},
                   {"services.a.environment.B", "b compose.yaml:9 part inherited"},
                   {"services.a.volumes.0.target", "/v compose.yaml:10 part"},
                   {"services.a.command.1", "it compose.yaml:11 part"},
                   {"services.a.build.dockerfile", "Dockerfile nowhere"}}},
        OriginRow{"override_files",
                  {{"compose.yaml",
                    "services:\n  a:\n    image: x\n    environment: {A: 1, B: 2}\n    dns: [d]\n"},
                   {"compose.override.yaml",
                    "services:\n  a:\n    image: y\n    environment: [B=3, C=4]\n    dns: e\n"}},
                  {{"services.a.image", "y compose.override.yaml:3"},
                   {"services.a.environment", "{} compose.yaml:4"},
                   {"services.a.environment.A", "1 compose.yaml:4"},
                   {"services.a.environment.B", "3 compose.override.yaml:4 part"},
                   {"services.a.environment.C", "4 compose.override.yaml:4 part"},
                   {"services.a.dns.0", "d compose.yaml:5"},
                   {"services.a.dns.1", "e compose.override.yaml:5"}}},
        OriginRow{"merge_keys",
                  {{"compose.yaml",
                    "x-b: &b\n  restart: always\n  environment: {A: 1}\nservices:\n  a:\n"
                    "    <<: *b\n    image: x\n"}},
                  {{"services.a.image", "x compose.yaml:7"},
                   {"services.a.restart", "always compose.yaml:2 local:6"},
                   {"services.a.environment.A", "1 compose.yaml:3 local:6"}}},
        OriginRow{
            "aliases",
            {{"compose.yaml",
              "services:\n  a:\n    image: &i x\n    environment: &e {A: 1}\n  b:\n"
              "    image: *i\n    environment: *e\n"}},
            {{"services.a.image", "x compose.yaml:3 held: stands below an anchor that others use"},
             {"services.a.environment.A",
              "1 compose.yaml:4 held: stands below an anchor that others use"},
             {"services.b.image", "x compose.yaml:6"},
             {"services.b.environment", "{} compose.yaml:7"},
             {"services.b.environment.A",
              "1 compose.yaml:4 held: stands in a definition that an alias uses"}}},
        OriginRow{"unused_anchor",
                  {{"compose.yaml", "services:\n  a: &a\n    image: x\n"}},
                  {{"services.a.image", "x compose.yaml:3"}}},
        OriginRow{"extends",
                  {{"compose.yaml",
                    "services:\n  b:\n    image: x\n    environment: {A: 1, B: 2}\n    tty: true\n"
                    "  a:\n    extends: b\n    environment:\n      B: 3\n"}},
                  {{"services.a", "{} compose.yaml:7"},
                   {"services.a.image", "x compose.yaml:3 held: is inherited by extends"},
                   {"services.a.environment", "{} compose.yaml:9"},
                   {"services.a.environment.A", "1 compose.yaml:4 held: is inherited by extends"},
                   {"services.a.environment.B", "3 compose.yaml:9"},
                   {"services.a.extends", "nothing"},
                   {"services.b.image", "x compose.yaml:3"}}},
        OriginRow{"extends_file",
                  {{"compose.yaml",
                    "services:\n  a:\n    extends: {file: s/b.yaml, service: b}\n    tty: true\n"},
                   {"s/b.yaml", "services:\n  b:\n    image: x\n    tty: false\n"}},
                  {{"services.a.image", "x s/b.yaml:3 held: is inherited by extends"},
                   {"services.a.tty", "true compose.yaml:4"}}},
        OriginRow{"include",
                  {{"compose.yaml", "include: [s/b.yaml]\nservices:\n  a:\n    image: x\n"},
                   {"compose.override.yaml", "services:\n  b:\n    tty: true\n"},
                   {"s/b.yaml", "services:\n  b:\n    image: $X\n"},
                   {"s/.env", "X=y\n"}},
                  {{"services.b.image", "y s/b.yaml:3 held: stands in an included file"},
                   {"services.b", "{} compose.override.yaml:3"},
                   {"services.b.tty", "true compose.override.yaml:3"},
                   {"services.a.image", "x compose.yaml:4"}}},
        OriginRow{"reset",
                  {{"compose.yaml",
                    "services:\n  a:\n    image: x\n    ports: [80]\n    dns: [d]\n    user: me\n"},
                   {"compose.override.yaml",
                    "services:\n  a:\n    ports: !reset []\n    dns: !override [e]\n"}},
                  {{"services.a.ports", "nothing"},
                   {"services.a.dns.0", "e compose.override.yaml:4"},
                   {"services.a.dns.1", "nothing"},
                   {"services.a.user", "me compose.yaml:6"}}},
        OriginRow{"merge_rules",
                  {{"compose.yaml",
                    "services:\n  a:\n    image: x\n    command: [a]\n    ports: ['1:1', '2:2']\n"
                    "    volumes: ['/a:/t', /u]\n    logging: {driver: d, options: {a: 1}}\n"
                    "    ulimits: {n: {soft: 1, hard: 2}}\n    depends_on: [b]\n"
                    "    healthcheck: {test: [CMD, a], retries: 3}\n  b: {image: x}\n"
                    "networks: {n: {ipam: {config: [{subnet: s, gateway: g}]}}}\n"},
                   {"compose.override.yaml",
                    "services:\n  a:\n    command:\n    ports: ['3:1', '2:2']\n"
                    "    volumes: ['/b:/t']\n    logging: {driver: e, options: {b: 2}}\n"
                    "    ulimits: {n: {soft: 3}}\n    depends_on: {b: {condition: c}}\n"
                    "    healthcheck: {test: x}\n"
                    "networks: {n: {ipam: {config: [{subnet: s, ip_range: r}, {subnet: t}]}}}\n"}},
                  {{"services.a.command", "null compose.override.yaml:3"},
                   {"services.a.ports.0.published", "1 compose.yaml:5 part"},
                   {"services.a.ports.1.published", "2 compose.override.yaml:4 part"},
                   {"services.a.ports.2.published", "3 compose.override.yaml:4 part"},
                   {"services.a.ports.3", "nothing"},
                   {"services.a.volumes.0.source", "/b compose.override.yaml:5 part"},
                   {"services.a.volumes.1.target", "/u compose.yaml:6 part"},
                   {"services.a.logging.options.a", "nothing"},
                   {"services.a.logging.options.b", "2 compose.override.yaml:6"},
                   {"services.a.ulimits.n.hard", "nothing"},
                   {"services.a.depends_on.b.condition", "c compose.override.yaml:8"},
                   {"services.a.healthcheck.test.1", "x compose.override.yaml:9"},
                   {"services.a.healthcheck.retries", "3 compose.yaml:10"},
                   {"networks.n.ipam.config.0.gateway", "g compose.yaml:12"},
                   {"networks.n.ipam.config.0.ip_range", "r compose.override.yaml:10"},
                   {"networks.n.ipam.config.1.subnet", "t compose.override.yaml:10"}}},
        OriginRow{
            "env_file",
            {{"compose.yaml",
              "services:\n  a:\n    image: x\n    env_file: e.env\n    environment: {A: 1}\n"},
             {"e.env", "A=2\nB=3\n"}},
            {{"services.a.environment.A", "1 compose.yaml:5"},
             {"services.a.environment.B", "3 nowhere held: comes from an env_file"},
             {"services.a.env_file.0.required", "true nowhere"}}}),
    [](const auto& row) { return std::string(row.param.name); });

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

}  // namespace
}  // namespace mcpmx::compose
