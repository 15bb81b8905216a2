#include "cli/status_containers.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <iostream>

#include "app/deploy.h"
#include "cli/deploy_screen.h"
#include "cli/deploy_words.h"
#include "cli/json_parts.h"
#include "support/cancellation.h"

namespace mcpmx::cli {
namespace {

Result<Containers> ask(Context& context, const std::string& file) {
  app::DeployRequest request;
  request.file = file;
  request.with_override = true;
  request.backend = context.options.text("backend");
  MCPMX_TRY(project, app::DeployedProject::open(context.session, std::move(request)));
  const SignalCancellation signals(context.session.cancellation());
  DeployScreen screen(std::cerr, Style(false), Progress::kNone);
  std::vector<Diagnostic> findings;
  MCPMX_CHECK(project.run(Verb::kStatus, screen, findings));
  Containers found;
  found.rows = std::move(screen.rows());
  const compose::Value* services = project.model().root.find("services");
  if (services == nullptr) return found;
  for (const compose::Member& service : services->members) {
    const bool is_there =
        std::any_of(found.rows.begin(), found.rows.end(),
                    [&](const ContainerState& row) { return row.service == service.key; });
    if (!is_there && project.model().is_enabled(service.key)) found.missing.push_back(service.key);
  }
  return found;
}

}  // namespace

Containers find_containers(Context& context, const std::string& file) {
  Result<Containers> found = ask(context, file);
  if (found) return std::move(*found);
  Containers none;
  none.error = std::move(found).error();
  return none;
}

void write_containers(Context& context, const Containers& containers) {
  if (containers.error) {
    context.out << "\nContainers: not known: " << printable(containers.error->message) << '\n';
    return;
  }
  if (!containers.rows.empty()) {
    context.out << '\n';
    write_rows(context.out, context.style, containers.rows);
  }
  if (containers.missing.empty()) return;
  context.out << "\nWithout a container: ";
  for (std::size_t i = 0; i < containers.missing.size(); ++i)
    context.out << (i == 0 ? "" : ", ") << printable(containers.missing[i]);
  context.out << '\n';
}

void add_containers(boost::json::object& document, const Containers& containers) {
  boost::json::array rows;
  for (const ContainerState& row : containers.rows) rows.push_back(row_json(row));
  document["containers"] = std::move(rows);
  document["missing"] = texts_json(containers.missing);
  if (containers.error) document["engine_error"] = error_json(*containers.error);
}

}  // namespace mcpmx::cli
