#include "mapping/docker_options.h"

#include <algorithm>

#include "support/ascii.h"
#include "support/text.h"

namespace mcpmx::mapping {
namespace {

// Docker's own rule: a name has letters, digits, "_.-"; everything else is a path. "." and "~" are
// expanded by the shell or by docker itself, and mean the host.
bool is_volume_name(std::string_view text) {
  if (text.empty() || !is_alnum(text[0])) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alnum(c) || c == '_' || c == '.' || c == '-'; });
}

// Cuts at colons that are neither behind a drive letter nor inside ${...} or $(...).
std::vector<std::string_view> split_volume(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '(') ++depth;
    if ((c == '}' || c == ')') && depth > 0) --depth;
    if (c != ':' || depth > 0) continue;
    if (i == from + 1 && starts_with_drive(text.substr(from))) continue;
    parts.push_back(text.substr(from, i - from));
    from = i + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

// The fields of a line of CSV, which --mount is: a field in double quotes may hold commas.
std::vector<std::string> csv_fields(std::string_view text) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && text.substr(i + 1, 1) == "\"") {
      fields.back() += text[++i];
    } else if (c == '"' && (quoted || fields.back().empty())) {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

template <class Visit>
void for_each_part(std::string_view text, char separator, Visit visit) {
  while (true) {
    const auto end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

const char* mount_type_name(Mount::Type type) {
  switch (type) {
    case Mount::Type::kBind:
      return "bind";
    case Mount::Type::kVolume:
      return "volume";
    case Mount::Type::kTmpfs:
      break;
  }
  return "tmpfs";
}

Result<Mount> parse_volume(std::string_view text) {
  const auto parts = split_volume(text);
  if (parts.size() > 3 || parts.back().empty() ||
      (parts.size() > 1 && (parts[0].empty() || parts[1].empty()))) {
    return failed("an option -v of docker run is no volume", "-v",
                  "write SOURCE:TARGET[:ro], for example /home/me/docs:/docs:ro");
  }
  Mount mount;
  if (parts.size() == 1) {
    mount.type = Mount::Type::kVolume;  // anonymous
    mount.target = parts[0];
    return mount;
  }
  mount.source = parts[0];
  mount.target = parts[1];
  mount.type = is_volume_name(mount.source) ? Mount::Type::kVolume : Mount::Type::kBind;
  if (parts.size() == 3) {
    for_each_part(parts[2], ',', [&](std::string_view flag) {
      if (flag == "ro" || flag == "readonly") {
        mount.read_only = true;
      } else if (flag != "rw" && !flag.empty()) {
        mount.flags.emplace_back(flag);
      }
    });
  }
  return mount;
}

Result<Mount> parse_mount(std::string_view text) {
  Mount mount;
  mount.type = Mount::Type::kVolume;  // what docker takes where no type is given
  std::string bad;
  for (const std::string& field : csv_fields(text)) {
    const std::string_view pair = field;
    const auto equals = pair.find('=');
    const auto key = pair.substr(0, equals);
    const auto value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    if (key == "type") {
      if (value == "bind") {
        mount.type = Mount::Type::kBind;
      } else if (value == "tmpfs") {
        mount.type = Mount::Type::kTmpfs;
      } else if (value != "volume") {
        bad = "an option --mount of docker run is of the type '" + std::string(value) +
              "', which has no translation to Compose";
      }
    } else if (key == "source" || key == "src") {
      mount.source = value;
    } else if (key == "target" || key == "dst" || key == "destination") {
      mount.target = value;
    } else if (key == "readonly" || key == "ro") {
      mount.read_only = is_switched_on(value);
    } else if (!key.empty()) {
      mount.flags.emplace_back(pair);
    }
  }
  const std::string hint = "write type=bind,source=/home/me/docs,target=/docs[,readonly]";
  if (!bad.empty()) return failed(bad, "--mount", hint);
  if (mount.target.empty()) {
    return failed("an option --mount of docker run has no target", "--mount", hint);
  }
  if (mount.type == Mount::Type::kBind && mount.source.empty()) {
    return failed("an option --mount of docker run has no source", "--mount", hint);
  }
  return mount;
}

Result<std::vector<Mount>> docker_mounts(const Launch& launch) {
  std::vector<Mount> mounts;
  for (const auto& option : launch.options) {
    if (option.name == "volume") {
      MCPMX_TRY(mount, parse_volume(option.value));
      mounts.push_back(std::move(mount));
    } else if (option.name == "mount") {
      MCPMX_TRY(mount, parse_mount(option.value));
      mounts.push_back(std::move(mount));
    } else if (option.name == "tmpfs") {
      const auto colon = option.value.find(':');
      Mount mount{Mount::Type::kTmpfs, {}, option.value.substr(0, colon), false, {}};
      if (colon != std::string::npos) mount.flags = csv_fields(option.value.substr(colon + 1));
      mounts.push_back(std::move(mount));
    }
  }
  return mounts;
}

std::optional<std::string_view> docker_option(const Launch& launch, std::string_view name) {
  for (auto it = launch.options.rbegin(); it != launch.options.rend(); ++it) {
    if (it->name == name) return it->value;
  }
  return std::nullopt;
}

std::vector<std::string_view> docker_option_all(const Launch& launch, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& option : launch.options) {
    if (option.name == name) values.emplace_back(option.value);
  }
  return values;
}

bool is_switched_on(std::string_view value) {
  for (const std::string_view off : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (value == off) return false;
  }
  return true;
}

bool docker_flag(const Launch& launch, std::string_view name) {
  const auto value = docker_option(launch, name);
  return value && is_switched_on(*value);
}

}  // namespace mcpmx::mapping
