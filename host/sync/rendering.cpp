#include "sync/rendering.h"

#include <boost/json.hpp>

#include "compose/key_order.h"
#include "compose/leaves.h"
#include "compose/project_reader.h"
#include "compose/syntax.h"
#include "compose/writer.h"
#include "mapping/file_words.h"
#include "mapping/project_builder.h"
#include "mapping/reading.h"
#include "mapping/shared_secrets.h"
#include "sync/leaf_ports.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

Leaves to_map(std::vector<compose::Leaf> list, const std::string& prefix) {
  Leaves leaves;
  for (compose::Leaf& leaf : list) leaves.emplace(prefix + leaf.path, std::move(leaf.value));
  return leaves;
}

// .env with the lines of the project, so that what it refers to has its values.
Result<std::string> env_text_of(const RenderContext& context, const Project& project) {
  compose::Dotenv env = context.env;
  std::vector<Pair> values;
  values.reserve(project.env.size());
  for (const EnvLine& line : project.env) {
    if (!line.keep) values.push_back({line.name, line.value});
  }
  MCPMX_CHECK(env.set_all(values));
  return env.text();
}

Result<compose::ProjectModel> read_back(const RenderContext& context, std::string text,
                                        std::string env_text) {
  compose::ComposeOptions options = context.reading;
  options.files = {context.compose_path};
  options.json_texts = true;
  options.texts[context.compose_path] = std::move(text);
  options.texts[context.env_path] = std::move(env_text);
  return compose::read_project(options);
}

constexpr std::string_view kItem = "/[";  // no other place of a path has it

std::vector<std::string> items_among(const std::vector<compose::Leaf>& leaves) {
  std::vector<std::string> items;
  for (const compose::Leaf& leaf : leaves) {
    if (leaf.path.find(kItem) != std::string::npos) items.push_back(leaf.path);
  }
  return items;
}

}  // namespace

const std::vector<std::string>& Rendering::services_of(std::string_view server) const {
  static const std::vector<std::string> kNone;
  const auto names = names_of.find(server);
  return names == names_of.end() ? kNone : names->second;
}

ServiceLeaves Rendering::of_server(std::string_view server) const {
  ServiceLeaves result;
  for (const std::string& name : services_of(server)) {
    const RenderedService& service = services.at(name);
    result.emplace(service.key, service.leaves);
  }
  return result;
}

LeavesView Rendering::view_of(std::string_view server) const {
  LeavesView view;
  for (const std::string& name : services_of(server)) {
    const RenderedService& service = services.at(name);
    view.emplace(service.key, &service.leaves);
  }
  return view;
}

const json::value* Rendering::written_item(std::string_view service, std::string_view leaf) const {
  const auto rendered = services.find(service);
  const auto bracket = leaf.find(kItem);
  if (rendered == services.end() || bracket == std::string_view::npos) return nullptr;
  std::size_t rank = 0;  // among the entries of its list
  for (const std::string& item : rendered->second.items) {
    if (item == leaf) break;
    if (item.starts_with(leaf.substr(0, bracket + kItem.size()))) ++rank;
  }
  const json::value* place = project.document.at("services").as_object().if_contains(service);
  for (const std::string& key : compose::split_path(leaf.substr(0, bracket))) {
    if (place == nullptr || !place->is_object()) return nullptr;
    place = place->get_object().if_contains(key);
  }
  if (place == nullptr || !place->is_array()) return nullptr;
  return place->get_array().if_contains(rank);
}

std::string Rendering::name_of(std::string_view server, std::string_view key) const {
  for (const std::string& name : services_of(server)) {
    if (services.at(name).key == key) return name;
  }
  return {};
}

Leaves part_leaves(const compose::ProjectModel& model, std::string_view part) {
  const compose::Value* value = model.root.find(part);
  if (value == nullptr) return {};
  const compose::Syntax* syntax = compose::field_of(compose::file_syntax(), part);
  return to_map(compose::leaves_of(*value, syntax == nullptr ? compose::Syntax() : *syntax),
                std::string(part) + "/");
}

Leaves service_leaves(const compose::Value& service) {
  return to_map(compose::leaves_of(service, compose::service_syntax()), "");
}

Result<Project> render_project(const RenderContext& context,
                               const std::vector<const Server*>& servers) {
  mapping::ProjectBuilder builder(context.profile, servers, context.surroundings);
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  auto readings =
      mapping::read_entries(servers, context.claims, settings_for, context.surroundings.home);
  mapping::keep_secrets(readings, servers, context.surroundings);
  builder.expect(servers, readings);
  for (std::size_t i = 0; i < readings.size(); ++i) builder.add(*servers[i], readings[i]);
  return builder.finish();
}

Result<std::string> compose_text(Project& project, const std::string& profile) {
  compose::canonical_order(project.document);
  std::string comment = "MCP servers of the MCPM profile " + profile + ", written by mcpmx.";
  if (!project.env.empty()) comment += "\nValues of ${...} stand in .env beside this file.";
  return compose::write_yaml(project.document, {comment});
}

Result<Rendering> render(const RenderContext& context, const std::vector<const Server*>& servers) {
  Rendering result;
  MCPMX_TRY(project, render_project(context, servers));
  result.project = std::move(project);
  compose::canonical_order(result.project.document);
  MCPMX_TRY(env_text, env_text_of(context, result.project));
  MCPMX_TRY(model, read_back(context, json::serialize(result.project.document), env_text));

  std::map<std::string, std::string, std::less<>> server_of;
  for (const Outcome& outcome : result.project.outcomes) {
    for (const std::string& service : outcome.services) server_of[service] = outcome.server;
  }
  std::map<std::string_view, std::string> key_of;  // its template's, by service
  if (const compose::Value* noted = model.root.at({"x-mcpmx", "services"})) {
    for (const compose::Member& each : noted->members)
      key_of[each.key] = compose::text_of(each.value.at({"generated", "key"}));
  }
  if (const compose::Value* services = model.root.find("services")) {
    for (const compose::Member& service : services->members) {
      auto leaves = compose::leaves_of(service.value, compose::service_syntax());
      std::vector<std::string> items = items_among(leaves);
      const std::string& server = server_of[service.key];
      result.names_of[server].push_back(service.key);
      result.services.emplace(
          service.key, RenderedService{server, key_of[service.key], to_map(std::move(leaves), ""),
                                       std::move(items)});
    }
  }
  result.top = part_leaves(model, "networks");
  result.top.merge(part_leaves(model, "volumes"));
  result.extension = part_leaves(model, "x-mcpmx");
  return result;
}

PartRenderer::PartRenderer(const RenderContext& context, const Rendering& whole)
    : context_(context) {
  for (const auto& [name, service] : whole.services) {
    for (const int port : published_ports(service.leaves)) ports_.emplace(service.server, port);
  }
}

Result<std::vector<ServiceLeaves>> PartRenderer::render(std::span<const Server> entries) {
  mapping::Surroundings surroundings = context_.surroundings;
  std::set<std::string_view> here;
  std::vector<const Server*> servers;
  servers.reserve(entries.size());
  for (const Server& entry : entries) {
    here.insert(entry.name);
    servers.push_back(&entry);
  }
  for (const auto& [server, port] : ports_) {
    if (!here.contains(server)) surroundings.taken_ports.insert(port);
  }
  // What these entries say themselves, and not what an edit of another one here leaves them: of two
  // ports that a person swapped each would look like the next free one.
  std::erase_if(surroundings.held_ports,
                [&](const auto& held) { return here.contains(held.second.server); });
  RenderContext context = {context_.claims,       context_.profile,  surroundings,
                           context_.compose_path, context_.env_path, context_.env,
                           context_.reading};
  std::vector<ServiceLeaves> result;
  result.reserve(entries.size());
  if (entries.empty()) return result;
  if (const auto rendering = sync::render(context, servers)) {
    for (const Server& entry : entries) result.push_back(rendering->of_server(entry.name));
    return result;
  }
  // One of them makes what Compose does not read: it has no services, and the others have theirs.
  for (const Server* server : servers) {
    const auto alone = sync::render(context, {server});
    result.push_back(alone ? alone->of_server(server->name) : ServiceLeaves());
  }
  return result;
}

}  // namespace mcpmx::sync
