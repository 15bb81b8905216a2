#include "mapping/project_builder.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "mapping/file_words.h"
#include "mapping/service_body.h"
#include "support/dollars.h"
#include "support/sha256.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr int kFirstSubnet = 200;  // 10.200.0.0/16, the RFC's; 10.201.0.0/16 is mcp-management's
constexpr int kLastSubnet = 254;

// Names and labels are lines of a file and words of a command line.
bool has_nul(const Server& server) { return server.name.find('\0') != std::string::npos; }

// A template that names its settings knows the server's name alone; in the file they stand under
// the service's.
std::string with_section_named(std::string note, const std::string& server,
                               const std::string& service) {
  const std::string section = "x-mcpmx.services.";
  const auto at = note.find(section + server + ".");
  if (at != std::string::npos) note.replace(at + section.size(), server.size(), service);
  return note;
}

}  // namespace

ProjectBuilder::ProjectBuilder(std::string profile, const std::vector<const Server*>& servers,
                               const Surroundings& surroundings)
    : profile_(std::move(profile)),
      surroundings_(surroundings),
      state_{surroundings, Variables(surroundings), Ports(surroundings), {}},
      names_(servers, surroundings) {}

const ServiceSettings& ProjectBuilder::settings_for(const Server& server) const {
  return settings_of(names_.base_of(server));
}

const ServiceSettings& ProjectBuilder::settings_of(const std::string& service) const {
  static const ServiceSettings kNone;
  const auto found = surroundings_.settings.find(service);
  return found == surroundings_.settings.end() ? kNone : found->second;
}

void ProjectBuilder::add(const Server& server, const Reading& reading) {
  if (reading.intent) {
    add_services(server, reading.claim, *reading.intent, reading.values, reading.findings);
  } else {
    Error problem = reading.problem;
    // What a template cannot know: the section that the service would have.
    if (problem.hint.empty() && reading.launch.kind == Kind::kBinary && !server.custom &&
        reading.launch.problem.empty()) {
      problem.hint = "if an image starts it, set x-mcpmx.services." + names_.base_of(server) +
                     ".image: IMAGE in the Compose file; the image gets the arguments alone";
    }
    add_without_service(server, reading.claim, problem, reading.findings);
  }
}

void ProjectBuilder::expect(const std::vector<const Server*>& servers,
                            const std::vector<Reading>& readings) {
  for (std::size_t i = 0; i < readings.size(); ++i) {
    each_secret(readings[i].values, [&](const Segment& secret) {
      state_.variables.expect(servers[i]->name, secret.text);
    });
  }
}

void ProjectBuilder::add_without_service(const Server& server, const Claim& claim,
                                         const Error& reason, std::vector<Diagnostic> findings) {
  Outcome outcome;
  outcome.server = server.name;
  if (claim.mapper != nullptr) outcome.mapping = claim.mapper->id();
  outcome.match = claim.match;
  outcome.reason = reason.message;
  outcome.hint = reason.hint;
  outcome.fault = reason.fault;
  outcome.findings = std::move(findings);
  project_.outcomes.push_back(std::move(outcome));
}

void ProjectBuilder::add_services(const Server& server, const Claim& claim, const Intent& intent,
                                  const EntryValues& values, std::vector<Diagnostic> findings) {
  Outcome outcome;
  outcome.server = server.name;
  outcome.mapping = claim.mapper->id();
  outcome.match = claim.match;
  for (const std::string& note : intent.notes)
    outcome.notes.push_back(with_section_named(note, server.name, names_.base_of(server)));
  findings.insert(findings.end(), values.findings.begin(), values.findings.end());

  const auto names = names_.mark();
  const auto variables = state_.variables.mark();
  const auto ports = state_.ports.mark();
  const bool used_network = uses_network_;
  auto rendered = render(server, claim, intent, values, outcome);
  if (!rendered) {
    names_.roll_back(names);
    uses_network_ = used_network;
    state_.variables.roll_back(variables);
    state_.ports.roll_back(ports);
    state_.declarations.drop();
    add_without_service(server, claim, rendered.error(), std::move(findings));
    return;
  }
  state_.declarations.keep();
  for (Rendered& service : *rendered) {
    if (const json::value* name = service.body.if_contains("container_name");
        name != nullptr && name->is_string()) {
      project_.container_names.emplace_back(name->get_string());
    }
    services_.emplace(service.name, std::move(service.body));
    settings_.emplace(service.name, std::move(service.settings));
  }
  outcome.findings = std::move(findings);
  project_.outcomes.push_back(std::move(outcome));
}

Result<std::vector<ProjectBuilder::Rendered>> ProjectBuilder::render(const Server& server,
                                                                     const Claim& claim,
                                                                     const Intent& intent,
                                                                     const EntryValues& values,
                                                                     Outcome& outcome) {
  if (has_nul(server))
    return failed("its name has a NUL byte", server.where.text(), "rename it in MCPM");
  std::map<std::string, std::string> siblings;
  for (const IntentService& service : intent.services) {
    siblings[service.key] = names_.take(server, service.suffix);
  }
  std::vector<Rendered> result;
  for (const IntentService& service : intent.services) {
    const ServiceSettings& settings = settings_of(siblings.at(service.key));
    const ServiceScope scope{siblings.at(service.key), server.name, settings, values, siblings};
    MCPMX_TRY(body, make_body(server, service, scope, state_));
    json::object section = section_of(service, claim, intent, settings, body.compose);
    uses_network_ = uses_network_ || body.uses_network;
    outcome.needs.insert(outcome.needs.end(), body.needs.begin(), body.needs.end());
    outcome.notes.insert(outcome.notes.end(), body.notes.begin(), body.notes.end());
    outcome.services.insert(service.primary ? outcome.services.begin() : outcome.services.end(),
                            scope.name);
    result.push_back({scope.name, std::move(body.compose), std::move(section)});
  }
  return result;
}

// The user's words stay as they are; what we need to remember stands apart from them.
json::object ProjectBuilder::section_of(const IntentService& service, const Claim& claim,
                                        const Intent& intent, const ServiceSettings& settings,
                                        const json::object& body) const {
  json::object section = settings.kept;
  if (service.suffix.empty()) {
    for (const Pair& choice : intent.choices) {
      if (!section.contains(choice.name))
        section.emplace(choice.name, with_doubled_dollars(choice.value));
    }
  }
  json::object generated = {{"mapping", claim.mapper->id()}, {"key", service.key}};
  if (service.primary && !intent.memo.empty())
    generated["memo"] = with_doubled_dollars(intent.memo);
  // A hash alone would need quotes where it begins with a digit.
  generated["checksum"] = "sha256:" + sha256_hex(json::serialize(body));
  section["generated"] = std::move(generated);
  return section;
}

// Settings of a service that is not in the file now: its server left the profile, or stays on the
// host. They stand until a person removes them, with a note of whose they are.
void ProjectBuilder::keep_unused_settings() {
  for (const auto& [name, settings] : surroundings_.settings) {
    if (settings.kept.empty() || settings_.contains(name)) continue;
    json::object section = settings.kept;
    const auto owner = surroundings_.owners.find(name);
    const Server* server = names_.owner_of(name);
    if (owner != surroundings_.owners.end()) {
      section["generated"] = json::object{{"server", with_doubled_dollars(owner->second)}};
    } else if (server != nullptr) {
      section["generated"] = json::object{{"server", with_doubled_dollars(server->name)}};
    }
    settings_.emplace(name, std::move(section));
  }
}

json::object ProjectBuilder::take_extension() {
  keep_unused_settings();
  json::object extension = {{"version", 1}, {"profile", with_doubled_dollars(profile_)}};
  for (const auto& member : surroundings_.kept) extension.emplace(member.key(), member.value());
  extension["services"] = std::move(settings_);
  return extension;
}

std::string ProjectBuilder::free_subnet(int first) {
  for (int number = first; number <= kLastSubnet; number += 2) {
    std::string subnet = "10." + std::to_string(number) + ".0.0/16";
    if (!surroundings_.taken_subnets.contains(subnet)) return subnet;
  }
  return {};  // none is left: the engine picks one
}

void ProjectBuilder::add_networks() {
  json::object networks = state_.declarations.networks();
  if (uses_network_) {
    json::object network = {{"driver", "bridge"}};
    if (const std::string subnet = free_subnet(kFirstSubnet); !subnet.empty()) {
      network["ipam"] = json::object{{"config", json::array{json::object{{"subnet", subnet}}}}};
      project_.subnets.push_back(subnet);
    }
    networks.emplace(kProfileNetwork, std::move(network));
  }
  if (!networks.empty()) project_.document["networks"] = std::move(networks);
}

Project ProjectBuilder::finish() {
  json::object& document = project_.document;
  // Two files with one project name are one project to Compose: up in one would replace the other.
  std::string name = project_name(profile_);
  for (int number = 2; surroundings_.taken_projects.contains(name); ++number) {
    name = project_name(profile_) + "-" + std::to_string(number);
  }
  document["name"] = name;
  document["services"] = std::move(services_);
  add_networks();
  if (json::object volumes = state_.declarations.volumes(); !volumes.empty())
    document["volumes"] = std::move(volumes);
  document["x-mcpmx"] = take_extension();
  project_.env = state_.variables.lines();
  project_.variables = state_.variables.names();
  project_.ports = state_.ports.published();
  for (const Diagnostic& finding : state_.variables.findings()) {
    for (Outcome& outcome : project_.outcomes) {
      if (outcome.server == finding.where) outcome.findings.push_back(finding);
    }
  }
  return std::move(project_);
}

}  // namespace mcpmx::mapping
