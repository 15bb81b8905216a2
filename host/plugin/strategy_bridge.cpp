#include "plugin/strategy_bridge.h"

#include <algorithm>
#include <cstddef>

#include "mcpmx/ext/sync.h"
#include "plugin/call.h"
#include "support/nearest.h"

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

mcpmx_view view(std::string_view text) { return {text.data(), text.size()}; }
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

bool is_usable(const PluginInfo& plugin) { return !plugin.refused && plugin.shadowed_by.empty(); }

bool provides(const PluginInfo& plugin, std::string_view name) {
  return std::ranges::any_of(plugin.provides, [&](const ProvidedInfo& provided) {
    return provided.extension == MCPMX_EXT_SYNC && provided.id == name;
  });
}

}  // namespace

std::vector<std::string> strategy_names(const Registry& registry) {
  std::vector<std::string> names;
  for (const PluginInfo& plugin : registry.plugins()) {
    if (!is_usable(plugin)) continue;
    for (const ProvidedInfo& provided : plugin.provides) {
      const bool is_new = std::ranges::find(names, provided.id) == names.end();
      if (provided.extension == MCPMX_EXT_SYNC && is_new) names.push_back(provided.id);
    }
  }
  return names;
}

Result<std::unique_ptr<Strategy>> make_strategy(Registry& registry, std::string_view name) {
  const std::vector<PluginInfo> plugins = registry.plugins();
  const auto found = std::ranges::find_if(plugins, [&](const PluginInfo& plugin) {
    return is_usable(plugin) && provides(plugin, name);
  });
  if (found == plugins.end()) {
    const std::vector<std::string> names = strategy_names(registry);
    std::string known;
    for (const std::string& each : names) known.append(known.empty() ? "" : ", ").append(each);
    const auto meant = nearest(name, {names.begin(), names.end()});
    std::string hint = meant ? "did you mean " + names[meant->index] + "? " : std::string();
    hint.append("The strategies are ").append(known);
    return Error{ErrorCode::kUsage,
                 "no plugin has a conflict strategy \"" + std::string(name) + "\"",
                 {},
                 known.empty() ? "see `mcpmx plugin list`" : hint};
  }
  MCPMX_TRY(extension, registry.extension(found->id, MCPMX_EXT_SYNC));
  const auto* table = static_cast<const mcpmx_sync*>(extension);
  if (table->struct_size < kTableMinimum || table->decide == nullptr) {
    return failed("plugin \"" + found->id +
                      "\" has a " MCPMX_EXT_SYNC " table that is too small or lacks a function",
                  found->file, "this is a bug of the plugin: report it to its author");
  }
  return std::unique_ptr<Strategy>(
      std::make_unique<PluginStrategy>(*table, std::string(name), found->id, found->file));
}

}  // namespace mcpmx::plugin
