// Where a project is brought to run: the interface that deploy plugins stand behind, and the plain
// values that go over it. The meaning of each field is that of mcpmx/ext/backend.h.
//
// A Backend is used by one thread, its Listener may be called from any while a verb runs. Nothing
// here may be shown to a person before deploy::Redaction has seen it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx {

// The numbers are those of mcpmx/ext/backend.h.
enum class Resource : std::int32_t { kNetwork = 1, kVolume, kImage, kContainer };
enum class Action : std::int32_t {
  kKeep = 0,
  kCreate,
  kRecreate,
  kStart,
  kStop,
  kRemove,
  kPull,
  kBuild,
  kRestart,
  kWait,
};
enum class Pull : std::int32_t { kAsStated = 0, kAlways, kMissing, kNever };
enum class Verb { kPlan, kUp, kStop, kRestart, kDown, kStatus, kLogs };

struct Scale {
  std::string service;
  std::uint64_t replicas = 1;
};

// What a verb is to do.
struct Deployment {
  std::string project;                // JSON of schema mcpmx.project/1; holds secrets
  std::vector<std::string> services;  // none: all
  std::vector<Scale> scales;
  Pull pull = Pull::kAsStated;
  bool wait = false;
  bool remove_orphans = false;
  bool force_recreate = false;
  bool no_recreate = false;
  bool remove_volumes = false;
  bool follow = false;
  bool timestamps = false;
  std::int32_t stop_timeout_s = -1;
  std::uint64_t wait_timeout_ms = 0;
  std::int64_t tail = -1;
};

struct PlanStep {
  Action action = Action::kKeep;
  Resource resource = Resource::kContainer;
  unsigned number = 0;
  std::string name, service, reason;
};

struct DeployEvent {
  enum class Kind : std::int32_t { kBegan = 0, kDone, kFailed, kProgress };
  Kind kind = Kind::kBegan;
  Action action = Action::kCreate;
  Resource resource = Resource::kContainer;
  std::string name, service, message;
  std::uint64_t done = 0, total = 0;  // bytes, of kProgress
};

struct PublishedPort {
  std::string address, protocol;
  unsigned published = 0, target = 0;
};

struct ContainerState {
  std::string service, name, id, image, state, health, health_output, started;
  int exit_code = 0;
  unsigned number = 0, restarts = 0;
  std::vector<PublishedPort> ports;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void step(const PlanStep& step) = 0;
  virtual void event(const DeployEvent& event) = 0;
  virtual void row(const ContainerState& row) = 0;
  virtual void log(std::string_view service, unsigned number, bool is_error,
                   std::string_view bytes) = 0;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual std::string_view id() const = 0;
  // Error: what the backend said of it (kUnavailable: no engine; kInterrupted: cancelled); other
  // findings are appended.
  virtual Result<void> run(Verb verb, const Deployment& deployment, Listener& listener,
                           std::vector<Diagnostic>& findings) = 0;
};

}  // namespace mcpmx
