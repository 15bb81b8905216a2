#include "sync/base.h"

#include <boost/json.hpp>
#include <filesystem>

#include "compose/record.h"
#include "support/file.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

constexpr int kVersion = 1;

json::array list_json(const std::vector<std::string>& texts) {
  json::array list;
  list.reserve(texts.size());
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

json::object pairs_json(const std::vector<Pair>& pairs) {
  json::object object;
  for (const Pair& pair : pairs) object.emplace(pair.name, pair.value);
  return object;
}

// A leaf stands as the value that it is, so that the file can be read by people.
json::object leaves_json(const Leaves& leaves) {
  json::object object;
  for (const auto& [path, value] : leaves) object.emplace(path, json::parse(value));
  return object;
}

json::object server_json(const BaseServer& server) {
  json::object object;
  const Server& entry = server.entry;
  if (!server.services.empty()) {
    object["entry"] = json::object{{"command", entry.command},
                                   {"args", list_json(entry.args)},
                                   {"env", pairs_json(entry.env)},
                                   {"url", entry.url},
                                   {"headers", pairs_json(entry.headers)}};
  }
  json::object services;
  for (const auto& [key, service] : server.services) {
    json::object written{{"name", service.name}, {"leaves", leaves_json(service.leaves)}};
    for (const auto& [name, list] :
         {std::pair{"open", &service.open}, std::pair{"kept", &service.kept}}) {
      if (!list->empty()) written[name] = json::array(list->begin(), list->end());
    }
    services.emplace(key, std::move(written));
  }
  object["services"] = std::move(services);
  if (!server.secrets.empty())
    object["secrets"] = json::array(server.secrets.begin(), server.secrets.end());
  if (!server.profile.empty()) object["profile"] = server.profile;
  return object;
}

json::array writes_json(const std::vector<Write>& writes) {
  json::array list;
  for (const Write& write : writes) {
    json::array fields;
    for (const auto& [place, field] : write)
      fields.push_back(json::array{place.first, place.second, field.before, field.after});
    list.push_back(std::move(fields));
  }
  return list;
}

Leaves leaves_of(const json::value& value) {
  Leaves leaves;
  for (const auto& member : value.as_object())
    leaves.emplace(member.key(), json::serialize(member.value()));
  return leaves;
}

std::vector<Pair> pairs_of(const json::value& value) {
  std::vector<Pair> pairs;
  for (const auto& member : value.as_object())
    pairs.push_back({member.key(), std::string(member.value().as_string())});
  return pairs;
}

BaseServer server_of(std::string_view name, const json::value& value) {
  BaseServer server;
  server.entry.name = name;
  if (const json::value* entry = value.as_object().if_contains("entry")) {
    server.entry.command = entry->at("command").as_string();
    for (const json::value& arg : entry->at("args").as_array())
      server.entry.args.emplace_back(arg.as_string());
    server.entry.env = pairs_of(entry->at("env"));
    server.entry.url = entry->at("url").as_string();
    server.entry.headers = pairs_of(entry->at("headers"));
  }
  if (const json::value* secrets = value.as_object().if_contains("secrets")) {
    for (const json::value& each : secrets->as_array()) server.secrets.emplace(each.as_string());
  }
  if (const json::value* profile = value.as_object().if_contains("profile"))
    server.profile = profile->as_string();
  for (const auto& member : value.at("services").as_object()) {
    const json::object& written = member.value().as_object();
    BaseService service{std::string(written.at("name").as_string()),
                        leaves_of(written.at("leaves"))};
    for (const auto& [list_name, list] :
         {std::pair{"open", &service.open}, std::pair{"kept", &service.kept}}) {
      const json::value* leaves = written.if_contains(list_name);
      if (leaves == nullptr) continue;
      for (const json::value& leaf : leaves->as_array()) list->emplace(leaf.as_string());
    }
    server.services.emplace(member.key(), std::move(service));
  }
  return server;
}

std::vector<Write> writes_of(const json::value& value) {
  std::vector<Write> writes;
  for (const json::value& fields : value.as_array()) {
    Write& write = writes.emplace_back();
    for (const json::value& field : fields.as_array()) {
      const auto text = [&](std::size_t i) { return std::string(field.at(i).as_string()); };
      write.emplace(Place(text(0), text(1)), WrittenField{text(2), text(3)});
    }
  }
  return writes;
}

}  // namespace

std::string base_path_for(std::string_view compose_path) {
  std::filesystem::path path(compose::Record::path_for(compose_path));
  return path.replace_extension(".base.json").string();
}

bool is_base_path(std::string_view path) {
  const std::filesystem::path file(path);
  return path.ends_with(".base.json") && file.parent_path().filename() == ".mcpmx";
}

std::string base_text(const Base& base) {
  json::object servers;
  for (const auto& [name, server] : base.servers) servers.emplace(name, server_json(server));
  const json::object document = {{"inputs", base.inputs},
                                 {"version", kVersion},
                                 {"profile", base.profile},
                                 {"top", leaves_json(base.top)},
                                 {"writes", writes_json(base.writes)},
                                 {"servers", std::move(servers)}};
  return json::serialize(document) + "\n";
}

std::string base_begin(std::string_view inputs) {
  std::string text = "{\"inputs\":\"";
  return text.append(inputs).append("\",");
}

std::optional<Base> parse_base(std::string_view text) {
  boost::system::error_code error;
  const json::value document = json::parse(text, error);
  if (error) return std::nullopt;
  try {
    if (document.at("version").as_int64() != kVersion) return std::nullopt;
    Base base;
    base.profile = document.at("profile").as_string();
    base.inputs = document.at("inputs").as_string();
    base.top = leaves_of(document.at("top"));
    base.writes = writes_of(document.at("writes"));
    for (const auto& member : document.at("servers").as_object())
      base.servers.emplace(member.key(), server_of(member.key(), member.value()));
    return base;
  } catch (const std::exception&) {  // boost::json's at() and as_*(): another shape
    return std::nullopt;
  }
}

Result<std::optional<Base>> load_base(std::string_view compose_path,
                                      std::vector<Diagnostic>& findings) {
  const std::string path = base_path_for(compose_path);
  MCPMX_TRY(text, read_file_if_present(path));
  if (!text) return std::optional<Base>();
  std::optional<Base> base = parse_base(*text);
  if (!base) {
    findings.push_back({Severity::kWarning, "sync.base",
                        "the record of the last sync cannot be read, so nothing is deleted and "
                        "nothing overruled this time",
                        path, "the sync writes it anew"});
  }
  return base;
}

}  // namespace mcpmx::sync
