#include "deploy/project_document.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "compose/config_hash.h"
#include "compose/value_json.h"

namespace mcpmx::deploy {
namespace {

namespace json = boost::json;
using compose::Member;
using compose::Value;

// The releases of docker compose since which a service is hashed in another way.
constexpr std::array<std::string_view, 4> kHashReleases = {"2.24.0", "2.29.3", "2.30.2", "5.0.0"};

// Of another service's container, whose id is part of what is hashed and not known here.
bool shares_a_namespace(const Value& service) {
  const auto names_service = [&](const char* key) {
    return compose::text_of(service.find(key)).starts_with("service:");
  };
  const char* const keys[] = {"network_mode", "ipc", "pid", "uts", "cgroup"};
  return std::any_of(std::begin(keys), std::end(keys), names_service) ||
         service.find("volumes_from") != nullptr;
}

json::object hashes_of(const Value& service) {
  json::object hashes;
  if (shares_a_namespace(service)) return hashes;
  for (const std::string_view release : kHashReleases) {
    const auto hash = compose::config_hash(service, compose::hash_form_of(release));
    if (!hash) return {};
    hashes.emplace(release, *hash);
  }
  return hashes;
}

std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~' || c == '/') {
      token.append(c == '~' ? "~0" : "~1");
    } else {
      token += c;
    }
  }
  return token;
}

void add_secret_places(const json::value& value, const std::string& pointer,
                       const Redaction& redaction, json::array& places) {
  if (value.is_string() && redaction.has_secret(value.get_string())) {
    places.emplace_back(pointer);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      add_secret_places(value.get_array()[i], pointer + "/" + std::to_string(i), redaction, places);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object())
      add_secret_places(member.value(), pointer + "/" + pointer_token(member.key()), redaction,
                        places);
  }
}

json::array files_of(const compose::ProjectModel& project) {
  json::array files;
  for (const compose::SourceFile& file : project.files) {
    if (file.role == compose::FileRole::kMain || file.role == compose::FileRole::kOverride)
      files.emplace_back(file.path);
  }
  return files;
}

}  // namespace

std::string project_document(const compose::ProjectModel& project, const Redaction& redaction) {
  constexpr auto kKept = compose::EnvFileValues::kKept;
  json::object services, hashes;
  if (const Value* all = project.root.find("services"); all != nullptr) {
    for (const Member& service : all->members) {
      if (!project.is_enabled(service.key)) continue;
      services.emplace(service.key, compose::json_of(service.value, kKept));
      if (json::object of_service = hashes_of(service.value); !of_service.empty())
        hashes.emplace(service.key, std::move(of_service));
    }
  }
  json::object document = {{"schema", "mcpmx.project/1"},
                           {"name", project.name},
                           {"directory", project.directory},
                           {"files", files_of(project)},
                           {"env_files", json::value_from(project.env_files)},
                           {"services", std::move(services)},
                           {"disabled", json::value_from(project.disabled)}};
  for (const char* section : {"networks", "volumes", "secrets", "configs"}) {
    const Value* found = project.root.find(section);
    document.emplace(section, found == nullptr || !found->is_map()
                                  ? json::value(json::object())
                                  : compose::json_of(*found, kKept));
  }
  document.emplace("config_hashes", std::move(hashes));
  json::array places;
  add_secret_places(document, {}, redaction, places);
  document.emplace("secrets_at", std::move(places));
  return json::serialize(document);
}

}  // namespace mcpmx::deploy
