#include "mapping/body_reach.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "mapping/docker_options.h"
#include "mapping/mounts.h"
#include "model/json_member.h"
#include "support/dollars.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// The text that Compose ends up with; nullopt where a variable has a part in it.
std::optional<std::string> fixed_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && text.substr(i, 2) != "$$") return std::nullopt;
    if (text[i] == '$') ++i;
    out += text[i];
  }
  return out;
}

// A string, or a list of strings and of maps that name theirs by `key`.
std::vector<std::string> texts_of(const json::object& body, std::string_view name,
                                  std::string_view key = {}) {
  std::vector<std::string> texts;
  const json::value* value = body.if_contains(name);
  if (value == nullptr) return texts;
  const auto add = [&](const json::value& item) {
    if (const json::string* text = item.if_string()) texts.emplace_back(*text);
    if (const json::object* map = item.if_object(); map != nullptr && map->contains(key))
      texts.push_back(text_member(*map, key));
  };
  if (const json::array* list = value->if_array()) {
    for (const json::value& item : *list) add(item);
  } else {
    add(*value);
  }
  return texts;
}

std::vector<std::string> keys_of(const json::object& body, std::string_view name) {
  const json::value* value = body.if_contains(name);
  if (value == nullptr || !value->is_object()) return texts_of(body, name);
  std::vector<std::string> keys;
  for (const auto& member : value->get_object()) keys.emplace_back(member.key());
  return keys;
}

bool is_elsewhere(std::string_view context) {
  return context.find("://") != std::string_view::npos && !context.starts_with("oci-layout:") &&
         !context.starts_with("file:");
}

class Paths {
 public:
  Paths(const ServiceScope& scope, const FillState& state) : scope_(&scope), state_(&state) {}

  Result<void> check(std::string_view text, std::string_view key) const {
    const auto written = fixed_text(text);
    if (!written) {
      return failed("a host path of its " + std::string(key) +
                        " comes from a variable, so that nobody can say what it hands over",
                    {}, "write the path itself");
    }
    const Surroundings& around = state_->surroundings;
    MCPMX_TRY(path, host_path(*written, around.home));
    if (key == "env_file" && is_own_env_file(path)) {
      return failed(
          "its --env-file is the .env of this Compose file, with the secrets of every server in it",
          {}, "give it a file of its own");
    }
    return check_mount(path, around, scope_->settings.allow, scope_->name);
  }

  // NAME:TARGET is a volume; a source that is no name is a path.
  Result<void> check_volume(const json::value& item) const {
    if (const json::object* map = item.if_object()) {
      const std::string type = text_member(*map, "type");
      if (type == "npipe")
        return failed("it mounts a named pipe of Windows", {}, "leave the mount out");
      return type == "bind" ? check(text_member(*map, "source"), "volumes") : Result<void>();
    }
    const json::string* text = item.if_string();
    if (text == nullptr) return {};
    const auto written = fixed_text(std::string_view(*text).substr(0, end_of_source(*text)));
    // A variable may bring the colon along: then all of it may be a path.
    if (!written) return check(*text, "volumes");
    MCPMX_TRY(mount, parse_volume(fixed_text(*text).value_or(*written + ":/")));
    return mount.type == Mount::Type::kBind ? check(with_doubled_dollars(mount.source), "volumes")
                                            : Result<void>();
  }

  Result<void> check_build(const json::value& build) const {
    const json::object* map = build.if_object();
    if (map == nullptr) return check_context(build);
    for (const char* key : {"ssh", "secrets"}) {
      if (map->contains(key))
        return failed("its build takes " + std::string(key) + " of this machine", {},
                      "build the image yourself and name it");
    }
    if (const json::value* context = map->if_contains("context"))
      MCPMX_CHECK(check_context(*context));
    const std::string file = text_member(*map, "dockerfile");
    if (file.starts_with('/') || file.find("..") != std::string::npos ||
        file.find('$') != std::string::npos)
      MCPMX_CHECK(check(file, "build"));
    const json::value* more = map->if_contains("additional_contexts");
    if (more == nullptr) return {};
    if (const json::object* named = more->if_object()) {
      for (const auto& member : *named) MCPMX_CHECK(check_context(member.value()));
    }
    for (const std::string& text : texts_of(*map, "additional_contexts"))
      MCPMX_CHECK(check_context(json::value(text.substr(text.find('=') + 1))));
    return {};
  }

 private:
  static std::size_t end_of_source(std::string_view text) {
    return text.starts_with("${") ? std::string_view::npos : text.find(':');
  }

  Result<void> check_context(const json::value& value) const {
    const json::string* text = value.if_string();
    if (text == nullptr || (is_elsewhere(*text) && fixed_text(*text))) return {};
    return check(*text, "build");
  }

  bool is_own_env_file(const std::string& path) const {
    const Surroundings& around = state_->surroundings;
    if (around.env_file.empty()) return false;
    return path == around.env_file ||
           (around.real_path && around.real_path(path) == around.real_path(around.env_file));
  }

  const ServiceScope* scope_;
  const FillState* state_;
};

Error undeclared(std::string_view kind, const std::string& name) {
  return failed(
      "it names the " + std::string(kind) + " \"" + name + "\", which the file does not declare",
      {}, "leave the name out, or let the mapping declare it");
}

}  // namespace

Result<void> check_paths(const json::object& body, const ServiceScope& scope,
                         const FillState& state) {
  const Paths paths(scope, state);
  for (const char* key : {"extends", "develop"}) {
    if (body.contains(key))
      return failed("its " + std::string(key) + " would bring in what nobody has looked at", {},
                    "write out what is meant");
  }
  if (const json::array* volumes = list_member(body, "volumes")) {
    for (const json::value& item : *volumes) MCPMX_CHECK(paths.check_volume(item));
  }
  for (const std::string& device : texts_of(body, "devices", "source")) {
    const auto source = device.substr(0, device.starts_with("${") ? device.npos : device.find(':'));
    // vendor/class=name is a device by its name in the engine's own list.
    if (source.find_first_of("/.~$") == 0) MCPMX_CHECK(paths.check(source, "devices"));
  }
  for (const std::string& file : texts_of(body, "env_file", "path"))
    MCPMX_CHECK(paths.check(file, "env_file"));
  for (const std::string& file : texts_of(body, "label_file"))
    MCPMX_CHECK(paths.check(file, "label_file"));
  if (flag_member(body, "use_api_socket"))
    MCPMX_CHECK(paths.check("/var/run/docker.sock", "use_api_socket"));
  if (const json::value* spec = body.if_contains("credential_spec");
      spec != nullptr && spec->is_object() && spec->get_object().contains("file"))
    MCPMX_CHECK(paths.check(text_member(spec->get_object(), "file"), "credential_spec"));
  if (const json::value* build = body.if_contains("build")) return paths.check_build(*build);
  return {};
}

Result<void> check_references(const json::object& body, const ServiceScope& scope,
                              const FillState& state) {
  if (const json::array* volumes = list_member(body, "volumes")) {
    for (const json::value& item : *volumes) {
      std::string name;
      if (const json::object* map = item.if_object()) {
        if (text_member(*map, "type") == "volume") name = text_member(*map, "source");
      } else if (const json::string* text = item.if_string()) {
        const auto mount = parse_volume(*text);
        if (mount && mount->type == Mount::Type::kVolume) name = mount->source;
      }
      if (!name.empty() && !state.declarations.has_volume(name)) return undeclared("volume", name);
    }
  }
  for (const std::string& name : keys_of(body, "networks")) {
    // Compose makes one called default by itself, and we the profile's own.
    if (name != "default" && name != "mcp-network" && !state.declarations.has_network(name))
      return undeclared("network", name);
  }
  for (const char* kind : {"secrets", "configs"}) {
    const auto names = texts_of(body, kind, "source");
    if (!names.empty()) return undeclared(std::string_view(kind).substr(0, 6), names.front());
  }
  std::vector<std::string> services = keys_of(body, "depends_on");
  constexpr std::string_view kOfService = "service:";
  for (const char* key : {"network_mode", "ipc", "pid"}) {
    const std::string mode = text_member(body, key);
    if (mode.starts_with(kOfService)) services.push_back(mode.substr(kOfService.size()));
  }
  for (const char* key : {"volumes_from", "links"}) {
    for (const std::string& text : texts_of(body, key)) {
      if (!text.starts_with("container:")) services.push_back(text.substr(0, text.find(':')));
    }
  }
  for (const std::string& name : services) {
    const bool known = std::any_of(scope.siblings.begin(), scope.siblings.end(),
                                   [&](const auto& sibling) { return sibling.second == name; });
    if (!known) return undeclared("service", name);
  }
  return {};
}

bool joins_network(const json::object& body, std::string_view network) {
  const auto names = keys_of(body, "networks");
  return std::find(names.begin(), names.end(), network) != names.end();
}

}  // namespace mcpmx::mapping
