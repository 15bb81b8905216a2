#include "cli/detect_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

json::array mounts_json(const std::vector<mapping::Mount>& mounts) {
  json::array list;
  for (const mapping::Mount& mount : mounts) {
    list.push_back(json::object{{"type", mapping::mount_type_name(mount.type)},
                                {"source", mount.source},
                                {"target", mount.target},
                                {"read_only", mount.read_only}});
  }
  return list;
}

bool is_stated(const app::Detected& detected, const std::string& name) {
  const Launch& launch = detected.reading.launch;
  return find_pair(detected.server.env, name) != nullptr ||
         find_pair(launch.env, name) != nullptr ||
         std::find(launch.env_names.begin(), launch.env_names.end(), name) !=
             launch.env_names.end();
}

}  // namespace

std::string how(const app::Detected& detected) {
  const Evidence evidence = detected.outcome.match.evidence;
  const Kind kind = detected.reading.launch.kind;
  if (detected.reading.claim.mapper == nullptr) return "none";
  if (evidence == Evidence::kPackage && kind == Kind::kDocker) return "image";
  if (evidence != Evidence::kFallback) return evidence_name(evidence);
  // Nobody knows more of it than what its command line says.
  switch (kind) {
    case Kind::kDocker:
      return "image";
    case Kind::kRemote:
      return "url";
    case Kind::kBinary:
      return "command";
    default:
      return "package";
  }
}

json::object detected_json(const app::Detected& detected) {
  const Launch& launch = detected.reading.launch;
  const mapping::EntryValues& values = detected.reading.values;
  const Mapper* mapper = detected.reading.claim.mapper;
  const bool known = mapper != nullptr && detected.outcome.match.evidence != Evidence::kFallback;

  json::array server_args;
  for (const mapping::Value& value : values.args)
    server_args.push_back(json::value(app::shown(value)));
  json::array env;
  for (const auto& [name, value] : values.env) {
    // What a mapping adds by default is no word of the entry's.
    if (is_stated(detected, name)) env.push_back(json::value(name));
  }

  json::object out;
  out["name"] = detected.server.name;
  out["enabled"] = detected.server.enabled.value_or(true);
  out["kind"] = kind_name(launch.kind);
  out["package"] = text_or_null(launch.package);
  out["version"] = text_or_null(launch.version);
  out["digest"] = text_or_null(launch.digest);
  out["extras"] = text_or_null(launch.extras);
  out["subdirectory"] = text_or_null(launch.subdirectory);
  out["module"] = text_or_null(launch.module);
  out["entry"] = text_or_null(launch.entry);
  out["mapping"] = known ? json::value(detected.outcome.mapping) : json::value(nullptr);
  out["how"] = how(detected);
  out["evidence"] = detected.outcome.match.reason;
  out["plugin"] = mapper != nullptr ? json::value(mapper->origin()) : json::value(nullptr);
  out["image"] = text_or_null(launch.kind == Kind::kDocker ? launch.spec : detected.image);
  out["server_args"] = std::move(server_args);
  out["env"] = std::move(env);
  out["secrets"] = texts_json(values.secrets);
  out["required_env"] = texts_json(values.required_env);
  out["arg_secrets"] = texts_json(values.arg_secrets);
  out["paths"] = texts_json(values.paths);
  out["mounts"] = mounts_json(detected.mounts);
  out["ports"] = texts_json(detected.ports);
  out["network"] =
      text_or_null(std::string(mapping::docker_option(launch, "network").value_or("")));
  out["url"] = text_or_null(app::shown(values.url));  // a key in its query is not shown
  out["transport"] = text_or_null(launch.transport);
  out["containable"] = !detected.outcome.services.empty();
  out["reason"] = text_or_null(detected.outcome.reason);
  out["hint"] = detected.outcome.hint;
  out["services"] = texts_json(detected.outcome.services);
  out["findings"] = findings_json(detected.outcome.findings);
  return out;
}

}  // namespace mcpmx::cli
