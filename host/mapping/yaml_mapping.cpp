#include "mapping/yaml_mapping.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <filesystem>

#include "document/element.h"
#include "document/reader.h"
#include "mapping/intent.h"
#include "support/file.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;
using document::Element;
using document::Entry;

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
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

bool is_id(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && text[0] != '-' && text[0] != '.' &&
         std::all_of(text.begin(), text.end(), is_allowed);
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

  Result<void> read(const Element& root, std::string file, int rank);

 private:
  Result<void> read_hints(const Element& detect);
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
  json::object intent = {{"schema", "mcpmx.render/1"}};
  for (const auto& member : declared_) intent.insert(member);
  // A default that only one way of running makes true, such as a path on a volume.
  if (const json::value* env = service.if_contains("env")) {
    overlay(intent, {{"env", *env}});
    service.erase("env");
  }
  // A kind that states nothing and has no runner falls back to the runner's own sentence.
  if (kind == Kind::kBinary && !service.contains("compose")) service["from"] = "runner";
  intent["services"] = json::array{service};
  return intent;
}

Result<void> YamlMapping::read_hints(const Element& detect) {
  if (!detect.is_map()) return detect.mismatch("a map");
  for (const Entry& entry : detect.entries()) {
    std::vector<std::string>* list = entry.name() == "npm"        ? &hints_.npm
                                     : entry.name() == "pypi"     ? &hints_.pypi
                                     : entry.name() == "git"      ? &hints_.git
                                     : entry.name() == "images"   ? &hints_.images
                                     : entry.name() == "urls"     ? &hints_.urls
                                     : entry.name() == "commands" ? &hints_.commands
                                     : entry.name() == "names"    ? &hints_.names
                                                                  : nullptr;
    if (list == nullptr) {
      return failed("unknown key " + document::quoted_name(entry.name()) + " under detect",
                    entry.key.where(),
                    "known are npm, pypi, git, images, urls, commands and names");
    }
    if (!entry.value.is_list()) return entry.value.mismatch("a list of names");
    for (const Element& item : entry.value.items()) {
      if (!item.as_string()) return item.mismatch("a name");
      list->emplace_back(*item.as_string());
    }
  }
  return {};
}

Result<void> YamlMapping::read(const Element& root, std::string file, int rank) {
  file_ = std::move(file);
  precedence_.rank = rank;
  if (!root.is_map()) return root.mismatch("a map with id, title and detect");
  for (const Entry& entry : root.entries()) {
    const std::string_view key = entry.name();
    if (key == "id") {
      if (!entry.value.as_string() || !is_id(*entry.value.as_string())) {
        return failed("an id is 1 to 64 of a-z, 0-9, -, _ and .", entry.value.where());
      }
      id_ = *entry.value.as_string();
    } else if (key == "title") {
      if (!entry.value.as_string()) return entry.value.mismatch("a string");
      title_ = *entry.value.as_string();
    } else if (key == "priority") {
      if (!entry.value.as_integer()) return entry.value.mismatch("a whole number");
      precedence_.priority =
          static_cast<int>(std::clamp<std::int64_t>(*entry.value.as_integer(), -1000, 1000));
    } else if (key == "detect") {
      MCPMX_CHECK(read_hints(entry.value));
    } else if (key == "stays_on_host") {
      if (!entry.value.as_string() || entry.value.as_string()->empty())
        return entry.value.mismatch("a sentence that says why no container can run it");
      stays_on_host_ = *entry.value.as_string();
    } else if (key == "env" || key == "paths" || key == "secret_options" || key == "notes") {
      declared_.emplace(key, to_json(entry.value));
    } else if (key == "service") {
      if (!entry.value.is_map()) return entry.value.mismatch("a map");
      service_ = to_json(entry.value).as_object();
    } else if (key == "kinds") {
      if (!entry.value.is_map()) return entry.value.mismatch("a map of kinds");
      for (const Entry& kind : entry.value.entries()) {
        const bool known = std::any_of(kKinds.begin(), kKinds.end(),
                                       [&](Kind k) { return kind.name() == kind_name(k); });
        if (!known) {
          return failed("unknown kind " + document::quoted_name(kind.name()), kind.key.where(),
                        "known are npm, pypi, git, docker, remote and binary");
        }
        if (!kind.value.is_map()) return kind.value.mismatch("a map");
      }
      kinds_ = to_json(entry.value).as_object();
    } else if (key == "description" || key == "homepage") {
      if (!entry.value.as_string()) return entry.value.mismatch("a string");
    } else if (!key.starts_with("x-")) {
      return failed("unknown key " + document::quoted_name(key), entry.key.where(),
                    "docs/write-a-mapping.md lists the keys");
    }
  }
  if (id_.empty()) return failed("the mapping has no id", file_, "add a line: id: my-server");
  if (title_.empty()) title_ = id_;
  if (!stays_on_host_.empty() && !(service_.empty() && kinds_.empty() && declared_.empty())) {
    return failed(
        "stays_on_host means that there is no service, and the file describes one", file_,
        "leave out stays_on_host, or env, paths, secret_options, notes, service and kinds");
  }
  // What render will emit is checked now, while there is a file to blame.
  for (const Kind kind : kKinds) {
    if (auto intent = parse_intent(json::serialize(intent_for(kind)), id_); !intent) {
      const Error& error = intent.error();
      return failed(error.message + " at " + error.where + " (for kind " + kind_name(kind) + ")",
                    file_, "docs/write-a-mapping.md lists the keys");
    }
  }
  return {};
}

}  // namespace

namespace {

Result<std::unique_ptr<Mapper>> parse_mapping(std::string text, const std::string& file, int rank) {
  MCPMX_TRY(document, document::read_yaml(std::move(text), file));
  auto mapping = std::make_unique<YamlMapping>();
  MCPMX_CHECK(mapping->read(document::root_of(document), file, rank));
  return std::unique_ptr<Mapper>(std::move(mapping));
}

}  // namespace

Result<std::unique_ptr<Mapper>> load_mapping(const std::string& file, int rank) {
  MCPMX_TRY(text, read_file(file, kMaxBytes));
  return parse_mapping(std::move(text), file, rank);
}

Result<MappingSet> load_mappings(const std::vector<MappingFolder>& folders,
                                 const Relevance* relevance) {
  MappingSet set;
  for (const MappingFolder& folder : folders) {
    std::error_code error;
    std::vector<std::string> files;
    for (std::filesystem::directory_iterator it(folder.path, error), end; !error && it != end;
         it.increment(error)) {
      if (it->path().extension() == ".yaml" || it->path().extension() == ".yml")
        files.push_back(it->path().string());
    }
    if (error && folder.must_exist) {
      return Error{ErrorCode::kUsage, "cannot read the mapping folder: " + error.message(),
                   folder.path, "check the path after --mapping-dir"};
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      auto text = read_file(file, kMaxBytes);
      if (!text) {
        set.refused.push_back(text.error());
        continue;
      }
      if (folder.skippable && relevance != nullptr && !relevance->may_concern(*text)) continue;
      auto mapping = parse_mapping(std::move(*text), file, folder.rank);
      if (mapping) {
        set.mappers.push_back(std::move(*mapping));
      } else {
        set.refused.push_back(mapping.error());
      }
    }
  }
  return set;
}

}  // namespace mcpmx::mapping
