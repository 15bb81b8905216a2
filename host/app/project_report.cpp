#include "app/project_report.h"

#include <algorithm>

#include "app/machine_check.h"
#include "app/settings_report.h"
#include "mapping/names.h"

namespace mcpmx::app {
namespace {

// An entry that MCPM cannot read is an outcome where it is of this profile, and nobody's business
// where it is of another. One whose profiles are not known stays a finding.
bool is_told_elsewhere(const Diagnostic& finding, const mcpm::Library& library) {
  return std::any_of(library.invalid.begin(), library.invalid.end(),
                     [&](const mcpm::InvalidEntry& entry) {
                       return finding.code == "mcpm.invalid-entry" && !entry.profile_tags.empty() &&
                              finding.where == entry.where.text();
                     });
}

}  // namespace

mapping::Relevance relevance_of(const std::vector<const Server*>& entries,
                                const ComposeTarget& target) {
  mapping::Relevance relevance;
  for (const Server* entry : entries) relevance.add(*entry);
  for (const std::string& id : target.settings.generated_by) relevance.add_id(id);
  for (const auto& [service, settings] : target.surroundings.settings)
    relevance.add_id(settings.mapping);
  return relevance;
}

void add_invalid_entries(const mcpm::Library& library, const std::string& profile,
                         std::vector<Outcome>& outcomes) {
  for (const mcpm::InvalidEntry& entry : library.invalid) {
    const auto& tags = entry.profile_tags;
    if (std::find(tags.begin(), tags.end(), profile) == tags.end()) continue;
    Outcome outcome;
    outcome.server = entry.name;
    outcome.reason =
        "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")";
    outcome.fault = true;
    outcome.hint = "mend the entry: MCPM drops it on its next save";
    outcomes.push_back(std::move(outcome));
  }
}

void append_findings(const mcpm::Library& library, std::vector<Diagnostic>& findings) {
  for (const Diagnostic& finding : library.findings) {
    if (!is_told_elsewhere(finding, library)) findings.push_back(finding);
  }
}

void check_machine(Filesystem& filesystem, const Project& project, const mapping::Claims& claims,
                   ComposeTarget& target) {
  const auto settings = report_settings(target.settings, project, claims);
  target.findings.insert(target.findings.end(), settings.begin(), settings.end());
  warn_of_missing_binds(filesystem, project, target.findings);
  warn_of_closed_binds(filesystem, project, target.findings);
}

// Whoever looks for the project in Docker looks for its usual name.
std::vector<std::string> name_notes(const ComposeTarget& target, const Project& project,
                                    const std::string& profile) {
  const std::string usual = mapping::project_name(profile);
  const std::string name(project.document.at("name").as_string());
  if (name == usual) return {};
  std::string who = "another file";
  for (const compose::KnownFile& file : target.neighbours) {
    if (file.project == usual) who = file.path;
  }
  std::string note = "the Compose project is called " + name;
  note.append(": ").append(who).append(" is ").append(usual);
  return {note};
}

}  // namespace mcpmx::app
