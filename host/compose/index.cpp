#include "compose/index.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <optional>
#include <set>

#include "compose/json_file.h"
#include "compose/project_model.h"
#include "compose/short_forms.h"
#include "compose/state_key.h"
#include "model/json_member.h"
#include "support/file.h"
#include "support/sha256.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;

constexpr std::string_view kSchema = "mcpmx.known-file/1";
constexpr std::size_t kEntryLimit = std::size_t{1} << 20;  // bytes; an entry has a few hundred

std::optional<std::vector<std::string>> strings(const json::object& object, std::string_view name) {
  const auto* list = list_member(object, name);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> result;
  for (const auto& item : *list) {
    const auto* text = item.if_string();
    if (text == nullptr) return std::nullopt;
    result.emplace_back(text->data(), text->size());
  }
  return result;
}

std::optional<std::vector<int>> ports(const json::object& object) {
  const auto* list = list_member(object, "ports");
  if (list == nullptr) return std::nullopt;
  std::vector<int> result;
  for (const auto& item : *list) {
    const auto* number = item.if_int64();
    if (number == nullptr || *number < 1 || *number > 65535) return std::nullopt;
    result.push_back(static_cast<int>(*number));
  }
  return result;
}

std::optional<KnownFile> parse_entry(std::string_view text) {
  const auto object = parse_state(text, kSchema);
  if (!object) return std::nullopt;
  KnownFile result;
  result.path = text_member(*object, "path");
  result.project = text_member(*object, "project");
  result.library = text_member(*object, "library");
  auto port_list = ports(*object);
  auto subnets = strings(*object, "subnets");
  auto names = strings(*object, "container_names");
  if (!result.path.starts_with('/') || !port_list || !subnets || !names) return std::nullopt;
  result.ports = std::move(*port_list);
  result.subnets = std::move(*subnets);
  result.container_names = std::move(*names);
  return result;
}

std::string_view text_at(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? std::string_view() : found->text;
}

template <class Visit>
void for_each_in(const Value* parent, const Visit& visit) {
  if (parent == nullptr) return;
  for (const Member& member : parent->members) visit(member.value);
}

Diagnostic unusable(const std::string& path, const std::string& why) {
  return {Severity::kWarning, "compose.index-unusable",
          "an entry of the index of known Compose files is unusable (" + why + ") and was left out",
          path, "rm '" + path + "'; generating its project again makes a new one"};
}

}  // namespace

KnownFile known_file(const ProjectModel& model, std::string path) {
  std::set<int> ports;
  std::set<std::string> subnets;
  std::set<std::string> names;
  for_each_in(model.root.find("services"), [&](const Value& service) {
    for_each_in(service.find("ports"),
                [&](const Value& port) { add_published(text_at(port, "published"), ports); });
    names.emplace(text_at(service, "container_name"));
  });
  for_each_in(model.root.find("networks"), [&](const Value& network) {
    for_each_in(network.at({"ipam", "config"}),
                [&](const Value& config) { subnets.emplace(text_at(config, "subnet")); });
  });
  names.erase("");
  subnets.erase("");
  return {std::move(path),
          model.name,
          {ports.begin(), ports.end()},
          {subnets.begin(), subnets.end()},
          {names.begin(), names.end()},
          {}};
}

std::string index_folder(const Environment& environment) {
  return state_folder(environment) + "/files";
}

std::string index_entry_path(const Environment& environment, std::string_view compose_path) {
  return index_folder(environment) + "/" + sha256_hex(compose_path) + ".json";
}

std::string index_entry_text(const KnownFile& file) {
  json::object object;
  object.emplace("schema", json::string_view(kSchema.data(), kSchema.size()));
  object.emplace("path", file.path);
  object.emplace("project", file.project);
  if (!file.library.empty()) object.emplace("library", file.library);
  object.emplace("ports", json::array(file.ports.begin(), file.ports.end()));
  object.emplace("subnets", json::array(file.subnets.begin(), file.subnets.end()));
  object.emplace("container_names",
                 json::array(file.container_names.begin(), file.container_names.end()));
  return state_text(object);
}

std::vector<KnownFile> other_known_files(const Environment& environment, std::string_view except,
                                         std::vector<Diagnostic>& findings) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  const std::string folder = index_folder(environment);
  std::error_code failure;
  for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
       it.increment(failure)) {
    // Temp files of a writer that is at work start with a dot.
    const std::string name = it->path().filename().string();
    if (name.ends_with(".json") && !name.starts_with('.'))
      paths.push_back(std::string(folder).append("/").append(name));
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    findings.push_back(unusable(folder, failure.message()));
  }
  std::sort(paths.begin(), paths.end());  // findings in a stable order

  std::vector<KnownFile> result;
  for (const std::string& path : paths) {
    const auto text = read_file_if_present(path, kEntryLimit);
    if (!text) {
      findings.push_back(unusable(path, text.error().message));
      continue;
    }
    if (!*text) continue;  // removed since
    auto entry = parse_entry(**text);
    if (!entry) {
      findings.push_back(unusable(path, "not a document of schema " + std::string(kSchema)));
      continue;
    }
    if (entry->path == except || !fs::exists(entry->path, failure)) continue;
    result.push_back(std::move(*entry));
  }
  std::sort(result.begin(), result.end(),
            [](const KnownFile& a, const KnownFile& b) { return a.path < b.path; });
  return result;
}

}  // namespace mcpmx::compose
