#include "app/strategy_choice.h"

#include "plugin/strategy_bridge.h"

namespace mcpmx::app {
namespace {

constexpr const char* kDefault = "profile_wins";

// Asks a person. The host's own, so that a first sync needs no plugin.
class AskAPerson final : public Strategy {
 public:
  std::string_view id() const override { return "manual"; }
  Result<Decision> decide(const ConflictView&) override { return Decision(); }
};

// Loads the plugin when there is a conflict to decide, and not before.
class LazyStrategy final : public Strategy {
 public:
  LazyStrategy(plugin::Registry& registry, std::string name)
      : registry_(registry), name_(std::move(name)) {}
  std::string_view id() const override { return name_; }
  Result<Decision> decide(const ConflictView& conflict) override {
    if (!strategy_) {
      MCPMX_TRY(strategy, plugin::make_strategy(registry_, name_));
      strategy_ = std::move(strategy);
    }
    return strategy_->decide(conflict);
  }

 private:
  plugin::Registry& registry_;
  std::string name_;
  std::unique_ptr<Strategy> strategy_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_strategy_for(plugin::Registry& registry,
                                                    const std::string& named, bool has_base) {
  if (named.empty() && !has_base) return std::make_unique<AskAPerson>();
  if (!named.empty() && named != "manual") {
    // A name that nobody has is told at once, conflict or not.
    const auto names = plugin::strategy_names(registry);
    if (std::find(names.begin(), names.end(), named) == names.end()) {
      return plugin::make_strategy(registry, named);
    }
  }
  if (named == "manual") return std::make_unique<AskAPerson>();
  return std::make_unique<LazyStrategy>(registry, named.empty() ? kDefault : named);
}

}  // namespace mcpmx::app
