#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "app/bindings.h"
#include "app/detect.h"
#include "cli/binding_text.h"
#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

Result<int> run_list(Context& context) {
  MCPMX_TRY(library, context.session.load_library());
  if (context.format == Format::kJson) {
    json::array list;
    for (const mcpm::Profile& profile : library.profiles) {
      list.push_back(
          json::object{{"name", profile.name},
                       {"servers", profile.servers.size()},
                       {"description", text_or_null(app::shown_text(profile.description))},
                       {"where", profile.where.text()}});
    }
    write_json(context, "profile-list",
               {{"format", library.format},
                {"profiles", std::move(list)},
                {"findings", findings_json(library.findings)}});
    return 0;
  }
  if (library.profiles.empty()) {
    context.out << "MCPM has no profiles. Make one with: mcpm profile create NAME\n";
  } else {
    Table table({"PROFILE", "SERVERS", "DESCRIPTION"});
    for (const mcpm::Profile& profile : library.profiles) {
      table.add({printable(profile.name), std::to_string(profile.servers.size()),
                 printable(app::shown_text(profile.description))});
    }
    table.write(context.out, context.style);
  }
  if (!context.quiet) write_findings(std::cerr, Style(false), library.findings);
  return 0;
}

// An entry without its values, which may be secrets: what runs, and the names of what it is given.
json::object server_json(const Server& server) {
  json::array env;
  for (const Pair& variable : server.env) env.push_back(json::value(variable.name));
  json::array headers;
  for (const Pair& header : server.headers) headers.push_back(json::value(header.name));
  return {{"name", server.name},
          {"command", text_or_null(app::shown_command(server))},
          {"arguments", server.args.size()},
          {"env", std::move(env)},
          {"url", text_or_null(app::shown_url(server))},
          {"headers", std::move(headers)},
          {"enabled", server.enabled.value_or(true)},
          {"where", server.where.text()}};
}

Result<int> run_show(Context& context) {
  MCPMX_TRY(texts, mcpm::read_texts(context.session.config_dir()));
  MCPMX_TRY(library, mcpm::load_text(texts));
  MCPMX_TRY(profile, mcpm::find_profile(library, context.arguments[0]));
  MCPMX_TRY(bindings, app::load_bindings(context.session.environment(), texts.metadata));
  const app::Binding binding = bindings.of(profile->name);
  const std::vector<Diagnostic> findings = findings_of(binding, bindings.findings);
  json::array invalid;
  std::vector<const mcpm::InvalidEntry*> broken;
  for (const mcpm::InvalidEntry& entry : library.invalid) {
    for (const std::string& tag : entry.profile_tags) {
      if (tag == profile->name) broken.push_back(&entry);
    }
  }
  if (context.format == Format::kJson) {
    json::array servers;
    for (const std::size_t index : profile->servers)
      servers.push_back(server_json(library.servers[index]));
    for (const mcpm::InvalidEntry* entry : broken) {
      invalid.push_back(json::object{
          {"name", entry->name}, {"reason", entry->reason}, {"where", entry->where.text()}});
    }
    write_json(context, "profile-show",
               {{"name", profile->name},
                {"description", text_or_null(app::shown_text(profile->description))},
                {"where", profile->where.text()},
                {"servers", std::move(servers)},
                {"invalid", std::move(invalid)},
                {"docker_metadata", binding_json(binding)},
                {"findings", findings_json(findings)}});
    return 0;
  }
  context.out << context.style.bold(printable(profile->name));
  if (!profile->description.empty())
    context.out << ": " << printable(app::shown_text(profile->description));
  context.out << "\n" << profile->where.text() << "\n\n";
  Table table({"SERVER", "RUNS", "VARIABLES", "WHERE"});
  for (const std::size_t index : profile->servers) {
    const Server& server = library.servers[index];
    std::string variables;
    for (const Pair& variable : server.env)
      variables += (variables.empty() ? "" : " ") + variable.name;
    const std::string runs = server.custom            ? "(custom)"
                             : server.command.empty() ? app::shown_url(server)
                                                      : app::shown_command(server);
    table.add({shown_name(server), printable(runs), variables.empty() ? "-" : printable(variables),
               server.where.text()});
  }
  if (table.empty()) {
    context.out << "It has no servers. Add some with: mcpm profile edit "
                << printable(profile->name) << '\n';
  } else {
    table.write(context.out, context.style);
  }
  for (const mcpm::InvalidEntry* entry : broken) {
    context.out << context.style.yellow("invalid: ") << printable(entry->name) << ": "
                << printable(entry->reason) << " (" << entry->where.text() << ")\n";
  }
  context.out << '\n';
  write_binding(context.out, context.style, binding);
  if (!context.quiet) write_findings(std::cerr, Style(false), findings);
  return 0;
}

}  // namespace

Command profile_list_command() {
  return {"profile list",
          "",
          "list MCPM's profiles",
          "",
          "mcpmx profile list\nmcpmx profile list --format json",
          0,
          0,
          {},
          &run_list};
}

Command profile_show_command() {
  return {"profile show",
          "NAME",
          "show a profile's servers, without the values of their variables",
          "Below them stand the settings that mcpmx profile set knows, and where each is set.",
          "mcpmx profile show work",
          1,
          1,
          {},
          &run_show};
}

}  // namespace mcpmx::cli
