#include "compose/project_model.h"

#include <algorithm>

namespace mcpmx::compose {

const Value* ProjectModel::service(std::string_view service_name) const {
  return root.at({"services", service_name});
}

bool ProjectModel::is_enabled(std::string_view service_name) const {
  return std::find(disabled.begin(), disabled.end(), service_name) == disabled.end();
}

std::string ProjectModel::where(const Origin& origin) const {
  if (origin.file >= files.size() || origin.node == document::kNoNode) return {};
  return files[origin.file].document.where(origin.node);
}

std::string_view ProjectModel::source_text(const Origin& origin) const {
  if (origin.file >= files.size() || origin.node == document::kNoNode) return {};
  const document::Document& document = files[origin.file].document;
  const document::Node& node = document.node(origin.node);
  const bool is_alias = node.kind == document::NodeKind::kAlias;
  return document.value(is_alias ? node.target : origin.node);
}

const ResetPlace* ProjectModel::reset_at(std::span<const std::string_view> path) const {
  for (const ResetPlace& reset : resets) {
    if (reset.keeps_value || reset.path.size() > path.size()) continue;
    if (std::equal(reset.path.begin(), reset.path.end(), path.begin())) return &reset;
  }
  return nullptr;
}

}  // namespace mcpmx::compose
