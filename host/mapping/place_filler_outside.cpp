// The places that reach outside of the container: ports, mounts, volumes, networks.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

#include "mapping/docker_options.h"
#include "mapping/mount_options.h"
#include "mapping/mounts.h"
#include "mapping/names.h"
#include "mapping/place_filler.h"
#include "mapping/secret_rules.h"
#include "model/json_member.h"

namespace mcpmx::mapping {

namespace json = boost::json;

Result<json::value> PlaceFiller::fill_port(const json::object& map, const std::string& pointer) {
  const json::value& operand = map.begin()->value();
  if (!operand.is_int64() || operand.get_int64() < 1 || operand.get_int64() > 65535) {
    return bad(pointer, "$port is no port");
  }
  const int target = static_cast<int>(operand.get_int64());
  int wanted = target;
  const std::string published = text_member(map, "published");
  std::from_chars(published.data(), published.data() + published.size(), wanted);
  if (wanted < 1 || wanted > 65535) wanted = target;
  MCPMX_TRY(port, state_->ports.take(wanted));
  if (port != wanted) {
    notes_.push_back("its port " + std::to_string(wanted) +
                     " is used by another service and became " + std::to_string(port));
  }
  return json::value("127.0.0.1:" + std::to_string(port) + ":" + std::to_string(target));
}

Result<json::value> PlaceFiller::fill_docker_port(const json::value& operand,
                                                  const std::string& pointer) {
  if (!operand.is_string()) return bad(pointer, "$docker_port is no string");
  MCPMX_TRY(port, parse_port(operand.get_string()));
  bool moved = false;
  MCPMX_TRY(text, state_->ports.publish(port, moved));
  if (moved)
    notes_.push_back("its port " + port.text + " is used by another service and became " + text);
  return json::value(text);
}

Result<json::value> PlaceFiller::fill_docker_mount(const json::value& operand, bool long_form,
                                                   const std::string& pointer) {
  if (!operand.is_string()) return bad(pointer, "a mount is no string");
  MCPMX_TRY(mount,
            long_form ? parse_mount(operand.get_string()) : parse_volume(operand.get_string()));
  const std::string_view option = long_form ? "--mount" : "-v";
  json::value body;
  if (mount.type == Mount::Type::kVolume) return volume_of(mount, option);
  if (mount.type == Mount::Type::kBind) {
    MCPMX_TRY(bound, bind(mount.source, mount.target, mount.read_only));
    body = std::move(bound);
  } else {
    body = json::object{{"type", "tmpfs"}, {"target", with_doubled_dollars(mount.target)}};
    if (mount.read_only) body.get_object()["read_only"] = true;
  }
  MCPMX_CHECK(add_mount_options(mount, option, body.get_object(), nullptr));
  return body;
}

// A volume with nothing more to say stands as people write it, NAME:TARGET.
Result<json::value> PlaceFiller::volume_of(const Mount& mount, std::string_view option) {
  const std::string target = with_doubled_dollars(mount.target);
  json::object* declared = nullptr;
  if (!mount.source.empty()) {
    MCPMX_TRY(found, engine_volume(mount.source));
    declared = found;
  }
  if (!mount.source.empty() && std::all_of(mount.flags.begin(), mount.flags.end(), is_label)) {
    std::string mode = mount.read_only ? ":ro" : "";
    for (const std::string& label : mount.flags) mode += (mode.empty() ? ":" : ",") + label;
    return json::value(mount.source + ":" + target + mode);
  }
  if (mount.source.empty() && mount.flags.empty() && !mount.read_only) return json::value(target);
  json::object body = {{"type", "volume"}};
  if (!mount.source.empty()) body["source"] = mount.source;
  body["target"] = target;
  if (mount.read_only) body["read_only"] = true;
  MCPMX_CHECK(add_mount_options(mount, option, body, declared));
  if (declared != nullptr) MCPMX_CHECK(fill_driver_options(*declared));
  return json::value(std::move(body));
}

// A driver's options may carry a login: o=addr=nas,username=me,password=...
Result<void> PlaceFiller::fill_driver_options(json::object& volume) {
  json::value* options = volume.if_contains("driver_opts");
  if (options == nullptr) return {};
  for (auto& member : options->get_object()) {
    std::string out;
    std::string_view rest = member.value().get_string();
    while (!rest.empty()) {
      const auto part = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), part.size() + 1));
      const auto equals = part.find('=');
      if (!out.empty()) out += ',';
      if (part.starts_with("${") || equals == std::string_view::npos || equals + 1 == part.size() ||
          !is_secret_name(part.substr(0, equals))) {
        MCPMX_TRY(text, fill_text(part));
        out += text.get_string();
        continue;
      }
      const std::string name(part.substr(0, equals));
      out += name + "=" +
             required_variable(variable_for(variable_prefix(name), Origin::kArgument),
                               std::string(part.substr(equals + 1)), false);
    }
    member.value() = out;
  }
  return {};
}

Result<json::value> PlaceFiller::fill_bind(const json::object& map, const std::string& pointer) {
  if (!map.begin()->value().is_string()) return bad(pointer, "$path is no string");
  return bind(std::string(map.begin()->value().get_string()), text_member(map, "target"),
              !flag_member(map, "write"));
}

Result<json::value> PlaceFiller::bind(const std::string& written, std::string target,
                                      bool read_only) {
  MCPMX_TRY(source, host_path(written, state_->surroundings.home));
  MCPMX_CHECK(check_mount(source, state_->surroundings, scope_->settings.allow, scope_->name));
  if (target.empty()) target = source;
  if (!target.starts_with('/')) {
    return failed("its mount target " + target + " is not absolute", {},
                  "write an absolute path after the colon");
  }
  json::object mount = {{"type", "bind"},
                        {"source", with_doubled_dollars(source)},
                        {"target", with_doubled_dollars(target)}};
  if (read_only) mount["read_only"] = true;
  // Without this a mistyped path becomes an empty folder of root's.
  mount["bind"] = json::object{{"create_host_path", false}};
  return json::value(std::move(mount));
}

Result<json::value> PlaceFiller::fill_volume(const json::object& map, const std::string& pointer) {
  const std::string wanted(map.begin()->value().is_string() ? map.begin()->value().get_string()
                                                            : json::string());
  const std::string target = text_member(map, "target");
  if (wanted.empty() || wanted != service_name(wanted) || !target.starts_with('/')) {
    return bad(pointer, "$volume needs a legal name and an absolute target");
  }
  const std::string name = flag_member(map, "exact") ? wanted : scope_->name + "-" + wanted;
  state_->volumes.emplace(name, json::object());
  return json::value(name + ":" + with_doubled_dollars(target) +
                     (flag_member(map, "read_only") ? ":ro" : ""));
}

// `docker run -v NAME:...` means a volume of the engine: under its own name the data is found
// again.
Result<json::object*> PlaceFiller::engine_volume(const std::string& name) {
  if (name != service_name(name)) {
    return failed("\"" + name + "\" is no name that a volume can have", {},
                  "write an absolute path, or letters, digits, dots and dashes");
  }
  json::object& declared =
      state_->volumes.emplace(name, json::object()).first->value().get_object();
  declared["name"] = name;
  return &declared;
}

Result<json::value> PlaceFiller::fill_network(const json::object& map) {
  const std::string name(map.begin()->value().is_string() ? map.begin()->value().get_string()
                                                          : json::string());
  // The profile's own networks keep their keys; a network of the engine that is called so gets
  // another.
  const bool is_ours = name == "mcp-network" || name == "mcp-management";
  const std::string key = (is_ours ? "engine-" : "") + service_name(name);
  // docker run --network NAME asks for a network that is there; so does this.
  state_->networks[key] = json::object{{"name", with_doubled_dollars(name)}, {"external", true}};
  return json::value(key);
}

}  // namespace mcpmx::mapping
