// Entries rendered to the Compose project that they stand for, and that project read back as docker
// compose reads it: so that what is rendered and what stands in a file are compared in one form.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compose/compose_files.h"
#include "compose/dotenv.h"
#include "compose/project_model.h"
#include "mapping/claims.h"
#include "mapping/surroundings.h"
#include "model/project.h"
#include "support/result.h"
#include "sync/attribution.h"
#include "sync/base.h"

namespace mcpmx::sync {

// What rendering needs besides the entries. Borrows all of it.
struct RenderContext {
  const mapping::Claims& claims;
  const std::string& profile;
  const mapping::Surroundings& surroundings;
  // Of the file that is synced: its path, .env's, and the options that it is read with.
  const std::string& compose_path;
  const std::string& env_path;
  const compose::Dotenv& env;
  const compose::ComposeOptions& reading;
};

struct RenderedService {
  std::string server;
  std::string key;  // its template's
  Leaves leaves;
  std::vector<std::string> items;  // paths of the leaves that are list entries, in the lists' order
};

struct Rendering {
  Project project;
  std::map<std::string, RenderedService, std::less<>> services;           // by name
  std::map<std::string, std::vector<std::string>, std::less<>> names_of;  // server -> its services
  Leaves top;                                                             // networks and volumes
  Leaves extension;                                                       // x-mcpmx

  // Names, as the document has them. Empty for a server that renders nothing.
  const std::vector<std::string>& services_of(std::string_view server) const;
  ServiceLeaves of_server(std::string_view server) const;
  LeavesView view_of(std::string_view server) const;
  // The list entry that a leaf of the service stands for, as the document writes it; null: the leaf
  // is none.
  const boost::json::value* written_item(std::string_view service, std::string_view leaf) const;
  // The name of its service with this key; empty where there is none.
  std::string name_of(std::string_view server, std::string_view key) const;
};

// The project of the entries, in their order, as `docker generate` makes it.
Result<Project> render_project(const RenderContext& context,
                               const std::vector<const Server*>& servers);
// The text of its Compose file, as a person would write it. Brings the document into that order.
Result<std::string> compose_text(Project& project, const std::string& profile);

Result<Rendering> render(const RenderContext& context, const std::vector<const Server*>& servers);

// The leaves of a model's top-level part, each path with the part's name in front.
Leaves part_leaves(const compose::ProjectModel& model, std::string_view part);
Leaves service_leaves(const compose::Value& service);

// Renders some entries of a project as if the others were there too: what those have taken stays
// theirs.
class PartRenderer final : public EntryRenderer {
 public:
  // `whole`: of the project; it tells which ports are whose.
  PartRenderer(const RenderContext& context, const Rendering& whole);
  Result<std::vector<ServiceLeaves>> render(std::span<const Server> entries) override;

 private:
  const RenderContext& context_;
  std::multimap<std::string, int, std::less<>> ports_;  // server -> host port
};

}  // namespace mcpmx::sync
