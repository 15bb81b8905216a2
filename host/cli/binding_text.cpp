#include "cli/binding_text.h"

#include <string>

#include "cli/json_parts.h"

namespace mcpmx::cli {
namespace {

std::string value_text(const app::Binding& binding, std::string_view field) {
  if (field == app::kComposeFile) return binding.compose_file;
  if (field == app::kAutoDeploy) return binding.auto_deploy ? "true" : "false";
  if (field == app::kConflictResolution) return binding.conflict_resolution;
  return binding.last_sync_hash.empty() ? "-" : binding.last_sync_hash;
}

}  // namespace

void write_binding(std::ostream& out, const Style& style, const app::Binding& binding) {
  // Values and places are paths: in columns of their own they would be far apart.
  Table table({"SETTING", "VALUE"});
  for (const std::string_view field : app::kBindingFields) {
    const auto where = binding.where.find(field);
    const std::string place = where == binding.where.end() ? "default" : where->second;
    std::string cell = printable(value_text(binding, field));
    cell.append("  (").append(printable(place)).append(")");
    table.add({std::string(field), std::move(cell)});
  }
  table.write(out, style);
}

boost::json::object binding_json(const app::Binding& binding) {
  boost::json::object where;
  for (const auto& [field, place] : binding.where) where[field] = place;
  return {{app::kComposeFile, binding.compose_file},
          {app::kAutoDeploy, binding.auto_deploy},
          {app::kConflictResolution, binding.conflict_resolution},
          {app::kLastSyncHash, text_or_null(binding.last_sync_hash)},
          {"where", std::move(where)}};
}

std::vector<Diagnostic> findings_of(const app::Binding& binding,
                                    const std::vector<Diagnostic>& of_file) {
  std::vector<Diagnostic> findings = of_file;
  findings.insert(findings.end(), binding.findings.begin(), binding.findings.end());
  return findings;
}

}  // namespace mcpmx::cli
