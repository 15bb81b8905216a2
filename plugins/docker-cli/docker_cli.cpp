// The backend docker-cli: whatever `docker compose` can do, by its own hand. What it reaches, ssh
// hosts and contexts, we reach; what it reads (.env, COMPOSE_ variables) it reads itself, so that
// no secret stands in its words.
//
// The plan is ours, for compose has none: what inspect says of the containers against the project.
#include <algorithm>
#include <mcpmx/backend.hpp>
#include <thread>

#include "compose.h"
#include "docker.h"
#include "observe.h"
#include "plan.h"

namespace docker_cli {
namespace {

using engine::Container;
using engine::Observed;
using engine::Project;
using mcpmx::BackendSink;
using mcpmx::Operation;
using mcpmx::ProcessEnd;
using mcpmx::Status;

class DockerCli final : public mcpmx::Backend {
 public:
  static constexpr std::string_view id = "docker-cli";

  Status plan(const Operation& operation, BackendSink& sink) override {
    const Project project(operation);
    const ProcessEnd version = run_docker({"compose", "version", "--short"}, {});
    if (const Status status = checked(version, "say the version of its compose plugin", sink);
        status != Status::kOk)
      return status;
    Observed observed;
    if (const Status status = observe(project, observed, sink); status != Status::kOk)
      return status;
    std::vector<mcpmx::Step> steps;
    const engine::Rules rules = {version.output.substr(0, version.output.find('\n'))};
    const bool can_be_done = engine::make_plan(project, observed, operation, rules, sink, steps);
    for (const mcpmx::Step& step : steps) sink.step(step);
    return can_be_done ? Status::kOk : Status::kInvalidInput;
  }

  Status up(const Operation& operation, BackendSink& sink) override {
    const Project project(operation);
    Words words = compose_words(project);
    words.insert(words.end(), {"up", "--detach"});
    if (operation.has(MCPMX_DEPLOY_WAIT)) words.emplace_back("--wait");
    if (operation.has(MCPMX_DEPLOY_WAIT) && operation.wait_timeout_ms > 0) {
      constexpr std::uint64_t kSecond = 1000;
      words.emplace_back("--wait-timeout");
      words.push_back(std::to_string((operation.wait_timeout_ms + kSecond - 1) / kSecond));
    }
    if (operation.has(MCPMX_DEPLOY_REMOVE_ORPHANS)) words.emplace_back("--remove-orphans");
    if (operation.has(MCPMX_DEPLOY_FORCE_RECREATE)) words.emplace_back("--force-recreate");
    if (operation.has(MCPMX_DEPLOY_NO_RECREATE)) words.emplace_back("--no-recreate");
    if (operation.pull != MCPMX_PULL_AS_STATED) {
      words.emplace_back("--pull");
      words.emplace_back(operation.pull == MCPMX_PULL_ALWAYS    ? "always"
                         : operation.pull == MCPMX_PULL_MISSING ? "missing"
                                                                : "never");
    }
    for (const mcpmx::Scale& scale : operation.scales) {
      words.emplace_back("--scale");
      words.push_back(scale.service + "=" + std::to_string(scale.replicas));
    }
    add_timeout(operation, words);
    add_services(operation, words);
    const Status status = run_compose(std::move(words), project, "bring the project up", sink);
    return status == Status::kOk ? remove_own_orphans(operation, project, sink) : status;
  }

  Status stop(const Operation& operation, BackendSink& sink) override {
    return simple("stop", "stop the project", operation, sink);
  }

  Status restart(const Operation& operation, BackendSink& sink) override {
    return simple("restart", "restart the project", operation, sink);
  }

  Status down(const Operation& operation, BackendSink& sink) override {
    const Project project(operation);
    Words words = compose_words(project);
    words.emplace_back("down");
    if (operation.has(MCPMX_DEPLOY_REMOVE_VOLUMES)) words.emplace_back("--volumes");
    if (operation.has(MCPMX_DEPLOY_REMOVE_ORPHANS)) words.emplace_back("--remove-orphans");
    add_timeout(operation, words);
    add_services(operation, words);
    // Before: a network goes only once nothing is connected to it.
    if (const Status status = remove_own_orphans(operation, project, sink); status != Status::kOk)
      return status;
    const Status status = run_compose(std::move(words), project, "take the project down", sink);
    if (status == Status::kOk && operation.services.empty()) warn_of_rest(project, sink);
    return status;
  }

  Status status(const Operation& operation, BackendSink& sink) override {
    const Project project(operation);
    Observed observed;
    if (const Status status = observe_containers(project, observed, sink); status != Status::kOk)
      return status;
    for (const Container& container : chosen(operation, observed)) sink.row(container.row());
    return Status::kOk;
  }

  Status logs(const Operation& operation, BackendSink& sink) override {
    const Project project(operation);
    Observed observed;
    if (const Status status = observe_containers(project, observed, sink); status != Status::kOk)
      return status;
    const std::vector<Container> containers = chosen(operation, observed);
    if (!operation.has(MCPMX_DEPLOY_FOLLOW)) {
      for (const Container& container : containers) {
        const Status status = log_of(container, operation, sink);
        if (status != Status::kOk) return status;
      }
      return Status::kOk;
    }
    std::vector<Status> ends(containers.size(), Status::kOk);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < containers.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          ends[i] = log_of(containers[i], operation, sink);
        } catch (const std::exception&) {
          ends[i] = Status::kInternal;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const auto bad =
        std::find_if(ends.begin(), ends.end(), [](Status status) { return status != Status::kOk; });
    return bad == ends.end() ? Status::kOk : *bad;
  }

 private:
  static Status simple(const char* verb, const char* what, const Operation& operation,
                       BackendSink& sink) {
    const Project project(operation);
    Words words = compose_words(project);
    words.emplace_back(verb);
    add_timeout(operation, words);
    add_services(operation, words);
    return run_compose(std::move(words), project, what, sink);
  }

  // Containers of the services that were named, else all; in the order of names.
  static std::vector<Container> chosen(const Operation& operation, const Observed& observed) {
    std::vector<Container> result;
    for (const mcpmx::Json& each : observed.containers) {
      const Container container(each);
      const auto& names = operation.services;
      const bool is_named = names.empty() || std::find(names.begin(), names.end(),
                                                       container.service()) != names.end();
      if (is_named && !container.is_oneoff()) result.push_back(container);
    }
    std::sort(result.begin(), result.end(), [](const Container& a, const Container& b) {
      return a.service() != b.service() ? a.service() < b.service() : a.number() < b.number();
    });
    return result;
  }

  static Status log_of(const Container& container, const Operation& operation, BackendSink& sink) {
    Words words = {"docker", "logs"};
    if (operation.has(MCPMX_DEPLOY_FOLLOW)) words.emplace_back("--follow");
    if (operation.has(MCPMX_DEPLOY_TIMESTAMPS)) words.emplace_back("--timestamps");
    if (operation.tail >= 0) {
      words.emplace_back("--tail");
      words.push_back(std::to_string(operation.tail));
    }
    words.push_back(container.id());
    const ProcessEnd end = mcpmx::run_process(
        {.words = std::move(words), .output = [&](std::int32_t stream, std::string_view bytes) {
           sink.log(container.service(), container.number(), stream, bytes);
         }});
    if (end.status == Status::kOk && end.exit_code != 0 && end.signal == 0) {
      sink.error("docker", "docker could not read the log of " + container.name());
      return Status::kUnavailable;
    }
    return end.status;
  }

  // What stays, and keeps the network with it.
  static void warn_of_rest(const Project& project, BackendSink& sink) {
    Observed observed;
    if (observe_containers(project, observed, sink) != Status::kOk) return;
    for (const mcpmx::Json& each : observed.containers) {
      sink.warning("orphan", "the container " + Container(each).name() +
                                 " is of a service that is not in the file, and stays; "
                                 "--remove-orphans removes it");
    }
  }

  // Compose knows all orphans or none. What we generated once goes with its service; what others
  // run beside it stays, unless asked for.
  static Status remove_own_orphans(const Operation& operation, const Project& project,
                                   BackendSink& sink) {
    if (!operation.services.empty()) return Status::kOk;
    Observed observed;
    if (const Status status = observe_containers(project, observed, sink); status != Status::kOk)
      return status;
    for (const mcpmx::Json& each : observed.containers) {
      const Container container(each);
      if (!engine::is_own_orphan(project, operation, container)) continue;
      mcpmx::Event event = {
          .action = MCPMX_ACTION_REMOVE, .name = container.name(), .service = container.service()};
      sink.event(event);
      for (const Words& words : {Words{"stop", container.id()}, Words{"rm", container.id()}}) {
        const ProcessEnd end = run_docker(words, {});
        if (const Status status = checked(end, "remove the container " + container.name(), sink);
            status != Status::kOk)
          return status;
      }
      event.kind = MCPMX_EVENT_DONE;
      sink.event(event);
    }
    return Status::kOk;
  }
};

}  // namespace
}  // namespace docker_cli

MCPMX_BACKENDS(docker_cli::DockerCli)
