#include "app/detect.h"

#include "app/compose_target.h"
#include "app/settings_report.h"
#include "document/element.h"
#include "document/reader.h"
#include "mapping/launcher.h"
#include "mapping/project_builder.h"
#include "mapping/value_reader.h"
#include "mcpm/server_entry.h"
#include "support/text.h"

namespace mcpmx::app {

Result<Server> parse_server(const std::string& json, const std::string& shown_as) {
  MCPMX_TRY(document, document::read_json(json, shown_as));
  document::Element root = document::root_of(document);
  if (!root.is_map()) return root.mismatch("one server entry, as in servers.json");
  // What people have at hand is a client's block: {"mcpServers": {"name": {...}}} or {"name":
  // {...}}.
  std::string outer = "server";
  for (int wrappers = 0; wrappers < 2; ++wrappers) {
    const auto entries = root.entries();
    if (entries.size() != 1 || !entries[0].value.is_map()) break;
    outer = entries[0].name();
    root = entries[0].value;
  }
  if (!root.find("name")) {
    // MCPM demands a name of what it keeps; whoever only asks what an entry is need not think one
    // up. It stands on the line of the bracket, so that lines of errors stay right.
    const auto bracket = document.node(document.root()).content + 1;
    std::string named(document.text());
    named.insert(bracket, root.entries().empty() ? R"("name": "server")" : R"("name": "server", )");
    return parse_server(named, shown_as);
  }
  const std::string name(root.find("name").as_string().value_or(outer));
  mcpm::Findings findings;
  mcpm::EntryAnswer answer = mcpm::read_entry(name, {shown_as, 1}, root, findings);
  if (!answer.server) {
    return failed("MCPM would not accept the entry: " + answer.invalid.reason,
                  answer.invalid.where.text(),
                  "an entry has a command or a url; see docs/mcpm-files.md");
  }
  return std::move(*answer.server);
}

std::string shown_url(const Server& server) {
  const Launch launch = mapping::parse_launch(server);
  return shown(mapping::analyse(server, launch, {}, {}).url);
}

std::string shown_command(const Server& server) {
  // A whole command line in `command` is a mistake that people make; its arguments may be secrets.
  const std::string word = server.command.substr(0, server.command.find_first_of(" \t\n"));
  // NAME=VALUE before the program: only a shell knows where such a value ends.
  const auto equals = word.find('=');
  if (is_variable_name(word.substr(0, equals)) && equals != std::string::npos)
    return word.substr(0, equals + 1) + "...";
  return shown_text(word);
}

std::string shown_text(const std::string& text) {
  mapping::ValueReader reader("shown", {});
  mapping::Place place;
  place.paths = place.hosts = false;
  return shown(reader.read(text, place));
}

std::string shown(const mapping::Value& value) {
  std::string out;
  for (const mapping::Segment& segment : value) {
    out +=
        segment.kind == mapping::Segment::Kind::kSecret ? "${" + segment.name + "}" : segment.text;
  }
  return out;
}

namespace {

// The file's surroundings; those without any file where there is none to follow.
Result<ComposeTarget> target_of(Session& session, const DetectRequest& request) {
  ComposeTarget none;
  none.surroundings = base_surroundings(session);
  const bool is_default = request.file.empty();
  if (is_default && request.profile.empty()) return none;
  FileStatus status;
  const std::string there = session.environment().working_directory + "/" + kDefaultComposeFile;
  // What lies beside a file that is not there is nobody's business.
  if (is_default && session.filesystem().status(there, status) != 0) return none;
  const auto load = [&]() -> Result<ComposeTarget> {
    MCPMX_TRY(place, locate_target(session, is_default ? kDefaultComposeFile : request.file));
    return load_target(session, place);
  };
  auto loaded = load();
  if (!loaded && is_default) {
    const Error& error = loaded.error();
    none.findings.push_back({Severity::kWarning, "compose.unreadable",
                             "no settings are read from the Compose file here: " + error.message,
                             error.where, error.hint});
    return none;
  }
  MCPMX_TRY(target, std::move(loaded));
  if (!is_default && !target.text) {
    target.findings.push_back({Severity::kWarning, "compose.missing",
                               "there is no such Compose file, so there are no settings in it",
                               request.file, "name the file that docker generate writes"});
  }
  const std::string& owner = target.settings.profile;
  const bool is_other = !owner.empty() && owner != request.profile;
  if (is_default && is_other) return none;
  return target;
}

Detected detected(const Server& server, mapping::Reading reading) {
  Detected one{server, std::move(reading), {}, {}, {}, {}, false};
  if (one.reading.intent) one.image = mapping::image_of(*one.reading.intent);
  // A launch whose mounts or ports make no sense has no container, and its outcome says why.
  if (auto mounts = mapping::docker_mounts(one.reading.launch)) one.mounts = std::move(*mounts);
  if (auto ports = mapping::docker_ports(one.reading.launch)) {
    for (const mapping::Port& port : *ports) one.ports.push_back(port.text);
  }
  return one;
}

}  // namespace

Result<Detection> detect(Session& session, const std::vector<Server>& servers,
                         const DetectRequest& request) {
  MCPMX_TRY(target, target_of(session, request));
  const mapping::Surroundings& surroundings = target.surroundings;
  mapping::Relevance relevance;
  for (const Server& server : servers) relevance.add(server);
  for (const auto& [service, settings] : surroundings.settings) relevance.add_id(settings.mapping);
  MCPMX_TRY(claims, session.claims(&relevance));
  std::vector<const Server*> pointers;
  pointers.reserve(servers.size());
  for (const Server& server : servers) pointers.push_back(&server);
  mapping::ProjectBuilder builder(request.profile.empty() ? "detect" : request.profile, pointers,
                                  surroundings);
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  auto readings = mapping::read_entries(pointers, *claims, settings_for, surroundings.home);
  Detection result;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    builder.add(servers[i], readings[i]);
    result.servers.push_back(detected(servers[i], std::move(readings[i])));
    result.servers.back().on_host_network = builder.settings_for(servers[i]).network == "host";
  }
  Project project = builder.finish();
  result.findings = std::move(target.findings);
  if (!request.profile.empty()) {
    const auto more = report_settings(target.settings, project, *claims);
    result.findings.insert(result.findings.end(), more.begin(), more.end());
  }
  for (std::size_t i = 0; i < result.servers.size(); ++i)
    result.servers[i].outcome = std::move(project.outcomes[i]);
  return result;
}

}  // namespace mcpmx::app
