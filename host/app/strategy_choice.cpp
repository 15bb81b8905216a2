#include "app/strategy_choice.h"

#include <algorithm>

#include "plugin/strategy_bridge.h"

namespace mcpmx::app {
namespace {

// Asks a person. The host's own, so that a first sync needs no plugin.
class AskAPerson final : public Strategy {
 public:
  std::string_view id() const override { return "manual"; }
  Result<Decision> decide(const ConflictView&) override { return Decision(); }
};

// Loads the plugin when there is a conflict to decide, and not before. What nobody named overrules
// nothing of a server without a base, also where others of the file have one.
class LazyStrategy final : public Strategy {
 public:
  LazyStrategy(plugin::Registry& registry, std::string name, bool is_named)
      : registry_(registry), name_(std::move(name)), is_named_(is_named) {}
  std::string_view id() const override { return name_; }
  Result<Decision> decide(const ConflictView& conflict) override {
    if (!is_named_ && !conflict.has_base) return Decision();
    if (!strategy_) {
      MCPMX_TRY(strategy, plugin::make_strategy(registry_, name_));
      strategy_ = std::move(strategy);
    }
    return strategy_->decide(conflict);
  }

 private:
  plugin::Registry& registry_;
  std::string name_;
  bool is_named_;
  std::unique_ptr<Strategy> strategy_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_strategy_for(plugin::Registry& registry,
                                                    const std::string& name, bool is_typed) {
  if (name == "manual") return std::make_unique<AskAPerson>();
  const auto names = plugin::strategy_names(registry);
  if (std::find(names.begin(), names.end(), name) == names.end())
    return plugin::make_strategy(registry, name);
  return std::make_unique<LazyStrategy>(registry, name, is_typed);
}

}  // namespace mcpmx::app
