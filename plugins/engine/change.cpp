#include "change.h"

#include <algorithm>
#include <set>
#include <vector>

namespace engine {
namespace {

using mcpmx::Json;

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const auto& [none, item] : list.members()) texts.push_back(item.text());
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) result += i + 1 == texts.size() ? " and " : ", ";
    result += texts[i];
  }
  return result;
}

std::string short_list(std::vector<std::string> names) {
  constexpr std::size_t kShown = 3;
  const std::size_t all = names.size();
  if (all > kShown) names.resize(kShown);
  std::string result;
  for (const std::string& name : names) result.append(result.empty() ? "" : ", ").append(name);
  return all > kShown ? result + " and " + std::to_string(all - kShown) + " more" : result;
}

// Variables that the service sets otherwise. One that it no longer sets cannot be told from one of
// the image.
std::vector<std::string> changed_variables(const Json& wanted, const Json& has) {
  std::set<std::string> lines;
  for (const auto& [none, line] : has.members()) lines.insert(line.text());
  std::vector<std::string> names;
  for (const auto& [name, value] : wanted.members()) {
    if (!value.is_null() && !lines.contains(name + "=" + value.text())) names.push_back(name);
  }
  return names;
}

// "127.0.0.1:5432->5432/tcp"
std::set<std::string> published(const Json& bindings) {
  std::set<std::string> ports;
  for (const auto& [target, hosts] : bindings.members()) {
    for (const auto& [none, host] : hosts.members())
      ports.insert(host["HostIp"].text() + ":" + host["HostPort"].text() + "->" + target);
  }
  return ports;
}

std::set<std::string> wanted_ports(const Json& ports) {
  std::set<std::string> result;
  for (const auto& [none, port] : ports.members()) {
    const std::string& protocol = port["protocol"].text();
    result.insert(port["host_ip"].text() + ":" + port["published"].text() + "->" +
                  port["target"].text() + "/" + (protocol.empty() ? "tcp" : protocol));
  }
  return result;
}

std::set<std::string> mount_targets(const Json& mounts, const char* key) {
  std::set<std::string> targets;
  for (const auto& [none, mount] : mounts.members()) targets.insert(mount[key].text());
  return targets;
}

// Labels of the service that the container has otherwise.
bool has_other_labels(const Json& wanted, const Json& has) {
  return std::any_of(
      wanted.members().begin(), wanted.members().end(),
      [&](const Json::Member& label) { return has[label.first].text() != label.second.text(); });
}

}  // namespace

std::string change_of(const Project& project, const std::string& name, const Container& container) {
  const Json& service = project.service(name);
  const Json& config = container.json()["Config"];
  const Json& host = container.json()["HostConfig"];
  std::vector<std::string> changes;
  const std::string image = project.image(name);
  if (config["Image"].text() != image && !config["Image"].text().starts_with("sha256:"))
    changes.push_back("its image (" + config["Image"].text() + " -> " + image + ")");
  if (service["command"].is_list() && texts_of(service["command"]) != texts_of(config["Cmd"]))
    changes.emplace_back("its command");
  if (service["entrypoint"].is_list() &&
      texts_of(service["entrypoint"]) != texts_of(config["Entrypoint"]))
    changes.emplace_back("its entrypoint");
  const auto variables = changed_variables(service["environment"], config["Env"]);
  if (!variables.empty()) changes.push_back("its environment (" + short_list(variables) + ")");
  if (wanted_ports(service["ports"]) != published(host["PortBindings"]))
    changes.emplace_back("its ports");
  const auto targets = mount_targets(service["volumes"], "target");
  const auto mounted = mount_targets(container.json()["Mounts"], "Destination");
  if (!std::includes(mounted.begin(), mounted.end(), targets.begin(), targets.end()))
    changes.emplace_back("its volumes");
  if (has_other_labels(service["labels"], config["Labels"])) changes.emplace_back("its labels");
  if (changes.empty()) return "its configuration changed";
  return joined(changes) + " changed";
}

}  // namespace engine
