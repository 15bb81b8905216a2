#include "app/detect.h"

#include "app/compose_target.h"
#include "document/element.h"
#include "document/reader.h"
#include "mapping/project_builder.h"
#include "mcpm/server_entry.h"

namespace mcpmx::app {

Result<Server> parse_server(const std::string& json, const std::string& shown_as) {
  MCPMX_TRY(document, document::read_json(json, shown_as));
  const document::Element root = document::root_of(document);
  if (!root.is_map()) return root.mismatch("one server entry, as in servers.json");
  if (!root.find("name")) {
    // MCPM demands a name of what it keeps; whoever only asks what an entry is need not think one
    // up. It stands on the line of the bracket, so that lines of errors stay right.
    const auto bracket = document.node(document.root()).content + 1;
    std::string named(document.text());
    named.insert(bracket, root.entries().empty() ? R"("name": "server")" : R"("name": "server", )");
    return parse_server(named, shown_as);
  }
  const std::string name(root.find("name").as_string().value_or("server"));
  mcpm::Findings findings;
  mcpm::EntryAnswer answer = mcpm::read_entry(name, {shown_as, 1}, root, findings);
  if (!answer.server) {
    return failed("MCPM would not accept the entry: " + answer.invalid.reason,
                  answer.invalid.where.text(),
                  "an entry has a command or a url; see docs/mcpm-files.md");
  }
  return std::move(*answer.server);
}

std::string shown(const mapping::Value& value) {
  std::string out;
  for (const mapping::Segment& segment : value) {
    out +=
        segment.kind == mapping::Segment::Kind::kSecret ? "${" + segment.name + "}" : segment.text;
  }
  return out;
}

Result<std::vector<Detected>> detect(Session& session, const std::vector<Server>& servers) {
  MCPMX_TRY(claims, session.claims());
  const mapping::Surroundings surroundings = base_surroundings(session);
  mapping::ProjectBuilder builder("detect", surroundings);
  std::vector<Detected> result;
  for (const Server& server : servers) {
    Detected one{server, mapping::read_entry(server, *claims, {}, surroundings.home), {}, {}, {},
                 {}};
    if (one.reading.intent) {
      one.image = mapping::image_of(*one.reading.intent);
      builder.add(server, one.reading.claim, *one.reading.intent, one.reading.values,
                  one.reading.findings);
    } else {
      builder.add_without_service(server, one.reading.claim, one.reading.problem,
                                  one.reading.findings);
    }
    // A launch whose mounts or ports make no sense has no container, and its outcome says why.
    if (auto mounts = mapping::docker_mounts(one.reading.launch)) one.mounts = std::move(*mounts);
    if (auto ports = mapping::docker_ports(one.reading.launch)) {
      for (const mapping::Port& port : *ports) one.ports.push_back(port.text);
    }
    result.push_back(std::move(one));
  }
  Project project = builder.finish();
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i].outcome = std::move(project.outcomes[i]);
  return result;
}

}  // namespace mcpmx::app
