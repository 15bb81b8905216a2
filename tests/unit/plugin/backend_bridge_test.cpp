#include "plugin/backend_bridge.h"

#include <gmock/gmock.h>

#include "plugin/discovery.h"
#include "plugin/host_services.h"
#include "plugin_folder.h"

namespace mcpmx::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Seen final : Listener {
  void step(const PlanStep& step) override { steps.push_back(step); }
  void event(const DeployEvent& event) override { events.push_back(event); }
  void row(const ContainerState& row) override { rows.push_back(row); }
  void log(std::string_view service, unsigned number, bool is_error,
           std::string_view bytes) override {
    logs.push_back(std::string(service) + "-" + std::to_string(number) + (is_error ? "!" : ":") +
                   std::string(bytes));
  }
  std::vector<PlanStep> steps;
  std::vector<DeployEvent> events;
  std::vector<ContainerState> rows;
  std::vector<std::string> logs;
};

class BackendBridge : public ::testing::Test {
 protected:
  BackendBridge() {
    (void)folder_.copy_fixture("backend", "dir/backend.so");
    auto discovery = discover({{folder_.path("dir")}, false, false}, environment_);
    EXPECT_TRUE(discovery) << discovery.error().message;
    RegistryOptions options;
    options.services = &services_;
    registry_ = std::make_unique<Registry>(std::move(*discovery), std::move(options));
  }

  Result<void> run(Verb verb, const Deployment& deployment = {}) {
    auto made = make_backend(*registry_, "fixture");
    EXPECT_TRUE(made) << made.error().message;
    return made->backend->run(verb, deployment, seen_, findings_);
  }

  PluginFolder folder_;
  Environment environment_ = folder_.environment();
  Environment process_ = Environment::of_this_process();
  Cancellation cancellation_;
  PosixProcesses processes_{process_, cancellation_};
  HostServices services_{processes_, cancellation_};
  std::unique_ptr<Registry> registry_;
  Seen seen_;
  std::vector<Diagnostic> findings_;
};

TEST_F(BackendBridge, CarriesAnOperation) {
  Deployment deployment;
  deployment.project = R"({"name":"work"})";
  deployment.services = {"db"};
  deployment.scales = {{"web", 3}};
  deployment.pull = Pull::kMissing;
  deployment.wait = deployment.timestamps = true;
  deployment.stop_timeout_s = 5;
  deployment.wait_timeout_ms = 7000;
  deployment.tail = 9;
  ASSERT_TRUE(run(Verb::kPlan, deployment));
  ASSERT_EQ(seen_.steps.size(), 2u);
  EXPECT_EQ(seen_.steps[0].action, Action::kRecreate);
  EXPECT_EQ(seen_.steps[0].resource, Resource::kVolume);
  EXPECT_EQ(seen_.steps[0].number, 2u);
  EXPECT_EQ(seen_.steps[0].name, "work");
  EXPECT_EQ(seen_.steps[0].service, "db");
  EXPECT_EQ(seen_.steps[0].reason, "a  [31mreason");
  // What this host does not know is the plainest of its kind.
  EXPECT_EQ(seen_.steps[1].action, Action::kKeep);
  ASSERT_EQ(findings_.size(), 2u);
  EXPECT_EQ(findings_[0].message, "65 2 5 7000 9");
  EXPECT_EQ(findings_[1].message, "web=3");
}

TEST_F(BackendBridge, LendsProcesses) {
  const auto done = run(Verb::kUp);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(done.error().message, "exit 3");
  EXPECT_TRUE(findings_.empty());
  EXPECT_THAT(seen_.logs, ElementsAre("service-4!hello"));
  ASSERT_EQ(seen_.events.size(), 1u);
  EXPECT_EQ(seen_.events[0].kind, DeployEvent::Kind::kProgress);
  EXPECT_EQ(seen_.events[0].total, 2u);
}

TEST_F(BackendBridge, CarriesRowsAndTheCancellation) {
  ASSERT_TRUE(run(Verb::kStatus));
  ASSERT_EQ(seen_.rows.size(), 1u);
  EXPECT_EQ(seen_.rows[0].restarts, 3u);
  ASSERT_EQ(seen_.rows[0].ports.size(), 1u);
  EXPECT_EQ(seen_.rows[0].ports[0].target, 8080u);
  cancellation_.request();
  const auto cancelled = run(Verb::kStatus);
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code, ErrorCode::kInterrupted);
}

TEST_F(BackendBridge, TurnsFailuresIntoErrors) {
  const auto thrown = run(Verb::kStop);
  ASSERT_FALSE(thrown);
  EXPECT_THAT(thrown.error().message, HasSubstr("failed in stop: stop threw"));
  EXPECT_THAT(thrown.error().hint, HasSubstr("--backend NAME"));
  const auto lacking = run(Verb::kDown);
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().message, "this backend cannot take a project down");
  const auto silent = run(Verb::kRestart);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().message, "the backend fixture reaches no engine, and does not say why");
}

TEST_F(BackendBridge, KnowsWhatTheManifestSays) {
  const auto made = make_backend(*registry_, "fixture");
  ASSERT_TRUE(made);
  EXPECT_THAT(made->compose_keys, ElementsAre("image", "command"));
  const auto unknown = make_backend(*registry_, "fixtur");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUsage);
  EXPECT_EQ(unknown.error().message, "no plugin has a deploy backend \"fixtur\"");
  EXPECT_EQ(unknown.error().hint, "did you mean fixture? The backends are fixture");
}

}  // namespace
}  // namespace mcpmx::plugin
