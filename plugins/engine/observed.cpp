#include "observed.h"

#include <algorithm>
#include <charconv>

namespace engine {
namespace {

using mcpmx::Json;

unsigned number_of(std::string_view text) {
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// "80/tcp" and where it is published; a port that is not has one entry.
void add_ports(const std::string& target, const Json& bindings, std::vector<mcpmx::Port>& ports) {
  const std::size_t slash = target.find('/');
  mcpmx::Port port;
  port.target = number_of(target);
  port.protocol = slash == std::string::npos ? "tcp" : target.substr(slash + 1);
  if (bindings.members().empty()) {
    ports.push_back(port);
    return;
  }
  for (const auto& [none, binding] : bindings.members()) {
    port.address = binding["HostIp"].text();
    port.published = number_of(binding["HostPort"].text());
    ports.push_back(port);
  }
}

}  // namespace

std::string Container::name() const {
  const std::string& name = json()["Name"].text();
  return name.starts_with('/') ? name.substr(1) : name;
}

const std::string& Container::label(std::string_view name) const {
  return json()["Config"]["Labels"][std::string(kLabelPrefix).append(name)].text();
}

unsigned Container::number() const { return number_of(label("container-number")); }

bool Container::is_made_from(const mcpmx::Json& project) const {
  const auto& files = project["files"].members();
  const std::string& made_from = label("project.config_files");
  return !files.empty() && label("project.working_dir") == project["directory"].text() &&
         made_from.substr(0, made_from.find(',')) == files.front().second.text();
}

mcpmx::Row Container::row() const {
  const Json& of_state = json()["State"];
  const Json& health = of_state["Health"];
  mcpmx::Row row;
  row.service = service();
  row.name = name();
  row.id = id();
  row.image = json()["Config"]["Image"].text();
  row.state = state();
  row.exit_code = static_cast<std::int32_t>(of_state["ExitCode"].integer());
  row.number = number();
  row.restarts = static_cast<std::uint32_t>(json()["RestartCount"].integer());
  row.health = health["Status"].text() == "none" ? std::string() : health["Status"].text();
  if (const auto& probes = health["Log"].members(); !probes.empty())
    row.health_output = probes.back().second["Output"].text();
  // What never started has the year 1.
  if (const std::string& started = of_state["StartedAt"].text(); !started.starts_with("0001"))
    row.started = started;
  for (const auto& [target, bindings] : json()["NetworkSettings"]["Ports"].members())
    add_ports(target, bindings, row.ports);
  return row;
}

std::vector<Container> containers_of(const Observed& observed, std::string_view service) {
  std::vector<Container> found;
  for (const Json& each : observed.containers) {
    const Container container(each);
    if (container.service() == service && !container.is_oneoff()) found.push_back(container);
  }
  std::sort(found.begin(), found.end(),
            [](const Container& a, const Container& b) { return a.number() < b.number(); });
  return found;
}

}  // namespace engine
