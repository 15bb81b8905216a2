#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/json_parts.h"
#include "cli/mapping_text.h"
#include "mapping/yaml_mapping.h"
#include "support/nearest.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

json::object hints_json(const Hints& hints) {
  return {{"npm", texts_json(hints.npm)},     {"pypi", texts_json(hints.pypi)},
          {"git", texts_json(hints.git)},     {"images", texts_json(hints.images)},
          {"urls", texts_json(hints.urls)},   {"commands", texts_json(hints.commands)},
          {"names", texts_json(hints.names)}, {"fallback", hints.fallback}};
}

json::object to_json(const Mapper& mapper, bool shadowed) {
  return {{"id", mapper.id()},
          {"title", mapper.title()},
          {"kind", mapper.precedence().yaml ? "yaml" : "plugin"},
          {"file", mapper.origin()},
          {"priority", mapper.precedence().priority},
          {"shadowed", shadowed},
          {"detect", hints_json(mapper.hints())}};
}

struct Listed {
  const Mapper* mapper;
  bool shadowed;
};

// Of equal ids the one that is used first.
std::vector<Listed> by_id(const mapping::Claims& claims) {
  std::vector<Listed> listed;
  for (const Mapper* mapper : claims.mappers()) listed.push_back({mapper, false});
  for (const Mapper* mapper : claims.shadowed()) listed.push_back({mapper, true});
  std::stable_sort(listed.begin(), listed.end(), [](const Listed& one, const Listed& other) {
    return one.mapper->id() < other.mapper->id();
  });
  return listed;
}

Result<int> run_list(Context& context) {
  MCPMX_TRY(claims, context.session.claims());
  MCPMX_TRY(files, context.session.mapping_files());
  const std::vector<Listed> listed = by_id(*claims);
  if (context.format == Format::kJson) {
    json::array list;
    for (const Listed& one : listed) list.push_back(to_json(*one.mapper, one.shadowed));
    json::array refused;
    for (const Error& error : files->refused) refused.push_back(error_json(error));
    write_json(context, "mapping-list",
               {{"mappings", std::move(list)}, {"refused", std::move(refused)}});
    return 0;
  }
  Table table({"MAPPING", "TITLE", "BY", "FILE"});
  for (const auto& [mapper, shadowed] : listed) {
    table.add({std::string(mapper->id()) + (shadowed ? " (shadowed)" : ""),
               printable(mapper->title()), mapper->precedence().yaml ? "yaml" : "plugin",
               printable(mapper->origin())});
  }
  table.write(context.out, context.style);
  for (const Error& error : files->refused) {
    context.out << '\n'
                << context.style.yellow("refused: ") << printable(error.where) << ": "
                << printable(error.message) << '\n';
  }
  return 0;
}

void write_hint(std::ostream& out, const char* label, const std::vector<std::string>& names) {
  for (const std::string& name : names) out << "  " << label << printable(name) << '\n';
}

Result<int> run_show(Context& context) {
  MCPMX_TRY(claims, context.session.claims());
  const std::string& id = context.arguments[0];
  for (Mapper* mapper : claims->mappers()) {
    if (mapper->id() != id) continue;
    const json::object content =
        mapper->precedence().yaml ? mapping::mapping_content(mapper->origin()) : json::object();
    if (context.format == Format::kJson) {
      json::object document = to_json(*mapper, false);
      document["settings"] = texts_json(mapper->settings());
      document["content"] = content.empty() ? json::value(nullptr) : json::value(content);
      write_json(context, "mapping-show", std::move(document));
      return 0;
    }
    std::ostream& out = context.out;
    out << context.style.bold(mapper->id()) << "  " << printable(mapper->title()) << '\n'
        << "  file:     " << printable(mapper->origin()) << '\n';
    const Hints& hints = mapper->hints();
    write_hint(out, "npm:      ", hints.npm);
    write_hint(out, "PyPI:     ", hints.pypi);
    write_hint(out, "git:      ", hints.git);
    write_hint(out, "image:    ", hints.images);
    write_hint(out, "URL:      ", hints.urls);
    write_hint(out, "command:  ", hints.commands);
    write_hint(out, "name:     ", hints.names);
    if (hints.fallback) out << "  takes what no other mapping knows\n";
    write_hint(out, "setting:  ", mapper->settings());
    write_content(out, content);
    return 0;
  }
  std::vector<std::string_view> ids;
  for (const Mapper* mapper : claims->mappers()) ids.push_back(mapper->id());
  const auto meant = nearest(id, ids);
  return failed("there is no mapping \"" + id + "\"", {},
                meant ? "did you mean: mcpmx mapping show " + std::string(ids[meant->index])
                      : "mcpmx mapping list");
}

void write_error(std::ostream& out, const Error& error) {
  out << "    " << printable(error.message) << "\n      at: " << printable(error.where) << '\n';
  if (!error.hint.empty()) out << "    next: " << printable(error.hint) << '\n';
}

Result<int> run_check(Context& context) {
  json::array list;
  std::size_t bad = 0;
  for (const std::string& file : context.arguments) {
    const mapping::LoadedMapping mapping = mapping::load_mapping(file, 0);
    json::object one = {{"file", file}, {"ok", mapping.mapper != nullptr}};
    if (mapping.mapper != nullptr) {
      one["id"] = mapping.mapper->id();
      if (context.format == Format::kText) {
        context.out << context.style.green("ok") << "  " << printable(file) << "  "
                    << mapping.mapper->id() << '\n';
      }
    } else {
      ++bad;
      json::array errors;
      if (context.format == Format::kText)
        context.out << context.style.red("bad") << " " << printable(file) << '\n';
      for (const Error& error : mapping.errors) {
        errors.push_back(error_json(error));
        if (context.format == Format::kText) write_error(context.out, error);
      }
      one["errors"] = std::move(errors);
    }
    list.push_back(std::move(one));
  }
  if (context.format == Format::kJson)
    write_json(context, "mapping-check", {{"files", std::move(list)}});
  return bad == 0 ? 0 : static_cast<int>(ErrorCode::kFailed);
}

}  // namespace

Command mapping_list_command() {
  return {"mapping list",
          "",
          "list the servers that are known, by plugin or by YAML file",
          "",
          "mcpmx mapping list\nmcpmx --mapping-dir ./ours mapping list",
          0,
          0,
          {},
          &run_list};
}

Command mapping_show_command() {
  return {"mapping show",
          "ID",
          "show what a mapping recognises, and what it says of its servers",
          "What a plugin says depends on the entry: detect --server shows it.",
          "mcpmx mapping show filesystem",
          1,
          1,
          {},
          &run_show};
}

Command mapping_check_command() {
  return {
      "mapping check",
      "FILE...",
      "check mapping files of your own",
      "Reads each file as it would be read from a --mapping-dir, and says what is wrong and where.",
      "mcpmx mapping check mappings/*.yaml",
      1,
      10000,
      {},
      &run_check};
}

}  // namespace mcpmx::cli
