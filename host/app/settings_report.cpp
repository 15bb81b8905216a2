#include "app/settings_report.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "support/dollars.h"
#include "support/nearest.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;
using document::quoted_name;

std::string meant(const std::vector<std::string>& known, std::string_view written) {
  const auto found = nearest(written, std::vector<std::string_view>(known.begin(), known.end()));
  return found ? "did you mean " + known[found->index] + "?" : std::string();
}

// Our own note of one kind on a service; empty if there is none.
std::string noted(const json::object& sections, const std::string& service, const char* note) {
  const json::value* section = sections.if_contains(service);
  const json::value* generated =
      section == nullptr ? nullptr : section->as_object().if_contains("generated");
  const json::value* text =
      generated == nullptr ? nullptr : generated->as_object().if_contains(note);
  return text == nullptr ? std::string() : std::string(text->as_string());
}

// mcpmx's own settings and the mapping's; of a service without one, those of every mapping, since
// any of them may come to run it.
std::vector<std::string> known_settings(const mapping::Claims& claims, const std::string& id) {
  std::vector<std::string> known = own_settings();
  for (const Mapper* mapper : claims.mappers()) {
    if (!id.empty() && mapper->id() != id) continue;
    known.insert(known.end(), mapper->settings().begin(), mapper->settings().end());
  }
  return known;
}

// Why the settings of a service that is not in the file are not used, with what to do about it.
// Nothing is to be said where their server is away, has no container or is not the profile's.
std::optional<Diagnostic> unused(const std::string& service, const Project& project,
                                 const std::string& owner,
                                 const std::vector<std::string>& services) {
  Diagnostic finding{Severity::kWarning, "compose.settings-unused", {}, {}, {}};
  if (owner.empty()) {
    finding.message = "no server of the profile has a service " + quoted_name(service) +
                      "; the settings are kept and not used";
    finding.hint = meant(services, service);
    return finding;
  }
  const auto outcome = std::find_if(project.outcomes.begin(), project.outcomes.end(),
                                    [&](const Outcome& one) { return one.server == owner; });
  if (outcome == project.outcomes.end() || outcome->services.empty()) return std::nullopt;
  finding.message = "the server " + quoted_name(owner) + " has no service " + quoted_name(service) +
                    "; the settings are kept and not used";
  finding.hint = "its settings stand below x-mcpmx.services." + outcome->services.front();
  return finding;
}

}  // namespace

std::vector<Diagnostic> report_settings(const FileSettings& settings, const Project& project,
                                        const mapping::Claims& claims) {
  const json::object& sections =
      project.document.at("x-mcpmx").as_object().at("services").as_object();
  std::vector<std::string> services;
  for (const auto& service : project.document.at("services").as_object())
    services.emplace_back(service.key());
  std::vector<Diagnostic> findings;
  for (const auto& [service, places] : settings.places) {
    if (settings.services.at(service).kept.empty()) continue;
    const std::string id = noted(sections, service, "mapping");
    const std::string owner = with_single_dollars(noted(sections, service, "server"));
    if (id.empty()) {
      if (auto finding = unused(service, project, owner, services)) {
        finding->where = places.where;
        findings.push_back(*std::move(finding));
      }
    }
    const std::vector<std::string> known = known_settings(claims, id);
    for (const Pair& setting : places.others) {
      if (std::find(known.begin(), known.end(), setting.name) != known.end()) continue;
      findings.push_back({Severity::kWarning, "compose.setting-unknown",
                          "mcpmx does not know the setting " + quoted_name(setting.name) +
                              ", and " +
                              (id.empty() ? std::string("no mapping does")
                                          : "the mapping " + id + " does not name it") +
                              "; it is kept",
                          setting.value, meant(known, setting.name)});
    }
  }
  return findings;
}

}  // namespace mcpmx::app
