// A small backend to start from: each service is one container, made by `docker run`.
#include <mcpmx/backend.hpp>
#include <mcpmx/process.hpp>

namespace {

using namespace mcpmx;

// Of the operation's services: body(name, the service's keys, the container's name).
template <class Body>
Status each_service(const Operation& operation, const Body& body) {
  for (const auto& [name, service] : operation.project["services"].members()) {
    bool is_wanted = operation.services.empty();
    for (const std::string& wanted : operation.services) is_wanted = is_wanted || wanted == name;
    if (!is_wanted) continue;
    const Status status = body(name, service, operation.project["name"].text() + "-" + name);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

// Runs docker. What it could not do is told in its own words.
Status docker(ProcessCall call, BackendSink& sink, std::string& output) {
  call.words.insert(call.words.begin(), "docker");
  const ProcessEnd end = run_process(call);
  output = end.output;
  if (end.succeeded() || end.status == Status::kCancelled) return end.status;
  const bool is_gone = end.errors.find("Cannot connect") != std::string::npos;
  sink.error("docker", end.failure.empty() ? end.errors : end.failure);
  return end.status != Status::kOk || is_gone ? Status::kUnavailable : Status::kInvalidInput;
}

struct DockerRun : Backend {
  static constexpr std::string_view id = "docker-run";

  Status plan(const Operation& operation, BackendSink& sink) override {
    return each_service(operation, [&](auto& name, auto&, const std::string& container) {
      Json state;
      const Status status = find(container, sink, state);
      if (status != Status::kOk) return status;
      const bool is_there = !state.is_null();
      sink.step({.action = is_there ? MCPMX_ACTION_KEEP : MCPMX_ACTION_CREATE,
                 .number = 1,
                 .name = container,
                 .service = name,
                 .reason = is_there ? "" : "it is not there yet"});
      return Status::kOk;
    });
  }

  Status up(const Operation& operation, BackendSink& sink) override {
    return each_service(operation, [&](auto& name, auto& service, const std::string& container) {
      Json state;
      Status status = find(container, sink, state);
      if (status != Status::kOk || !state.is_null()) return status;
      Event event = {.name = container, .service = name};
      sink.event(event);
      ProcessCall call = {.words = {"run", "--detach", "--name", container}};
      if (service["stdin_open"].is_true()) call.words.emplace_back("--interactive");
      for (const auto& [variable, value] : service["environment"].members()) {
        // By its name alone: docker takes the value from its own environment, and nobody reads it
        // in a list of processes.
        call.words.insert(call.words.end(), {"--env", variable});
        call.environment.emplace_back(variable, value.text());
      }
      for (const auto& [none, port] : service["ports"].members()) {
        call.words.insert(call.words.end(),
                          {"--publish", port["host_ip"].text() + ":" + port["published"].text() +
                                            ":" + port["target"].text()});
      }
      call.words.push_back(service["image"].text());
      for (const auto& [none, word] : service["command"].members())
        call.words.push_back(word.text());
      std::string output;
      status = docker(std::move(call), sink, output);
      event.kind = status == Status::kOk ? MCPMX_EVENT_DONE : MCPMX_EVENT_FAILED;
      sink.event(event);
      return status;
    });
  }

  Status down(const Operation& operation, BackendSink& sink) override {
    return each_service(operation, [&](auto& name, auto&, const std::string& container) {
      std::string output;
      const Status status = docker({.words = {"rm", "--force", container}}, sink, output);
      if (status == Status::kOk)
        sink.event(
            {MCPMX_EVENT_DONE, MCPMX_ACTION_REMOVE, MCPMX_RESOURCE_CONTAINER, container, name});
      return status;
    });
  }

  Status status(const Operation& operation, BackendSink& sink) override {
    return each_service(operation, [&](auto& name, auto& service, const std::string& container) {
      Json state;
      const Status status = find(container, sink, state);
      if (status != Status::kOk || state.is_null()) return status;
      Row row;
      row.service = name;
      row.name = container;
      row.number = 1;
      row.image = service["image"].text();
      const Json& now = state;
      row.state = now["Status"].text();
      row.started = now["StartedAt"].text();
      row.exit_code = static_cast<std::int32_t>(now["ExitCode"].integer());
      sink.row(row);
      return Status::kOk;
    });
  }

 private:
  // The container's state as docker has it; null if there is no such container.
  static Status find(const std::string& container, BackendSink& sink, Json& state) {
    std::string output;
    const Status status = docker(
        {.words = {"ps", "--all", "--filter", "name=^" + container + "$", "--format", "{{.ID}}"}},
        sink, output);
    if (status != Status::kOk || output.empty()) return status;
    const Status inspected =
        docker({.words = {"inspect", "--format", "{{json .State}}", container}}, sink, output);
    if (inspected == Status::kOk) state = read_json(output).value_or(Json());
    return inspected;
  }
};

}  // namespace

MCPMX_BACKENDS(DockerRun)
