#include "deploy/project_document.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "compose/config_hash.h"
#include "deploy/targets.h"
#include "read_text.h"

namespace mcpmx::deploy {
namespace {

namespace json = boost::json;

constexpr const char* kText = R"(
name: p
services:
  db:
    image: postgres:16
    labels: {mcpmx.server: Database}
    environment: {POSTGRES_PASSWORD: "abcd1234efgh"}
  web:
    image: web
    container_name: web
    depends_on: [db]
    labels: {mcpmx.server: Database}
  extra: {image: y, profiles: [more]}
  sharing: {image: z, network_mode: "service:db", cpus: 1.5}
volumes: {data: {}}
)";

class ProjectDocument : public ::testing::Test {
 protected:
  compose::ProjectModel model_ = read_text(kText);
};

TEST_F(ProjectDocument, HasWhatABackendNeeds) {
  const json::value document = json::parse(project_document(model_, Redaction::of(model_)));
  EXPECT_EQ(document.at("schema"), "mcpmx.project/1");
  EXPECT_EQ(document.at("name"), "p");
  EXPECT_EQ(document.at("directory"), "/");
  EXPECT_EQ(document.at("files"), json::value({"/compose.yaml"}));
  EXPECT_EQ(document.at("disabled"), json::value({"extra"}));
  EXPECT_FALSE(document.at("services").as_object().contains("extra"));
  EXPECT_EQ(document.at("services").at("web").at("depends_on").at("db").at("condition"),
            "service_started");
  EXPECT_EQ(document.at("services").at("sharing").at("cpus"), 1.5);
  EXPECT_TRUE(document.at("volumes").as_object().contains("data"));
  EXPECT_EQ(document.at("secrets_at"), json::value({"/services/db/environment/POSTGRES_PASSWORD"}));
}

TEST_F(ProjectDocument, IsOfItsSchema) {
  std::ifstream file(MCPMX_SOURCE_DIR "/sdk/schema/project.schema.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const json::value schema = json::parse(text);
  const json::value document = json::parse(project_document(model_, Redaction()));
  for (const json::value& key : schema.at("required").as_array())
    EXPECT_TRUE(document.as_object().contains(key.as_string())) << key;
  for (const auto& member : document.as_object())
    EXPECT_TRUE(schema.at("properties").as_object().contains(member.key())) << member.key();
}

TEST_F(ProjectDocument, HasTheHashOfEachRelease) {
  const json::value document = json::parse(project_document(model_, Redaction()));
  const json::value& hashes = document.at("config_hashes");
  for (const char* release : {"2.24.0", "2.29.3", "2.30.2", "5.0.0"}) {
    EXPECT_EQ(hashes.at("web").at(release).as_string(),
              *compose::config_hash(*model_.service("web"), compose::hash_form_of(release)));
  }
  // It has the id of a container in it.
  EXPECT_FALSE(hashes.as_object().contains("sharing"));
}

using Names = std::vector<std::string>;

TEST_F(ProjectDocument, TakesNamesOfServersAndServices) {
  EXPECT_EQ(*services_of(model_, {}), Names());
  EXPECT_EQ(*services_of(model_, {"Database"}), (Names{"db", "web"}));
  EXPECT_EQ(*services_of(model_, {"sharing", "db"}), (Names{"db", "sharing"}));
  const auto unknown = services_of(model_, {"databas"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUsage);
  EXPECT_EQ(unknown.error().message, "there is no server and no service \"databas\"");
  const auto disabled = services_of(model_, {"extra"});
  ASSERT_FALSE(disabled);
  EXPECT_EQ(disabled.error().where, "/compose.yaml:13");
}

TEST_F(ProjectDocument, ReadsReplicas) {
  const auto scale = parse_scale(model_, "db=3");
  ASSERT_TRUE(scale);
  EXPECT_EQ(scale->service, "db");
  EXPECT_EQ(scale->replicas, 3u);
  EXPECT_TRUE(parse_scale(model_, "web=1"));
  for (const char* wrong :
       {"db", "db=", "=3", "db=x", "db=-1", "db=99999999999", "no=1", "web=2"}) {
    EXPECT_FALSE(parse_scale(model_, wrong)) << wrong;
  }
}

TEST_F(ProjectDocument, RefusesKeysThatABackendDoesNotHandle) {
  EXPECT_TRUE(check_keys(model_, {}, "b"));
  const auto refused = check_keys(
      model_, {"image", "labels", "environment", "depends_on", "container_name", "network_mode"},
      "b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "the service sharing has cpus, which the backend b does not "
            "handle");
  EXPECT_EQ(refused.error().where, "/compose.yaml:14");
}

}  // namespace
}  // namespace mcpmx::deploy
