// Mounts and ports of docker run.
#include <algorithm>
#include <utility>

#include "mapping/docker_words_writer.h"
#include "model/json_member.h"

namespace mcpmx::mapping {

namespace json = boost::json;

namespace {

// A field of --mount: the value is a line of comma separated values.
std::string quoted_field(const std::string& field) {
  if (field.find_first_of(",\"") == std::string::npos) return field;
  std::string out = "\"";
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// What only --mount can say of a volume: how the engine makes it. Empty where there is no more to
// say than its name.
std::string declared_fields(const json::object& declaration) {
  std::string fields;
  const auto add = [&](const std::string& field) {
    fields.append(",").append(quoted_field(field));
  };
  if (const std::string driver = text_member(declaration, "driver"); !driver.empty())
    add("volume-driver=" + driver);
  for (const auto& [key, field] :
       {std::pair("driver_opts", "volume-opt="), std::pair("labels", "volume-label=")}) {
    const json::value* map = declaration.if_contains(key);
    if (map == nullptr || !map->is_object()) continue;
    for (const auto& [name, value] : map->get_object())
      add(std::string(field).append(name).append("=") + scalar_text(value));
  }
  return fields;
}

}  // namespace

// True where --mount has said it. The volume is made once: later mounts need its name alone.
bool DockerWords::add_declared(const Mount& mount) {
  const json::value* declaration = service_.volumes.if_contains(mount.source);
  if (declaration == nullptr || !declaration->is_object()) return false;
  const std::string fields = declared_fields(declaration->get_object());
  if (fields.empty() || !declared_.insert(mount.source).second) return false;
  std::string text = "type=volume,source=" + quoted_field(mount.source);
  text.append(",target=").append(quoted_field(mount.target));
  if (mount.read_only) text += ",readonly";
  for (const std::string& flag : mount.flags)
    text += flag == "nocopy" ? ",volume-nocopy" : "," + quoted_field(flag);
  say("--mount", text.append(fields));
  return true;
}

void DockerWords::add_mounts() {
  for (const Mount& mount : service_.facts.mounts) {
    const auto& known = of_plain_->facts.mounts;
    const bool by_itself = std::any_of(known.begin(), known.end(), [&](const Mount& each) {
      return each.type == mount.type && each.source == mount.source && each.target == mount.target;
    });
    if (by_itself || add_declared(mount)) continue;
    if (mount.type == Mount::Type::kTmpfs) {
      std::string text = "type=tmpfs,target=" + mount.target;
      if (mount.read_only) text += ",readonly";
      for (const std::string& flag : mount.flags) text.append(",").append(flag);
      say("--mount", std::move(text));
      continue;
    }
    std::string text = mount.source;
    if (!text.empty()) text += ':';
    text += mount.target;
    std::string mode = mount.read_only ? "ro" : "";
    for (const std::string& flag : mount.flags) {
      if (!mode.empty()) mode += ',';
      mode += flag;
    }
    if (!mode.empty()) text.append(":").append(mode);
    say("-v", std::move(text));
  }
}

void DockerWords::add_ports() {
  for (const Port& port : service_.facts.ports) {
    const auto& known = of_plain_->facts.ports;
    const bool by_itself = std::any_of(known.begin(), known.end(), [&](const Port& each) {
      return each.container == port.container && each.protocol == port.protocol;
    });
    if (!by_itself) say("-p", port.text);
  }
}

}  // namespace mcpmx::mapping
