#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/json_parts.h"
#include "support/nearest.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using plugin::PluginInfo;

std::string state_of(const PluginInfo& info) {
  if (info.refused) return "refused";
  if (!info.shadowed_by.empty()) return "shadowed";
  // Code runs when a server needs it, so a list has nothing but ready ones.
  return info.loaded ? "loaded" : "ready";
}

json::object to_json(const PluginInfo& info) {
  json::array provides;
  for (const plugin::ProvidedInfo& provided : info.provides) {
    provides.push_back(json::object{{"extension", provided.extension},
                                    {"id", provided.id},
                                    {"priority", provided.priority},
                                    {"known", provided.is_known},
                                    {"shadowed_by", text_or_null(provided.shadowed_by)}});
  }
  json::object out = {{"id", info.id},
                      {"title", info.title},
                      {"version", info.version},
                      {"licence", info.licence},
                      {"homepage", info.homepage},
                      {"file", info.file},
                      {"origin", plugin::origin_name(info.origin)},
                      {"state", state_of(info)},
                      {"loaded", info.loaded},
                      {"shadowed_by", text_or_null(info.shadowed_by)},
                      {"provides", std::move(provides)}};
  out["refused"] = info.refused ? json::value(error_json(*info.refused)) : json::value(nullptr);
  return out;
}

void write_refusal(Context& context, const PluginInfo& info) {
  if (!info.refused) return;
  context.out << "  " << context.style.yellow("refused: ") << printable(info.refused->message)
              << '\n';
  if (!info.refused->hint.empty())
    context.out << "  next: " << printable(info.refused->hint) << '\n';
}

Result<int> run_list(Context& context) {
  MCPMX_TRY(registry, context.session.registry());
  const auto plugins = registry->plugins();
  if (context.format == Format::kJson) {
    json::array list;
    for (const PluginInfo& info : plugins) list.push_back(to_json(info));
    write_json(context, "plugin-list", {{"plugins", std::move(list)}});
    return 0;
  }
  Table table({"PLUGIN", "VERSION", "STATE", "FROM", "FILE"});
  for (const PluginInfo& info : plugins) {
    table.add({info.id.empty() ? "-" : info.id, info.version.empty() ? "-" : info.version,
               state_of(info), plugin::origin_name(info.origin), printable(info.file)});
  }
  if (table.empty()) {
    context.out << "No plugins were found. mcpmx doctor says where they are looked for.\n";
    return 0;
  }
  table.write(context.out, context.style);
  for (const PluginInfo& info : plugins) {
    if (!info.refused) continue;
    context.out << '\n' << printable(info.file) << '\n';
    write_refusal(context, info);
  }
  return 0;
}

void write_info(Context& context, const PluginInfo& info) {
  std::ostream& out = context.out;
  out << context.style.bold(info.id) << ' ' << info.version << (info.title.empty() ? "" : "  ")
      << info.title << '\n';
  out << "  file:     " << printable(info.file) << "  (" << plugin::origin_name(info.origin)
      << ")\n";
  out << "  state:    " << state_of(info) << '\n';
  if (!info.shadowed_by.empty()) out << "  shadowed by: " << printable(info.shadowed_by) << '\n';
  if (!info.licence.empty()) out << "  licence:  " << info.licence << '\n';
  if (!info.homepage.empty()) out << "  homepage: " << info.homepage << '\n';
  for (const plugin::ProvidedInfo& provided : info.provides) {
    out << "  provides: " << provided.extension << ' ' << provided.id;
    if (provided.priority != 0) out << " (priority " << provided.priority << ')';
    if (!provided.is_known) out << " (not known to this mcpmx)";
    if (!provided.shadowed_by.empty())
      out << " (shadowed by " << printable(provided.shadowed_by) << ')';
    out << '\n';
  }
  write_refusal(context, info);
}

Result<int> run_info(Context& context) {
  MCPMX_TRY(registry, context.session.registry());
  const std::string& id = context.arguments[0];
  json::array list;
  bool found = false;
  for (const PluginInfo& info : registry->plugins()) {
    if (info.id != id) continue;
    found = true;
    if (context.format == Format::kJson) {
      list.push_back(to_json(info));
    } else {
      write_info(context, info);
    }
  }
  if (!found) {
    const auto plugins = registry->plugins();
    std::vector<std::string_view> ids;
    ids.reserve(plugins.size());
    for (const PluginInfo& info : plugins) ids.emplace_back(info.id);
    const auto meant = nearest(id, ids);
    return failed("there is no plugin \"" + id + "\"", {},
                  meant ? "did you mean: mcpmx plugin info " + std::string(ids[meant->index])
                        : "mcpmx plugin list");
  }
  if (context.format == Format::kJson)
    write_json(context, "plugin-info", {{"plugins", std::move(list)}});
  return 0;
}

}  // namespace

Command plugin_list_command() {
  return {"plugin list",
          "",
          "list the plugins, what became of each, and why one was refused",
          "Reads the manifests alone: no code of a plugin runs.",
          "mcpmx plugin list\nmcpmx --plugin-dir ./build plugin list   with one of your own",
          0,
          0,
          {},
          &run_list};
}

Command plugin_info_command() {
  return {"plugin info",
          "ID",
          "show what a plugin provides and where it comes from",
          "All files with that id are shown, the shadowed ones too. No code of a plugin runs.",
          "mcpmx plugin info github",
          1,
          1,
          {},
          &run_info};
}

}  // namespace mcpmx::cli
