#include "mapping/yaml_mapping.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "document/element.h"
#include "document/reader.h"
#include "mapping/intent.h"
#include "mapping/intent_shape.h"
#include "mapping/yaml_recover.h"
#include "support/file.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;
using document::Element;
using document::Entry;

constexpr std::array<Kind, 6> kKinds = {Kind::kNpm,    Kind::kPypi,   Kind::kGit,
                                        Kind::kDocker, Kind::kRemote, Kind::kBinary};

// YAML has the same values as JSON here: the reader has refused everything else.
json::value to_json(const Element& element) {
  switch (element.kind()) {
    case document::NodeKind::kList: {
      json::array list;
      for (const Element& item : element.items()) list.push_back(to_json(item));
      return list;
    }
    case document::NodeKind::kMap: {
      json::object map;
      for (const Entry& entry : element.entries())
        map.insert_or_assign(entry.name(), to_json(entry.value));
      return map;
    }
    case document::NodeKind::kBool:
      return element.as_bool().value_or(false);
    case document::NodeKind::kNumber:
      if (const auto number = element.as_integer()) return *number;
      return json::value(element.text());
    case document::NodeKind::kString:
      return json::value(element.text());
    default:
      return nullptr;
  }
}

class YamlMapping final : public Mapper {
 public:
  std::string_view id() const override { return id_; }
  std::string_view title() const override { return title_; }
  std::string origin() const override { return file_; }
  const Hints& hints() const override { return hints_; }
  Precedence precedence() const override { return precedence_; }

  Result<Answer> detect(const MapperInput&, const Match& proposed) override {
    return Answer{true, proposed};
  }

  Result<std::string> render(const MapperInput& input, std::vector<Diagnostic>&) override {
    if (!stays_on_host_.empty()) {
      return failed(stays_on_host_, input.server.where.text(),
                    "leave it to MCPM, which starts it on this machine as before");
    }
    // What a mapping says of npm is said of Node; Deno brings an image and a command line of its
    // own.
    const bool is_deno = input.launch.kind == Kind::kNpm && input.launch.launcher == "deno";
    return json::serialize(intent_for(input.launch.kind, !is_deno));
  }

  Result<std::optional<std::string>> recover(const RecoverInput& input,
                                             std::vector<Diagnostic>&) override;

  // Of a document that the check found to be right.
  void read(const json::object& mapping, std::string file, int rank);
  // What the check of the file alone cannot see: whether every kind has an image in the end.
  std::vector<Error> find_errors(const Element& root) const;

 private:
  json::object intent_for(Kind kind, bool with_kind = true) const;

  std::string file_, id_, title_;
  std::string stays_on_host_;  // why no container can run it; empty: one can
  Hints hints_;
  Precedence precedence_{0, true, 0};
  json::object declared_;  // env, paths, secret_options, notes: as the intent has them
  json::object service_;   // over the runner's, for every kind
  json::object kinds_;     // by kind, over service_
};

json::object YamlMapping::intent_for(Kind kind, bool with_kind) const {
  json::object service = {{"key", "mcp"}, {"primary", true}};
  // A program of the host has no runner to start from: such a kind states image and command itself.
  if (kind != Kind::kBinary) service["from"] = "runner";
  overlay(service, service_);
  const json::value* over = with_kind ? kinds_.if_contains(kind_name(kind)) : nullptr;
  if (over != nullptr) overlay(service, over->get_object());
  // An image that holds the server needs nothing of the runner's: no command line, no cache.
  if (const json::value* from = service.if_contains("from"); from != nullptr && *from == "none")
    service.erase("from");
  json::object intent = {{"schema", kIntentSchema}};
  for (const auto& member : declared_) intent.insert(member);
  // A default that only one way of running makes true, such as a path on a volume.
  if (const json::value* env = service.if_contains("env")) {
    overlay(intent, {{"env", *env}});
    service.erase("env");
  }
  // What is said of every kind is not said of programs of the host, which have no runner: without
  // an image of their own they fall back to the runner's sentence.
  const bool states_compose = over != nullptr && over->get_object().contains("compose");
  if (kind == Kind::kBinary && !states_compose && !has_image(service)) service["from"] = "runner";
  intent["services"] = json::array{service};
  return intent;
}

std::vector<std::string> texts_of(const json::object& map, std::string_view key) {
  std::vector<std::string> result;
  if (const json::value* list = map.if_contains(key)) {
    for (const json::value& item : list->get_array()) result.emplace_back(item.get_string());
  }
  return result;
}

Hints hints_of(const json::object& detect) {
  return {texts_of(detect, "npm"),    texts_of(detect, "pypi"), texts_of(detect, "git"),
          texts_of(detect, "images"), texts_of(detect, "urls"), texts_of(detect, "commands"),
          texts_of(detect, "names")};
}

Result<std::optional<std::string>> YamlMapping::recover(const RecoverInput& input,
                                                        std::vector<Diagnostic>&) {
  const RecoverInput::Service* primary = primary_service(input);
  if (!stays_on_host_.empty() || primary == nullptr) return std::optional<std::string>();
  std::vector<OwnService> own;
  for (const auto& [kind, names] :
       {std::pair(Kind::kNpm, &hints_.npm), std::pair(Kind::kPypi, &hints_.pypi),
        std::pair(Kind::kGit, &hints_.git), std::pair(Kind::kBinary, &hints_.commands)}) {
    if (names->empty()) continue;
    const json::object intent = intent_for(kind);
    own.push_back({kind, names->front(), intent.at("services").as_array().front().as_object()});
  }
  return std::optional<std::string>(recovered_of(own, *primary));
}

void YamlMapping::read(const json::object& mapping, std::string file, int rank) {
  file_ = std::move(file);
  precedence_.rank = rank;
  for (const auto& [key, value] : mapping) {
    if (key == "id") id_ = value.get_string();
    if (key == "title") title_ = value.get_string();
    if (key == "stays_on_host") stays_on_host_ = value.get_string();
    if (key == "priority") {
      precedence_.priority =
          static_cast<int>(std::clamp<std::int64_t>(value.get_int64(), -1000, 1000));
    }
    if (key == "detect") hints_ = hints_of(value.get_object());
    if (key == "service") service_ = value.get_object();
    if (key == "kinds") kinds_ = value.get_object();
    if (key == "env" || key == "paths" || key == "secret_options" || key == "notes")
      declared_.emplace(key, value);
  }
  if (title_.empty()) title_ = id_;
}

std::vector<Error> YamlMapping::find_errors(const Element& root) const {
  if (!stays_on_host_.empty() && !(service_.empty() && kinds_.empty() && declared_.empty())) {
    return {failed("stays_on_host means that there is no service, and the file describes one",
                   root.find("stays_on_host").exactly_where(),
                   "leave out stays_on_host, or env, paths, secret_options, notes, service and "
                   "kinds")};
  }
  for (const Kind kind : kKinds) {
    const auto faults = find_intent_faults(intent_for(kind));
    if (faults.empty()) continue;
    const Element own = root.find("kinds").find(kind_name(kind));
    return {failed("for " + std::string(kind_name(kind)) + " entries: " + faults.front().message,
                   (own ? own : root.find("service")).exactly_where(), faults.front().hint)};
  }
  return {};
}

// The node that a fault is about; where a key is missing, the map that lacks it.
std::string where(const Element& root, const Fault& fault) {
  Element place = root;
  for (std::size_t i = 0; i < fault.path.size(); ++i) {
    const std::string& key = fault.path[i];
    if (place.is_map()) {
      for (const Entry& entry : place.entries()) {
        if (entry.name() != key) continue;
        if (fault.is_key && i + 1 == fault.path.size()) return entry.key.exactly_where();
        place = entry.value;
        break;
      }
    } else if (place.is_list()) {
      place = place.items()[std::stoul(key)];
    }
  }
  return place.exactly_where();
}

// "service.compose: unknown key ..."
std::string sentence(const Fault& fault) {
  std::string path;
  const std::size_t shown = fault.path.size() - (fault.is_key ? 1 : 0);
  for (std::size_t i = 0; i < shown; ++i) path += (i == 0 ? "" : ".") + fault.path[i];
  return path.empty() ? fault.message : path + ": " + fault.message;
}

// Some other file, such as servers.json, of which no key is known: one sentence rather than many.
bool is_of_another_kind(const json::value& value, const std::vector<Fault>& faults) {
  const auto* map = value.if_object();
  if (map == nullptr || map->empty()) return false;
  const auto unknown = std::count_if(faults.begin(), faults.end(), [&](const Fault& fault) {
    return fault.is_key && fault.path.size() == 1 && map->contains(fault.path[0]);
  });
  return static_cast<std::size_t>(unknown) == map->size();
}

}  // namespace

LoadedMapping parse_mapping(std::string text, const std::string& file, int rank) {
  const auto document = document::read_yaml(std::move(text), file);
  if (!document) return {nullptr, {document.error()}};
  const Element root = document::root_of(*document);
  const json::value value = to_json(root);
  LoadedMapping loaded;
  const std::vector<Fault> faults = find_mapping_faults(value);
  if (is_of_another_kind(value, faults)) {
    loaded.errors.push_back(failed("this is no mapping: it has none of a mapping's keys",
                                   root.exactly_where(), "docs/write-a-mapping.md shows one"));
    return loaded;
  }
  for (const Fault& fault : faults)
    loaded.errors.push_back(failed(sentence(fault), where(root, fault), fault.hint));
  if (!loaded.errors.empty()) return loaded;
  auto mapping = std::make_unique<YamlMapping>();
  mapping->read(value.get_object(), file, rank);
  loaded.errors = mapping->find_errors(root);
  if (loaded.errors.empty()) loaded.mapper = std::move(mapping);
  return loaded;
}

LoadedMapping load_mapping(const std::string& file, int rank) {
  auto text = read_file(file, kMaxMappingBytes);
  if (!text) return {nullptr, {text.error()}};
  return parse_mapping(std::move(*text), file, rank);
}

json::object mapping_content(const std::string& file) {
  auto text = read_file(file, kMaxMappingBytes);
  if (!text) return {};
  const auto document = document::read_yaml(std::move(*text), file);
  if (!document) return {};
  json::value value = to_json(document::root_of(*document));
  return value.is_object() ? std::move(value.get_object()) : json::object();
}

}  // namespace mcpmx::mapping
