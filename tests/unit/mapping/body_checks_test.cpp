#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <limits>

#include "mapping/body_reach.h"
#include "mapping/body_values.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

json::object body_of(const char* text) { return json::parse(text).as_object(); }

TEST(BodyValues, TakeWhatComposeReads) {
  for (
      const char* body : {
          R"({"cpus":0.5,"pids_limit":-1,"mem_limit":"1.5 GiB","memswap_limit":-1,"shm_size":"64M"})",
          R"({"cpus":"1.5","cpu_quota":"50000","oom_score_adj":"-500","mem_swappiness":0})",
          R"({"healthcheck":{"interval":"1m30s","timeout":"1.5s","retries":3},"cgroup":"host"})",
          R"({"extra_hosts":["a:1.1.1.1","b=::1","host.docker.internal:host-gateway"]})",
          R"({"devices":["/dev/a:/dev/b:rw","vendor.com/class=all"],"ports":["127.0.0.1:1:1",80]})",
          R"({"ulimits":{"nofile":1,"core":{"soft":0,"hard":-1}},"labels":{"a":""}})",
          R"({"deploy":{"resources":{"reservations":{"devices":[{"count":"all"},{"count":1}]}}}})",
          // Known when Compose runs.
          R"({"cpus":"${CPUS?set it in .env}","mem_limit":"${MEM:-2g}"})",
      }) {
    const auto result = check_values(body_of(body));
    EXPECT_TRUE(result) << body << ": " << (result ? "" : result.error().message);
  }
}

TEST(BodyValues, RefuseWhatWouldMakeTheWholeFileUseless) {
  struct Row {
    const char* body;
    const char* key;
  };
  const Row rows[] = {
      {R"({"pids_limit":"abc"})", "pids_limit"},
      {R"({"pids_limit":""})", "pids_limit"},
      {R"({"pids_limit":"99999999999999999999"})", "pids_limit"},
      {R"({"cpus":"$$x"})", "cpus"},
      {R"({"cpus":"inf"})", "cpus"},
      {R"({"cpu_period":"1e5"})", "cpu_period"},
      {R"({"cpu_quota":"a/b"})", "cpu_quota"},
      {R"({"cpu_shares":"1e5"})", "cpu_shares"},
      {R"({"mem_swappiness":101})", "mem_swappiness"},
      {R"({"oom_score_adj":-1001})", "oom_score_adj"},
      {R"({"mem_limit":"-5"})", "mem_limit"},
      {R"({"mem_limit":"${MEM:-lots}"})", "mem_limit"},
      {R"({"shm_size":"1e5"})", "shm_size"},
      {R"({"cgroup":"x"})", "cgroup"},
      {R"({"extra_hosts":["ok:1.1.1.1","x"]})", "extra_hosts"},
      {R"({"devices":["a:b:c:d"]})", "devices"},
      {R"({"stop_grace_period":"99999999999999999999s"})", "stop_grace_period"},
      {R"({"healthcheck":{"interval":"x"}})", "healthcheck.interval"},
      {R"({"healthcheck":{"timeout":"5"}})", "healthcheck.timeout"},
      {R"({"ports":["abc"]})", "ports"},
      {R"({"ulimits":{"nofile":{"soft":"x","hard":1}}})", "ulimits.*.soft"},
      {R"({"deploy":{"resources":{"reservations":{"devices":[{"count":99999999999999999999}]}}}})",
       "deploy.resources.reservations.devices.*.count"},
      {R"({"labels":{"":"a"}})", "labels"},
      {R"({"annotations":{"":"a"}})", "annotations"},
      {R"({"sysctls":{"":"a"}})", "sysctls"},
  };
  for (const Row& row : rows) {
    const auto result = check_values(body_of(row.body));
    ASSERT_FALSE(result) << row.body;
    EXPECT_NE(result.error().message.find(row.key), std::string::npos) << result.error().message;
    EXPECT_FALSE(result.error().hint.empty()) << row.body;
  }
  json::object nan;
  nan["cpus"] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(check_values(nan));
}

class BodyReach : public testing::Test {
 protected:
  BodyReach() {
    surroundings_.home = "/home/u";
    surroundings_.env_file = "/srv/project/.env";
    surroundings_.real_path = [](const std::string& path) {
      return path == "/srv/link.env" ? std::string("/srv/project/.env") : path;
    };
    EXPECT_TRUE(state_.declarations.declare_volume("data", "s"));
    EXPECT_EQ(state_.declarations.declare_network("net", "net"), "net");
  }
  Surroundings surroundings_;
  FillState state_{surroundings_, Variables(surroundings_), Ports(surroundings_), {}};
  const std::string server_ = "s";
  const ServiceSettings settings_;
  const EntryValues values_;
  const std::map<std::string, std::string> siblings_ = {{"mcp", "s"}, {"db", "s-db"}};
  const ServiceScope scope_{"s", server_, settings_, values_, siblings_};
};

TEST_F(BodyReach, TakesWhatIsDeclaredAndHarmless) {
  for (
      const char* body : {
          R"({"volumes":["data:/x","/anonymous","/srv/docs:/d:ro","data:${T:-/x}"]})",
          R"({"volumes":[{"type":"bind","source":"/srv/a$$b","target":"/x"},{"type":"tmpfs","target":"/t"}]})",
          R"({"volumes":[{"type":"volume","source":"data","target":"/x"}],"networks":["net","default"]})",
          R"({"networks":{"mcp-network":null},"depends_on":{"s-db":{"condition":"service_started"}}})",
          R"({"depends_on":["s-db"],"network_mode":"service:s-db","volumes_from":["container:x","s-db:ro"]})",
          R"({"devices":["vendor.com/gpu=all"],"env_file":[{"path":"/srv/a.env"}]})",
          R"({"build":{"context":"https://example.org/a.git#main","dockerfile":"Dockerfile"}})",
      }) {
    const json::object filled = body_of(body);
    const auto paths = check_paths(filled, scope_, state_);
    EXPECT_TRUE(paths) << body << ": " << (paths ? "" : paths.error().message);
    const auto names = check_references(filled, scope_, state_);
    EXPECT_TRUE(names) << body << ": " << (names ? "" : names.error().message);
  }
}

TEST_F(BodyReach, RefusesHostPathsHoweverTheyCameAbout) {
  for (const char* body : {
           R"({"volumes":["/etc:/x"]})",
           R"({"volumes":["${D:-/etc:/x}"]})",
           R"({"volumes":["${D:-/srv}:/x"]})",
           R"({"volumes":["$$HOME/.ssh:/x"]})",
           R"({"volumes":["../x:/x"]})",
           R"({"volumes":[{"type":"bind","source":"/etc","target":"/x"}]})",
           R"({"volumes":[{"type":"bind","source":"${D:-/srv}","target":"/x"}]})",
           R"({"volumes":[{"type":"npipe","source":"/etc","target":"/x"}]})",
           R"({"devices":["/etc:/x"]})",
           R"({"devices":[{"source":"/dev/sda","target":"/x"}]})",
           R"({"devices":["${D:-/dev/sda}"]})",
           R"({"build":"/etc"})",
           R"({"build":{"context":"."}})",
           R"({"build":{"context":"https://x/y","dockerfile":"/etc/passwd"}})",
           R"({"build":{"context":"https://x/y","additional_contexts":{"a":"/etc"}}})",
           R"({"build":{"context":"https://x/y","additional_contexts":["a=/etc"]}})",
           R"({"build":{"context":"https://x/y","ssh":["default"]}})",
           R"({"extends":{"file":"/srv/x.yml","service":"a"}})",
           R"({"develop":{"watch":[{"path":"/etc","action":"sync","target":"/x"}]}})",
           R"({"label_file":"/etc/passwd"})",
           R"({"label_file":["a.txt"]})",
           R"({"credential_spec":{"file":"/etc/passwd"}})",
           R"({"env_file":[{"path":"/etc/passwd"}]})",
           R"({"env_file":[{"path":"a.env"}]})",
           R"({"env_file":[{"path":"/srv/link.env"}]})",
           R"({"use_api_socket":true})",
       }) {
    const auto result = check_paths(body_of(body), scope_, state_);
    ASSERT_FALSE(result) << body;
    EXPECT_FALSE(result.error().hint.empty()) << body;
  }
}

TEST_F(BodyReach, RefusesNamesThatTheFileDoesNotDeclare) {
  for (const char* body : {
           R"({"volumes":["name:/x"]})",
           R"({"volumes":[{"type":"volume","source":"name","target":"/x"}]})",
           R"({"networks":["x"]})",
           R"({"networks":{"x":null}})",
           R"({"secrets":["x"]})",
           R"({"configs":[{"source":"x","target":"/x"}]})",
           R"({"depends_on":["db"]})",
           R"({"depends_on":{"x":{"condition":"service_started"}}})",
           R"({"network_mode":"service:x"})",
           R"({"pid":"service:x"})",
           R"({"volumes_from":["x"]})",
           R"({"links":["x:alias"]})",
       }) {
    EXPECT_FALSE(check_references(body_of(body), scope_, state_)) << body;
  }
}

}  // namespace
}  // namespace mcpmx::mapping
