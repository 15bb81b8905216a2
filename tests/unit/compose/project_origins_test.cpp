// Where each value of a project comes from, and whether it may be edited there.
#include <algorithm>

#include "project_folder.h"

namespace mcpmx::compose {
namespace {

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

class OriginRows : public ProjectReaderTest, public testing::WithParamInterface<OriginRow> {};

TEST_P(OriginRows, AreWhereTheValueIsSaid) {
  const auto project = read(GetParam().files);
  ASSERT_TRUE(project) << project.error().message << " " << project.error().where;
  for (const auto& [path, wanted] : GetParam().values) {
    EXPECT_EQ(described(*project, path, home_), wanted) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, OriginRows,
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
             {"services.a.environment.B",
              "3 nowhere held: comes from a file that the service names"},
             {"services.a.env_file.0.required", "true nowhere"}}}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mcpmx::compose
