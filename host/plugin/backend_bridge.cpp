#include "plugin/backend_bridge.h"

#include <algorithm>
#include <cstddef>

#include "mcpmx/ext/backend.h"
#include "plugin/backend_sink.h"
#include "plugin/call.h"
#include "plugin/provider.h"

namespace mcpmx::plugin {
namespace {

constexpr std::size_t kTableMinimum = offsetof(mcpmx_backend, logs) + sizeof(mcpmx_backend::logs);

static_assert(static_cast<int>(Pull::kNever) == MCPMX_PULL_NEVER);

std::uint32_t flags_of(const Deployment& deployment) {
  const std::pair<bool, std::uint32_t> flags[] = {
      {deployment.wait, MCPMX_DEPLOY_WAIT},
      {deployment.remove_orphans, MCPMX_DEPLOY_REMOVE_ORPHANS},
      {deployment.force_recreate, MCPMX_DEPLOY_FORCE_RECREATE},
      {deployment.no_recreate, MCPMX_DEPLOY_NO_RECREATE},
      {deployment.remove_volumes, MCPMX_DEPLOY_REMOVE_VOLUMES},
      {deployment.follow, MCPMX_DEPLOY_FOLLOW},
      {deployment.timestamps, MCPMX_DEPLOY_TIMESTAMPS}};
  std::uint32_t result = 0;
  for (const auto& [is_set, flag] : flags) result |= is_set ? flag : 0U;
  return result;
}

struct VerbEntry {
  mcpmx_verb function;
  const char* name;
  const char* phrase;  // "the backend cannot <phrase>"
};

VerbEntry entry_of(const mcpmx_backend& table, Verb verb) {
  switch (verb) {
    case Verb::kPlan:
      return {table.plan, "plan", "plan"};
    case Verb::kUp:
      return {table.up, "up", "bring a project up"};
    case Verb::kStop:
      return {table.stop, "stop", "stop services"};
    case Verb::kRestart:
      return {table.restart, "restart", "restart services"};
    case Verb::kDown:
      return {table.down, "down", "take a project down"};
    case Verb::kStatus:
      return {table.status, "status", "say how a project stands"};
    case Verb::kLogs:
      return {table.logs, "logs", "show logs"};
  }
  return {nullptr, "this", "do this"};
}

class PluginBackend final : public Backend {
 public:
  PluginBackend(const mcpmx_backend& table, mcpmx_backend_state* state, std::string id,
                Provider provider)
      : table_(table), state_(state), id_(std::move(id)), provider_(std::move(provider)) {}
  PluginBackend(const PluginBackend&) = delete;
  PluginBackend& operator=(const PluginBackend&) = delete;
  ~PluginBackend() override {
    (void)guarded([&]() -> mcpmx_status {
      table_.destroy(state_);
      return MCPMX_OK;
    });
  }

  std::string_view id() const override { return id_; }

  Result<void> run(Verb verb, const Deployment& deployment, Listener& listener,
                   std::vector<Diagnostic>& findings) override {
    const VerbEntry entry = entry_of(table_, verb);
    if (entry.function == nullptr) {
      return failed("the backend " + id_ + " cannot " + entry.phrase, {},
                    "choose another one with --backend NAME");
    }
    std::vector<mcpmx_view> services;
    for (const std::string& service : deployment.services) services.push_back(view(service));
    std::vector<mcpmx_scale> scales;
    for (const Scale& scale : deployment.scales)
      scales.push_back({view(scale.service), scale.replicas});
    const mcpmx_operation operation = {sizeof(mcpmx_operation),
                                       flags_of(deployment),
                                       view(deployment.project),
                                       services.data(),
                                       services.size(),
                                       scales.data(),
                                       scales.size(),
                                       static_cast<std::int32_t>(deployment.pull),
                                       deployment.stop_timeout_s,
                                       deployment.wait_timeout_ms,
                                       deployment.tail};
    BackendSink answers(listener);
    const Outcome outcome =
        guarded([&] { return entry.function(state_, &operation, answers.raw()); });
    std::vector<Diagnostic>& said = answers.findings().findings();
    Result<void> result;
    if (outcome.status != MCPMX_OK) result = error_for(outcome, said, entry.name);
    findings.insert(findings.end(), said.begin(), said.end());
    return result;
  }

 private:
  Error error_for(const Outcome& outcome, std::vector<Diagnostic>& said, const char* verb) const {
    const bool has_said = std::any_of(said.begin(), said.end(), [](const Diagnostic& finding) {
      return finding.severity == Severity::kError;
    });
    if (outcome.status == MCPMX_INTERNAL || outcome.status == MCPMX_NO_MATCH || has_said) {
      const bool is_bug = outcome.status == MCPMX_NO_MATCH;
      Error error = error_of(is_bug ? Outcome{MCPMX_INTERNAL, outcome.trouble} : outcome, said,
                             {provider_.plugin_id, provider_.file, verb, {}});
      if (outcome.status == MCPMX_UNAVAILABLE && error.hint.empty())
        error.hint = "mcpmx doctor says what is wrong on this machine";
      if (outcome.status == MCPMX_INTERNAL || is_bug)
        error.hint =
            "this is a bug of the plugin: report it to its author, or choose another "
            "backend with --backend NAME";
      return error;
    }
    const std::string backend = "the backend " + id_;
    switch (outcome.status) {
      case MCPMX_CANCELLED:
        return {ErrorCode::kInterrupted, "cancelled", {}, {}};
      case MCPMX_UNAVAILABLE:
        return {ErrorCode::kUnavailable,
                backend + " reaches no engine, and does not say why",
                {},
                "mcpmx doctor says what is wrong on this machine"};
      case MCPMX_UNSUPPORTED:
        return failed(backend + " cannot " + verb + " this project, and does not say why");
      default:
        return failed(backend + " refuses the project, and does not say why");
    }
  }

  const mcpmx_backend& table_;  // lives as long as the library, which is never unloaded
  mcpmx_backend_state* state_;
  std::string id_;
  Provider provider_;
};

}  // namespace

Result<NamedBackend> make_backend(Registry& registry, std::string_view name) {
  MCPMX_TRY(provider,
            find_provider(registry, MCPMX_EXT_BACKEND, name, "deploy backend", "backends"));
  MCPMX_TRY(extension, registry.extension(provider.plugin_id, MCPMX_EXT_BACKEND));
  const auto* table = static_cast<const mcpmx_backend*>(extension);
  if (table->struct_size < kTableMinimum || table->create == nullptr || table->destroy == nullptr)
    return bad_table(provider, MCPMX_EXT_BACKEND);
  Sink sink;
  mcpmx_backend_state* state = nullptr;
  Outcome outcome = guarded([&] { return table->create(view(name), &state, sink.raw()); });
  if (outcome.status == MCPMX_OK && state == nullptr)
    outcome = {MCPMX_INTERNAL, "it says that it made a backend, and gives none"};
  if (outcome.status == MCPMX_NO_MATCH)
    outcome = {MCPMX_INTERNAL, "it does not know its own backend " + std::string(name)};
  if (outcome.status != MCPMX_OK)
    return error_of(outcome, sink.findings(), {provider.plugin_id, provider.file, "create", {}});
  NamedBackend result;
  result.compose_keys = provider.compose_keys;
  result.backend = std::make_unique<PluginBackend>(*table, state, std::string(name), provider);
  return result;
}

}  // namespace mcpmx::plugin
