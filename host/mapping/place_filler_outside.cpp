// The places that reach outside of the container: ports, mounts, volumes, networks.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <utility>

#include "mapping/docker_options.h"
#include "mapping/file_words.h"
#include "mapping/mount_options.h"
#include "mapping/mounts.h"
#include "mapping/names.h"
#include "mapping/place_filler.h"
#include "mapping/secret_rules.h"
#include "model/json_member.h"
#include "support/dollars.h"

namespace mcpmx::mapping {

namespace json = boost::json;

namespace {

std::string user_of_port(int port, const Surroundings& surroundings) {
  const auto file = surroundings.port_files.find(port);
  return file == surroundings.port_files.end() ? "another service" : file->second;
}

}  // namespace

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
  MCPMX_TRY(port, state_->ports.take(wanted, scope_->server));
  if (port != wanted) {
    notes_.push_back("its port " + std::to_string(wanted) + " is used by " +
                     user_of_port(wanted, state_->surroundings) + " and became " +
                     std::to_string(port));
  }
  return json::value("127.0.0.1:" + std::to_string(port) + ":" + std::to_string(target));
}

Result<json::value> PlaceFiller::fill_docker_port(const json::value& operand,
                                                  const std::string& pointer) {
  if (!operand.is_string()) return bad(pointer, "$docker_port is no string");
  MCPMX_TRY(port, parse_port(operand.get_string()));
  bool moved = false;
  MCPMX_TRY(text, state_->ports.publish(port, scope_->server, moved));
  if (moved)
    notes_.push_back("its port " + port.text + " is used by " +
                     user_of_port(port.host.first, state_->surroundings) + " and became " + text);
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
  const bool is_named = !mount.source.empty();
  if (is_named && std::all_of(mount.flags.begin(), mount.flags.end(), is_label)) {
    MCPMX_CHECK(declare_engine_volume({}, mount.source));
    std::string mode = mount.read_only ? ":ro" : "";
    for (const std::string& label : mount.flags) mode += (mode.empty() ? ":" : ",") + label;
    return json::value(mount.source + ":" + target + mode);
  }
  if (!is_named && mount.flags.empty() && !mount.read_only) return json::value(target);
  json::object body = {{"type", "volume"}};
  if (is_named) body["source"] = mount.source;
  body["target"] = target;
  if (mount.read_only) body["read_only"] = true;
  json::object declaration;
  MCPMX_CHECK(add_mount_options(mount, option, body, is_named ? &declaration : nullptr));
  if (is_named) MCPMX_CHECK(declare_engine_volume(std::move(declaration), mount.source));
  return json::value(std::move(body));
}

// `docker run -v NAME:...` means a volume of the engine: under its own name the data is found
// again.
Result<void> PlaceFiller::declare_engine_volume(json::object declaration, const std::string& name) {
  if (name != service_name(name)) {
    return failed("\"" + name + "\" is no name that a volume can have", {},
                  "write an absolute path, or letters, digits, dots and dashes");
  }
  json::object written = {{"name", name}};
  for (auto& member : declaration) written.emplace(member.key(), std::move(member.value()));
  return state_->declarations.declare_volume(
      name, written, scope_->server,
      [this](std::string_view group, std::string_view key, std::string_view text) {
        return fill_declared(group, key, text);
      });
}

Result<std::string> PlaceFiller::fill_declared(std::string_view group, std::string_view key,
                                               std::string_view written) {
  if (!group.empty() && is_secret_name(key)) return hide(key, written);
  if (group == "driver_opts") return fill_driver_option(written);
  MCPMX_TRY(text, fill_text(written));
  return std::string(text.get_string());
}

// A driver's option may carry a login among others: o=addr=nas,username=me,password=...
Result<std::string> PlaceFiller::fill_driver_option(std::string_view written) {
  std::string out;
  while (!written.empty()) {
    const auto part = written.substr(0, written.find(','));
    written.remove_prefix(std::min(written.size(), part.size() + 1));
    if (!out.empty()) out += ',';
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    if (equals == std::string_view::npos || !is_secret_name(name)) {
      MCPMX_TRY(text, fill_text(part));
      out += text.get_string();
      continue;
    }
    MCPMX_TRY(hidden, hide(name, part.substr(equals + 1)));
    out += with_doubled_dollars(name) + "=" + hidden;
  }
  return out;
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
  MCPMX_CHECK(state_->declarations.declare_volume(name, scope_->server));
  return json::value(name + ":" + with_doubled_dollars(target) +
                     (flag_member(map, "read_only") ? ":ro" : ""));
}

Result<json::value> PlaceFiller::fill_network(const json::object& map) {
  const std::string name(map.begin()->value().is_string() ? map.begin()->value().get_string()
                                                          : json::string());
  // The profile's own networks keep their keys; a network of the engine that is called so gets
  // another.
  const bool is_ours = name == kProfileNetwork || name == "mcp-management";
  const std::string wanted = (is_ours ? "engine-" : "") + service_name(name);
  return json::value(state_->declarations.declare_network(name, wanted));
}

}  // namespace mcpmx::mapping
