#include "mapping/project_builder.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "mapping/service_rules.h"
#include "support/sha256.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::string_view kNetwork = "mcp-network";
constexpr int kFirstSubnet = 200;  // 10.200.0.0/16, the RFC's; 10.201.0.0/16 is mcp-management's
constexpr int kLastSubnet = 254;

// Names and labels are lines of a file and words of a command line.
bool has_nul(const Server& server) { return server.name.find('\0') != std::string::npos; }

// depends_on of an intent names the siblings by their keys.
void rename_dependencies(json::object& body, const std::map<std::string, std::string>& siblings) {
  json::value* value = body.if_contains("depends_on");
  if (value == nullptr) return;
  if (json::array* list = value->if_array()) {
    for (json::value& item : *list) {
      if (!item.is_string()) continue;
      const auto sibling = siblings.find(std::string(item.get_string()));
      if (sibling != siblings.end()) item = sibling->second;
    }
    return;
  }
  if (!value->is_object()) return;
  json::object renamed;
  for (const auto& member : value->get_object()) {
    const auto sibling = siblings.find(std::string(member.key()));
    renamed.emplace(sibling == siblings.end() ? std::string(member.key()) : sibling->second,
                    member.value());
  }
  *value = std::move(renamed);
}

// A server that speaks HTTP is of use only at a port; the template may have said which.
Result<void> publish_http(const IntentService& service, PlaceFiller& filler, json::object& body) {
  if (service.http_port == 0 || body.contains("ports") || body.contains("network_mode")) return {};
  const json::array ports = {json::object{{"$port", service.http_port}}};
  MCPMX_TRY(filled, filler.fill(ports, "/compose/ports"));
  body.emplace("ports", std::move(filled));
  return {};
}

// docker run -e NAME without a value: passed on where it is set, absent where it is not. An empty
// text would be something else to a program that asks whether it is set.
bool is_passed_on(const std::string& name, const Value& value, const EntryValues& values) {
  const bool unstated = value.size() == 1 && value.front().kind == Segment::Kind::kMissing &&
                        value.front().text.empty() && !value.front().secret;
  return unstated && std::find(values.required_env.begin(), values.required_env.end(), name) ==
                         values.required_env.end();
}

void drop_null_variables(json::object& environment, const json::object& stated) {
  for (const auto& member : stated) {
    if (member.value().is_null()) environment.erase(member.key());
  }
}

}  // namespace

ProjectBuilder::ProjectBuilder(std::string profile, const Surroundings& surroundings)
    : profile_(std::move(profile)),
      surroundings_(surroundings),
      state_{surroundings, Variables(surroundings), Ports(surroundings.taken_ports), {}, {}} {}

const ServiceSettings& ProjectBuilder::settings_for(const Server& server) const {
  return settings_of(service_name(server.name));
}

const ServiceSettings& ProjectBuilder::settings_of(const std::string& service) const {
  static const ServiceSettings kNone;
  const auto found = surroundings_.settings.find(service);
  return found == surroundings_.settings.end() ? kNone : found->second;
}

void ProjectBuilder::add_without_service(const Server& server, const Claim& claim,
                                         const Error& reason, std::vector<Diagnostic> findings) {
  Outcome outcome;
  outcome.server = server.name;
  if (claim.mapper != nullptr) outcome.mapping = claim.mapper->id();
  outcome.match = claim.match;
  outcome.reason = reason.message;
  outcome.hint = reason.hint;
  outcome.findings = std::move(findings);
  project_.outcomes.push_back(std::move(outcome));
}

void ProjectBuilder::add(const Server& server, const Claim& claim, const Intent& intent,
                         const EntryValues& values, std::vector<Diagnostic> findings) {
  Outcome outcome;
  outcome.server = server.name;
  outcome.mapping = claim.mapper->id();
  outcome.match = claim.match;
  outcome.notes = intent.notes;
  findings.insert(findings.end(), values.findings.begin(), values.findings.end());

  const auto names = names_.mark();
  const auto variables = state_.variables.mark();
  const auto ports = state_.ports.mark();
  const auto volumes = state_.volumes.size();
  const auto networks = state_.networks.size();
  const bool used_network = uses_network_;
  auto rendered = render(server, claim, intent, values, outcome);
  if (!rendered) {
    names_.roll_back(names);
    uses_network_ = used_network;
    state_.variables.roll_back(variables);
    state_.ports.roll_back(ports);
    while (state_.volumes.size() > volumes) state_.volumes.erase(std::prev(state_.volumes.end()));
    while (state_.networks.size() > networks)
      state_.networks.erase(std::prev(state_.networks.end()));
    add_without_service(server, claim, rendered.error(), std::move(findings));
    return;
  }
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
  const std::string base = service_name(server.name);
  std::map<std::string, std::string> siblings;
  for (const IntentService& service : intent.services) {
    siblings[service.key] =
        names_.take(service.suffix.empty() ? base : base + "-" + service.suffix);
  }
  std::vector<Rendered> result;
  for (const IntentService& service : intent.services) {
    const ServiceSettings& settings = settings_of(siblings.at(service.key));
    const ServiceScope scope{siblings.at(service.key), server.name, settings, values, siblings};
    PlaceFiller filler(state_, scope);

    json::object body;
    for (const auto& member : service.compose) {
      // A variable that the template takes away stands as null: not a value of the file.
      if (member.key() == "environment") continue;
      MCPMX_TRY(value, filler.fill(member.value(), "/compose/" + std::string(member.key())));
      body.emplace(member.key(), std::move(value));
    }
    json::object environment;
    const json::value* stated = service.compose.if_contains("environment");
    if (service.primary) {
      for (const auto& [name, value] : values.env) {
        if (stated != nullptr && stated->is_object() && stated->get_object().contains(name))
          continue;
        if (name.empty() || name.find_first_of(std::string_view("=\0\n", 3)) != std::string::npos) {
          return failed("it has a variable whose name no program can be given", server.where.text(),
                        "rename the variable in the profile");
        }
        if (is_passed_on(name, value, values)) {
          environment.emplace(name, nullptr);
          continue;
        }
        MCPMX_TRY(text, filler.text_of(value, PlaceFiller::Origin::kVariable));
        environment.emplace(name, text);
      }
    }
    if (stated != nullptr && stated->is_object()) {
      MCPMX_TRY(filled, filler.fill(*stated, "/compose/environment"));
      for (const auto& member : filled.as_object()) {
        if (!member.value().is_null()) environment.insert_or_assign(member.key(), member.value());
      }
      drop_null_variables(environment, stated->get_object());
    }
    if (!environment.empty()) body.emplace("environment", std::move(environment));

    MCPMX_CHECK(publish_http(service, filler, body));
    apply_rules(body, service, scope, filler, state_, uses_network_);
    if (filler.reaches_host()) {
      outcome.notes.push_back(
          "it reaches this machine as host.docker.internal; on Linux a program that listens on "
          "127.0.0.1 "
          "alone does not hear that, and x-mcpmx.services." +
          scope.name + ".network: host helps");
    }
    // Switched off in MCPM: it stays in the file, and nothing starts it.
    if (server.enabled == false) {
      body["profiles"] = json::array{"mcpmx-disabled"};
      if (service.primary) outcome.notes.push_back("it is disabled in MCPM, so nothing starts it");
    }
    // No arguments: an empty list would also take away what the image runs by itself.
    if (const json::value* command = body.if_contains("command");
        command != nullptr && command->is_array() && command->get_array().empty()) {
      body.erase("command");
    }
    rename_dependencies(body, siblings);
    if (const json::value* fixed = body.if_contains("container_name");
        fixed != nullptr && fixed->is_string()) {
      const std::string name(fixed->get_string());
      if (surroundings_.taken_container_names.contains(name)) {
        body.erase("container_name");
        outcome.notes.push_back("another project has the container name " + name +
                                "; Compose names this one");
      }
    }

    json::object kept;  // the user's settings stay; what we need to remember stands apart from them
    for (const Pair& choice : settings.choices)
      kept[choice.name] = with_doubled_dollars(choice.value);
    if (scope.name == base) {
      for (const Pair& choice : intent.choices)
        kept[choice.name] = with_doubled_dollars(choice.value);
    }
    if (!settings.allow.empty()) {
      json::array& allow = kept.emplace("allow", json::array()).first->value().get_array();
      for (const std::string& path : settings.allow)
        allow.push_back(json::value(with_doubled_dollars(path)));
    }
    json::object generated = {{"mapping", claim.mapper->id()}, {"key", service.key}};
    if (service.primary && !intent.memo.empty())
      generated["memo"] = with_doubled_dollars(intent.memo);
    generated["checksum"] = sha256_hex(json::serialize(body));
    kept["generated"] = std::move(generated);

    outcome.needs.insert(outcome.needs.end(), filler.needs().begin(), filler.needs().end());
    outcome.notes.insert(outcome.notes.end(), filler.notes().begin(), filler.notes().end());
    outcome.services.insert(service.primary ? outcome.services.begin() : outcome.services.end(),
                            scope.name);
    result.push_back({scope.name, std::move(body), std::move(kept)});
  }
  return result;
}

std::string ProjectBuilder::free_subnet(int first) {
  for (int number = first; number <= kLastSubnet; number += 2) {
    std::string subnet = "10." + std::to_string(number) + ".0.0/16";
    if (!surroundings_.taken_subnets.contains(subnet)) return subnet;
  }
  return {};  // none is left: the engine picks one
}

void ProjectBuilder::add_networks() {
  if (uses_network_) {
    json::object network = {{"driver", "bridge"}};
    if (const std::string subnet = free_subnet(kFirstSubnet); !subnet.empty()) {
      network["ipam"] = json::object{{"config", json::array{json::object{{"subnet", subnet}}}}};
      project_.subnets.push_back(subnet);
    }
    state_.networks.emplace(kNetwork, std::move(network));
  }
}

Project ProjectBuilder::finish() {
  add_networks();
  json::object& document = project_.document;
  // Two files with one project name are one project to Compose: up in one would replace the other.
  std::string name = project_name(profile_);
  for (int number = 2; surroundings_.taken_projects.contains(name); ++number) {
    name = project_name(profile_) + "-" + std::to_string(number);
  }
  document["name"] = name;
  document["services"] = std::move(services_);
  if (!state_.networks.empty()) document["networks"] = std::move(state_.networks);
  if (!state_.volumes.empty()) {
    json::object volumes;
    for (auto& member : state_.volumes) {
      // "data:" alone is how people declare a volume with no options.
      volumes.emplace(member.key(),
                      member.value().get_object().empty() ? json::value(nullptr) : member.value());
    }
    document["volumes"] = std::move(volumes);
  }
  document["x-mcpmx"] = json::object{{"version", 1},
                                     {"profile", with_doubled_dollars(profile_)},
                                     {"services", std::move(settings_)}};
  project_.env = state_.variables.lines();
  project_.ports = state_.ports.published();
  for (const Diagnostic& finding : state_.variables.findings()) {
    for (Outcome& outcome : project_.outcomes) {
      if (outcome.server == finding.where) outcome.findings.push_back(finding);
    }
  }
  return std::move(project_);
}

}  // namespace mcpmx::mapping
