#include "compose/record.h"

#include <boost/json.hpp>
#include <filesystem>
#include <system_error>
#include <utility>

#include "compose/file_parts.h"
#include "compose/json_file.h"
#include "model/json_member.h"
#include "support/file.h"
#include "support/sha256.h"
#include "support/write_error.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;

constexpr std::string_view kSchema = "mcpmx.record/1";
constexpr std::string_view kFolder = ".mcpmx";

json::string_view as_json(std::string_view text) { return {text.data(), text.size()}; }

std::map<std::string, std::string, std::less<>> hashed_parts(std::string_view text) {
  auto parts = parts_of(text);
  parts.erase(std::string(kSettingsPart));
  for (auto& [name, part] : parts) part = sha256_hex(part);
  return parts;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Diagnostic unusable(const std::string& path, const std::string& why) {
  return {Severity::kWarning, "compose.record-unusable",
          "the record of what mcpmx wrote is unusable (" + why +
              "), so edits of the Compose file cannot be told",
          path, "the next run that writes makes a new one"};
}

std::string text_of(const json::string& text) { return {text.data(), text.size()}; }

}  // namespace

std::string Record::path_for(std::string_view compose_path) {
  const auto slash = compose_path.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(compose_path.substr(0, name)) + std::string(kFolder) + "/" +
         std::string(compose_path.substr(name)) + ".json";
}

std::string Record::gitignore_path_for(std::string_view compose_path) {
  const std::string record = path_for(compose_path);
  return record.substr(0, record.rfind('/')) + "/.gitignore";
}

Result<Record> Record::load(std::string_view compose_path, std::vector<Diagnostic>& findings) {
  const std::string path = path_for(compose_path);
  auto read = read_file_if_present(path);
  if (!read) {
    Error error = std::move(read).error();
    error.hint += "; what mcpmx wrote is known by it, so nothing is written without it";
    if (std::error_code none; std::filesystem::is_regular_file(folder_of(path), none))
      error.hint = "a file has the name of the folder " + folder_of(path) + ": move it away";
    return error;
  }
  const auto& text = *read;
  return text ? parse(*text, path, findings) : Record();
}

Record Record::parse(std::string_view text, const std::string& path,
                     std::vector<Diagnostic>& findings) {
  const auto object = parse_state(text, kSchema);
  if (!object) {
    findings.push_back(
        unusable(path, "it is not a JSON document of schema " + std::string(kSchema)));
    return {};
  }
  Record result;
  result.profile_ = text_member(*object, "profile");
  result.compose_sha256_ = text_member(*object, "sha256");
  if (const auto* parts = object->if_contains("parts"); parts != nullptr && parts->is_object()) {
    for (const auto& part : parts->get_object()) {
      if (const auto* hash = part.value().if_string()) result.parts_.emplace(part.key(), *hash);
    }
  }
  const auto* env = object->if_contains("env");
  bool whole = is_sha256(result.compose_sha256_) && env != nullptr && env->is_object();
  if (whole) {
    for (const auto& entry : env->get_object()) {
      const auto* hash = entry.value().if_string();
      if (hash == nullptr) {
        whole = false;
        break;
      }
      result.env_.emplace(std::string(entry.key().data(), entry.key().size()), text_of(*hash));
    }
  }
  // Records of old have no owners.
  if (const auto* owners = object->if_contains("owners"); owners != nullptr) {
    whole = whole && owners->is_object();
    for (const auto& entry : whole ? owners->get_object() : json::object()) {
      Names& servers = result.owners_[std::string(entry.key().data(), entry.key().size())];
      const auto* list = entry.value().if_array();
      whole = whole && list != nullptr;
      for (const json::value& server : list != nullptr ? *list : json::array()) {
        if (server.is_string()) servers.insert(text_of(server.get_string()));
        whole = whole && server.is_string();
      }
    }
  }
  if (whole) return result;
  findings.push_back(unusable(path, "a member is missing or of the wrong type"));
  return {};
}

bool Record::wrote(std::string_view compose_text) const {
  return !compose_sha256_.empty() && sha256_hex(compose_text) == compose_sha256_;
}

bool Record::wrote(std::string_view name, std::string_view value, const StateKey& key) const {
  const auto found = env_.find(name);
  return found != env_.end() && key.hash(name, value) == found->second;
}

std::optional<std::vector<std::string>> Record::edited_parts(std::string_view compose_text) const {
  if (parts_.empty()) return std::nullopt;
  const auto now = hashed_parts(compose_text);
  std::vector<std::string> edited;
  for (const auto& [name, hash] : now) {
    const auto before = parts_.find(name);
    if (before == parts_.end() || before->second != hash) edited.push_back(name);
  }
  for (const auto& [name, hash] : parts_) {
    if (!now.contains(name)) edited.push_back(name);
  }
  std::sort(edited.begin(), edited.end());
  return edited;
}

void Record::set_file(std::string_view compose_text) {
  compose_sha256_ = sha256_hex(compose_text);
  parts_ = hashed_parts(compose_text);
}

void Record::set_variable(std::string_view name, std::string_view value, const StateKey& key) {
  env_.insert_or_assign(std::string(name), key.hash(name, value));
}

Record::Names Record::owners_of(std::string_view name) const {
  const auto found = owners_.find(name);
  return found == owners_.end() ? Names() : found->second;
}

void Record::set_owners(std::string_view name, Names servers) {
  owners_.insert_or_assign(std::string(name), std::move(servers));
}

void Record::remove_variable(std::string_view name) {
  if (const auto found = owners_.find(name); found != owners_.end()) owners_.erase(found);
  if (const auto found = env_.find(name); found != env_.end()) env_.erase(found);
}

std::string Record::to_text() const {
  json::object env;
  for (const auto& [name, hash] : env_) env.emplace(name, hash);
  json::object owners;
  for (const auto& [name, servers] : owners_) {
    json::array list;
    for (const std::string& server : servers) list.emplace_back(server);
    owners.emplace(name, std::move(list));
  }
  json::object object;
  object.emplace("schema", as_json(kSchema));
  object.emplace("profile", profile_);
  object.emplace("sha256", compose_sha256_);
  json::object parts;
  for (const auto& [name, hash] : parts_) parts.emplace(name, hash);
  object.emplace("parts", std::move(parts));
  object.emplace("env", std::move(env));
  object.emplace("owners", std::move(owners));
  return state_text(object);
}

}  // namespace mcpmx::compose
