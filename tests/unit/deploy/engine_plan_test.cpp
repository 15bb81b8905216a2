// The plan that both Docker backends make: project and observed state in, steps out.
#include <gmock/gmock.h>

#include "../../../plugins/docker-cli/progress.h"
#include "deploy/project_document.h"
#include "plan.h"
#include "read_text.h"

namespace engine {
namespace {

using mcpmx::Json;
using ::testing::ElementsAre;

constexpr const char* kText = R"(
name: p
services:
  web:
    image: web:1
    command: [serve]
    ports: ["127.0.0.1:8080:80"]
    environment: {TOKEN: secret-value, LEVEL: info}
    depends_on: [db]
    networks: [front]
  db:
    image: db:1
    volumes: ["data:/data"]
    networks: [front]
networks: {front: {}}
volumes: {data: {}}
)";

class EnginePlan : public ::testing::Test {
 protected:
  EnginePlan() { read(kText); }

  void read(const std::string& text) {
    document_ = mcpmx::deploy::project_document(mcpmx::deploy::read_text(text), {});
  }

  // As docker compose 5 leaves it: everything there and up to date.
  void bring_up() {
    observed_.networks = {{"p_front", "net-id"}};
    observed_.volumes = {{"p_data", "/x"}};
    observed_.images = {{"web:1", "sha256:web"}, {"db:1", "sha256:db"}};
    observed_.containers.clear();
    add("web", 1);
    add("db", 1);
  }

  Json& add(const std::string& service, int number, const std::string& state = "running") {
    const mcpmx_operation raw = operation();
    const mcpmx::Operation read(raw);
    const Project project(read);
    const std::string image = project.image(service);
    Json container = Json::map();
    container["Id"] = "id-" + service + std::to_string(number);
    container["Name"] = "/p-" + service + "-" + std::to_string(number);
    container["State"]["Status"] = state;
    container["State"]["ExitCode"] = 3;
    Json& labels = container["Config"]["Labels"];
    const std::pair<const char*, std::string> all[] = {
        {"project", "p"},
        {"project.working_dir", "/"},
        {"project.config_files", "/compose.yaml"},
        {"service", service},
        {"oneoff", "False"},
        {"container-number", std::to_string(number)},
        {"version", "5.1.0"},
        {"image", "sha256:" + service},
        {"config-hash", project.config_hash(service, "5.1.0")}};
    for (const auto& [name, value] : all) labels[std::string(kLabelPrefix) + name] = value;
    container["Config"]["Image"] = image;
    container["Config"]["Cmd"] = Json::list({"serve"});
    container["Config"]["Env"] = Json::list({"TOKEN=secret-value", "LEVEL=info", "PATH=/bin"});
    if (service == "web") {
      container["HostConfig"]["PortBindings"]["80/tcp"] =
          Json::list({Json::map({{"HostIp", "127.0.0.1"}, {"HostPort", "8080"}})});
    }
    container["NetworkSettings"]["Networks"]["p_front"]["NetworkID"] = "net-id";
    container["Mounts"] = Json::list({Json::map({{"Name", "p_data"}, {"Destination", "/data"}})});
    observed_.containers.push_back(std::move(container));
    return observed_.containers.back();
  }

  mcpmx_operation operation() const {
    mcpmx_operation raw = {};
    raw.struct_size = sizeof raw;
    raw.project = {document_.data(), document_.size()};
    raw.flags = flags_;
    raw.scales = scales_.data();
    raw.scales_count = scales_.size();
    raw.services = services_.data();
    raw.services_count = services_.size();
    raw.pull = pull_;
    return raw;
  }

  static void report(void* context, std::int32_t, mcpmx_view, mcpmx_view message, mcpmx_view) {
    static_cast<std::vector<std::string>*>(context)->emplace_back(message.data, message.size);
  }

  // Each step as "+ name: reason"; what stays is left out.
  std::vector<std::string> plan(const Rules& rules = {}) {
    const mcpmx_operation raw = operation();
    const mcpmx::Operation operation(raw);
    const Project project(operation);
    const mcpmx_sink sink = {sizeof sink, 0, &said_, nullptr, &EnginePlan::report};
    mcpmx::Reporter reporter("test", sink);
    std::vector<mcpmx::Step> steps;
    can_be_done_ = make_plan(project, observed_, operation, rules, reporter, steps);
    std::vector<std::string> lines;
    constexpr std::string_view kSymbols = "=+~>.-vb";
    for (const mcpmx::Step& step : steps) {
      if (step.action == MCPMX_ACTION_KEEP) continue;
      lines.push_back(std::string(1, kSymbols.at(static_cast<std::size_t>(step.action))) + " " +
                      step.name + ": " + step.reason);
    }
    return lines;
  }

  std::string document_;
  Observed observed_;
  std::uint32_t flags_ = 0;
  std::int32_t pull_ = MCPMX_PULL_AS_STATED;
  std::vector<mcpmx_scale> scales_;
  std::vector<mcpmx_view> services_;
  std::vector<std::string> said_;
  bool can_be_done_ = false;
};

TEST_F(EnginePlan, MakesAllOfItInOrder) {
  EXPECT_THAT(plan(),
              ElementsAre("+ p_front: it is not there yet", "+ p_data: it is not there yet",
                          "v db:1: it is not there yet", "v web:1: it is not there yet",
                          "+ p-db-1: it is not there yet", "+ p-web-1: it is not there yet"));
  EXPECT_TRUE(can_be_done_);
}

TEST_F(EnginePlan, LeavesWhatIsUpToDate) {
  bring_up();
  EXPECT_THAT(plan(), ElementsAre());
}

TEST_F(EnginePlan, SaysWhichFieldChanged) {
  bring_up();
  std::string text = kText;
  text.replace(text.find("secret-value"), 12, "other-value!");
  text.replace(text.find("[serve]"), 7, "[run]");
  text.replace(text.find("8080:80"), 7, "8081:80");
  text.replace(text.find("web:1"), 5, "web:2");
  read(text);
  observed_.images["web:2"] = "sha256:new";
  EXPECT_THAT(plan(), ElementsAre("~ p-web-1: its image (web:1 -> web:2), its command, its "
                                  "environment (TOKEN) and its ports changed"));
}

TEST_F(EnginePlan, RecreatesWhatDiffersElsewhere) {
  bring_up();
  observed_.images["web:1"] = "sha256:newer";
  observed_.containers[1]["Mounts"] = Json::list();
  EXPECT_THAT(plan(), ElementsAre("~ p-db-1: the volume p_data is not mounted",
                                  "~ p-web-1: there is a newer image web:1"));
  bring_up();
  observed_.networks["p_front"] = "another-id";
  EXPECT_THAT(plan(), ElementsAre("~ p-db-1: it is not connected to the network p_front",
                                  "~ p-web-1: it is not connected to the network p_front"));
}

TEST_F(EnginePlan, KnowsWhatOldComposeDoes) {
  bring_up();
  observed_.containers[1]["Config"]["Labels"][std::string(kLabelPrefix) + "config-hash"] = "x";
  EXPECT_THAT(plan({"5.5.0"}), ElementsAre("~ p-db-1: its configuration changed"));
  EXPECT_THAT(plan({"2.26.1"}), ElementsAre("~ p-db-1: its configuration changed",
                                            "~ p-web-1: its dependency db is recreated"));
}

// What an older one hashes is not what a newer one does.
TEST_F(EnginePlan, TellsWhoMadeAContainer) {
  bring_up();
  EXPECT_THAT(plan({"2.26.1"}), ElementsAre("~ p-web-1: docker compose 5.1.0 made it, and 2.26.1 "
                                            "notes its configuration in another way"));
}

TEST_F(EnginePlan, StartsWhatIsStopped) {
  bring_up();
  observed_.containers[0]["State"]["Status"] = "exited";
  observed_.containers[1]["State"]["Status"] = "created";
  EXPECT_THAT(plan(),
              ElementsAre("> p-db-1: it was never started", "> p-web-1: it exited with code 3"));
}

TEST_F(EnginePlan, ScalesBothWays) {
  bring_up();
  scales_ = {{{"db", 2}, 3}};
  EXPECT_THAT(plan(),
              ElementsAre("+ p-db-2: it is not there yet", "+ p-db-3: it is not there yet"));
  add("db", 2);
  add("db", 3)["Config"]["Labels"][std::string(kLabelPrefix) + "config-hash"] = "old";
  scales_ = {{{"db", 2}, 1}};
  EXPECT_THAT(plan(), ElementsAre("- p-db-2: one is wanted", "- p-db-3: one is wanted"));
  scales_ = {{{"db", 2}, 0}};
  EXPECT_EQ(plan().size(), 3u);
}

TEST_F(EnginePlan, TakesOurOrphansAlone) {
  bring_up();
  observed_.containers[0]["Config"]["Labels"][std::string(kLabelPrefix) + "service"] = "gone";
  EXPECT_THAT(plan(), ElementsAre("+ p-web-1: it is not there yet"));
  EXPECT_THAT(said_, ElementsAre("the container p-web-1 is of a service that is not in the file; "
                                 "--remove-orphans removes it"));
  flags_ = MCPMX_DEPLOY_REMOVE_ORPHANS;
  EXPECT_EQ(plan().back(), "- p-web-1: its service is not in the file any more");
  flags_ = 0;
  observed_.containers[0]["Config"]["Labels"][std::string(kServerLabel)] = "Web";
  EXPECT_EQ(plan().back(), "- p-web-1: its service is not in the file any more");
}

TEST_F(EnginePlan, LeavesWhatAnotherFileMade) {
  bring_up();
  Json& labels = observed_.containers[0]["Config"]["Labels"];
  labels[std::string(kLabelPrefix) + "service"] = "gone";
  labels[std::string(kServerLabel)] = "Web";
  labels[std::string(kLabelPrefix) + "project.config_files"] = "/other/compose.yaml";
  EXPECT_THAT(plan(), ElementsAre("+ p-web-1: it is not there yet"));
}

TEST_F(EnginePlan, ObeysTheOptions) {
  bring_up();
  flags_ = MCPMX_DEPLOY_FORCE_RECREATE;
  EXPECT_THAT(plan(), ElementsAre("~ p-db-1: asked for", "~ p-web-1: asked for"));
  flags_ = MCPMX_DEPLOY_NO_RECREATE;
  observed_.images["web:1"] = "sha256:newer";
  EXPECT_THAT(plan(), ElementsAre());
  flags_ = 0;
  observed_.images["web:1"] = "sha256:web";
  pull_ = MCPMX_PULL_ALWAYS;
  EXPECT_THAT(plan(),
              ElementsAre("v db:1: it is pulled each time", "v web:1: it is pulled each time"));
  pull_ = MCPMX_PULL_NEVER;
  observed_.images.clear();
  EXPECT_THAT(plan(), ElementsAre());
}

TEST_F(EnginePlan, TakesNeededServicesAlong) {
  services_ = {{"web", 3}};
  EXPECT_EQ(plan().size(), 6u);
  services_ = {{"db", 2}};
  EXPECT_THAT(plan(), ElementsAre("+ p_front: it is not there yet", "+ p_data: it is not there yet",
                                  "v db:1: it is not there yet", "+ p-db-1: it is not there yet"));
}

TEST_F(EnginePlan, RefusesWhatIsExternalAndNotThere) {
  std::string text = kText;
  text.replace(text.find("front: {}"), 9, "front: {external: true, name: shared}");
  read(text);
  (void)plan();
  EXPECT_FALSE(can_be_done_);
  EXPECT_THAT(said_, ElementsAre("the network shared is declared as external, and the engine has "
                                 "none: make it with `docker network create shared`"));
}

TEST(Version, IsOlderByItsNumbers) {
  EXPECT_TRUE(is_older("2.26.1", "2.30.0"));
  EXPECT_TRUE(is_older("v2.9.0", "2.30.0"));
  EXPECT_FALSE(is_older("5.0.0", "2.30.0"));
  EXPECT_FALSE(is_older("2.30.0", "2.30.0"));
  EXPECT_FALSE(is_older("dev", "2.30.0"));
  EXPECT_FALSE(is_older("", "2.30.0"));
}

TEST(Progress, ReadsTheLinesOfCompose) {
  using docker_cli::progress_of;
  const auto started = progress_of(" Container p-web-1  Started");
  ASSERT_TRUE(started);
  EXPECT_EQ(started->name, "p-web-1");
  EXPECT_EQ(started->kind, MCPMX_EVENT_DONE);
  EXPECT_EQ(started->action, MCPMX_ACTION_START);
  EXPECT_EQ(started->resource, MCPMX_RESOURCE_CONTAINER);
  EXPECT_EQ(progress_of(" Volume \"p_data\"  Creating")->name, "p_data");
  EXPECT_EQ(progress_of(" web Pulling ")->service, "web");
  const auto failed = progress_of(" Container p-web-1  Error response from daemon: no");
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->kind, MCPMX_EVENT_FAILED);
  EXPECT_EQ(failed->message, "Error response from daemon: no");
  EXPECT_EQ(progress_of(" web Error Get \"https://x\": EOF ")->message,
            "Error Get \"https://x\": EOF ");
  for (const char* line : {"", " ", "Container p-web-1  Started", " 0123456789ab Pulling fs layer",
                           " Container p-web-1", " Container p-web-1  Dancing", "time=\"x\""}) {
    EXPECT_FALSE(progress_of(line)) << line;
  }
}

}  // namespace
}  // namespace engine
