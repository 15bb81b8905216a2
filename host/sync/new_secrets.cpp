#include "sync/new_secrets.h"

#include <algorithm>
#include <boost/json.hpp>

#include "compose/interpolation.h"
#include "compose/leaves.h"
#include "sync/change_places.h"
#include "sync/leaf_changes.h"

namespace mcpmx::sync {
namespace {

constexpr std::string_view kEnvironment = "environment/";

bool has_variable(std::string_view text) {
  const auto references = compose::references_of(text, {});
  return !references || !references->empty();
}

bool has_variable(const compose::ProjectModel& model, const compose::Value& value) {
  if (value.is_scalar()) return has_variable(model.source_text(value.origin));
  return std::any_of(value.members.begin(), value.members.end(),
                     [&](const auto& member) { return has_variable(model, member.value); });
}

// What was a secret by the last sync, and stands there itself, is how a person wants it.
bool was_secret(const BaseServer& base, std::string_view leaf) {
  return leaf.starts_with(kEnvironment) && base.secrets.contains(leaf.substr(kEnvironment.size()));
}

class Hiding {
 public:
  Hiding(const Rendering& end, const compose::ProjectModel& model, const BaseServer& base)
      : end_(end), model_(model), base_(base) {}

  std::vector<LeafEdit> edits(const std::string& rendered_name, const FileService& there) const {
    std::vector<LeafEdit> edits;
    const RenderedService& rendered = end_.services.at(rendered_name);
    const auto before = base_.services.find(rendered.key);
    const compose::Value* body = model_.root.at({"services", there.name});
    if (before == base_.services.end() || body == nullptr) return edits;
    for (const compose::Leaf& leaf : compose::leaves_of(*body, compose::service_syntax())) {
      const bool is_untouched = same(&leaf.value, value_at(before->second.leaves, leaf.path)) &&
                                same(&leaf.value, value_at(rendered.leaves, leaf.path));
      if (!is_untouched || was_secret(base_, leaf.path) || has_variable(model_, *leaf.at)) continue;
      auto edit = leaf_change(end_, rendered_name, leaf.path, true);
      if (edit && has_variable(boost::json::serialize(*edit->value)))
        edits.push_back(*std::move(edit));
    }
    return edits;
  }

 private:
  const Rendering& end_;
  const compose::ProjectModel& model_;
  const BaseServer& base_;
};

}  // namespace

void hide_new_secrets(const std::set<std::string_view>& servers, const Rendering& end,
                      const DockerSide& file, const compose::ProjectModel& model, const Base& base,
                      ProjectChanges& changes) {
  for (const std::string_view server : servers) {
    const auto here = file.servers.find(server);
    const auto known = base.servers.find(server);
    if (here == file.servers.end() || known == base.servers.end()) continue;
    const Hiding hiding(end, model, known->second);
    for (const std::string& name : end.services_of(server)) {
      const auto there = here->second.services.find(end.services.at(name).key);
      if (there == here->second.services.end()) continue;
      push_leaves(changes, there->second.name, hiding.edits(name, there->second));
    }
  }
}

}  // namespace mcpmx::sync
