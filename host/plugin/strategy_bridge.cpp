#include "plugin/strategy_bridge.h"

#include <cstddef>

#include "mcpmx/ext/sync.h"
#include "plugin/call.h"
#include "plugin/provider.h"

namespace mcpmx::plugin {
namespace {

constexpr std::size_t kTableMinimum = offsetof(mcpmx_sync, decide) + sizeof(mcpmx_sync::decide);

static_assert(static_cast<int>(FieldKind::kPresence) == MCPMX_FIELD_PRESENCE);
static_assert(static_cast<int>(FieldKind::kIdentity) == MCPMX_FIELD_IDENTITY);
static_assert(static_cast<int>(FieldKind::kVersion) == MCPMX_FIELD_VERSION);
static_assert(static_cast<int>(FieldKind::kArguments) == MCPMX_FIELD_ARGUMENTS);
static_assert(static_cast<int>(FieldKind::kVariable) == MCPMX_FIELD_VARIABLE);
static_assert(static_cast<int>(FieldKind::kHeader) == MCPMX_FIELD_HEADER);
static_assert(static_cast<int>(FieldKind::kOther) == MCPMX_FIELD_OTHER);

mcpmx_view view_or_none(const FieldValue& value) {
  return value ? view(*value) : mcpmx_view{nullptr, 0};
}

mcpmx_field raw_field(const FieldState& field) {
  return {sizeof(mcpmx_field),
          static_cast<std::int32_t>(field.kind),
          view(field.path),
          view_or_none(field.base),
          view_or_none(field.profile),
          view_or_none(field.docker),
          field.is_secret ? 1U : 0U,
          0U};
}

class PluginStrategy final : public Strategy {
 public:
  PluginStrategy(const mcpmx_sync& table, std::string id, std::string plugin_id, std::string file)
      : table_(table),
        id_(std::move(id)),
        plugin_id_(std::move(plugin_id)),
        file_(std::move(file)) {}

  std::string_view id() const override { return id_; }

  Result<Decision> decide(const ConflictView& conflict) override {
    const mcpmx_field field = raw_field(conflict.field);
    std::vector<mcpmx_field> fields;
    fields.reserve(conflict.all.size());
    for (const FieldState& other : conflict.all) {
      if (&other != &conflict.field) fields.push_back(raw_field(other));
    }
    std::vector<const mcpmx_field*> others;
    others.reserve(fields.size());
    for (const mcpmx_field& other : fields) others.push_back(&other);
    const mcpmx_conflict raw = {
        sizeof(mcpmx_conflict), conflict.has_base ? 1U : 0U, view(conflict.server), &field,
        conflict.profile_time,  conflict.docker_time,        others.data(),         others.size()};
    Sink sink;
    std::int32_t decision = MCPMX_DECIDE_MANUAL;
    const Outcome outcome =
        guarded([&] { return table_.decide(view(id_), &raw, &decision, sink.raw()); });
    if (!sink.fault().empty()) return broken(sink.fault());
    if (outcome.status == MCPMX_NO_MATCH) return broken("does not know its own strategy " + id_);
    if (outcome.status != MCPMX_OK) {
      return error_of(outcome, sink.findings(), {plugin_id_, file_, "decide", conflict.server});
    }
    switch (decision) {
      case MCPMX_DECIDE_MANUAL:
        return Decision{Decision::What::kManual, {}};
      case MCPMX_DECIDE_PROFILE:
        return Decision{Decision::What::kProfile, {}};
      case MCPMX_DECIDE_DOCKER:
        return Decision{Decision::What::kDocker, {}};
      case MCPMX_DECIDE_VALUE:
        return Decision{Decision::What::kValue, std::move(sink.output())};
      default:
        return broken("answered the unknown decision " + std::to_string(decision));
    }
  }

 private:
  Error broken(const std::string& what) const {
    return failed("plugin \"" + plugin_id_ + "\" " + what, file_,
                  "this is a bug of the plugin: choose another strategy with --conflict NAME");
  }

  const mcpmx_sync& table_;  // lives as long as the library, which is never unloaded
  std::string id_;
  std::string plugin_id_;
  std::string file_;
};

}  // namespace

std::vector<std::string> strategy_names(const Registry& registry) {
  return names_of(registry, MCPMX_EXT_SYNC);
}

Result<std::unique_ptr<Strategy>> make_strategy(Registry& registry, std::string_view name) {
  MCPMX_TRY(provider,
            find_provider(registry, MCPMX_EXT_SYNC, name, "conflict strategy", "strategies"));
  MCPMX_TRY(extension, registry.extension(provider.plugin_id, MCPMX_EXT_SYNC));
  const auto* table = static_cast<const mcpmx_sync*>(extension);
  if (table->struct_size < kTableMinimum || table->decide == nullptr)
    return bad_table(provider, MCPMX_EXT_SYNC);
  return std::unique_ptr<Strategy>(std::make_unique<PluginStrategy>(
      *table, std::string(name), provider.plugin_id, provider.file));
}

}  // namespace mcpmx::plugin
