// A backend that says what it was given, so that tests can see what crosses the boundary.
#include <mcpmx/backend.hpp>
#include <mcpmx/process.hpp>
#include <stdexcept>

namespace {

using namespace mcpmx;

struct Fixture : Backend {
  static constexpr std::string_view id = "fixture";

  Status plan(const Operation& operation, BackendSink& sink) override {
    sink.step({MCPMX_ACTION_RECREATE, MCPMX_RESOURCE_VOLUME, 2, operation.project["name"].text(),
               operation.services.empty() ? "" : operation.services.front(), "a \x1b[31mreason"});
    sink.step({99, 99, 0, "unknown", "", ""});
    sink.info("flags", std::to_string(operation.flags) + " " + std::to_string(operation.pull) +
                           " " + std::to_string(operation.stop_timeout_s) + " " +
                           std::to_string(operation.wait_timeout_ms) + " " +
                           std::to_string(operation.tail));
    for (const Scale& scale : operation.scales)
      sink.warning("scale", scale.service + "=" + std::to_string(scale.replicas));
    return Status::kOk;
  }

  Status up(const Operation&, BackendSink& sink) override {
    sink.event({.kind = MCPMX_EVENT_PROGRESS, .name = "x", .message = "m", .done = 1, .total = 2});
    const ProcessEnd end = run_process({.words = {"sh", "-c", "cat; exit 3"}, .input = "hello"});
    sink.log("service", 4, MCPMX_STREAM_ERROR, end.output);
    sink.error("said", "exit " + std::to_string(end.exit_code));
    return Status::kUnavailable;
  }

  Status status(const Operation&, BackendSink& sink) override {
    Row row;
    row.service = "web";
    row.restarts = 3;
    row.ports = {{"127.0.0.1", "tcp", 80, 8080}};
    sink.row(row);
    return is_cancelled() ? Status::kCancelled : Status::kOk;
  }

  Status stop(const Operation&, BackendSink&) override { throw std::runtime_error("stop threw"); }
  Status restart(const Operation&, BackendSink&) override { return Status::kUnavailable; }
};

}  // namespace

MCPMX_BACKENDS(Fixture)
