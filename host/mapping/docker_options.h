// The small languages inside the options of `docker run`: volumes, mounts, ports; and lookups in
// the options of a launch. The table of all options is docker_run_table.h.
//
// All structs own their strings. Pure functions; nothing looks at the machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

struct Mount {
  enum class Type { kBind, kVolume, kTmpfs };
  Type type = Type::kBind;
  std::string source;  // host path or volume name as written; empty for anonymous volumes and tmpfs
  std::string target;
  bool read_only = false;
  std::vector<std::string> flags;  // what else is said: "z", "rslave", "volume-opt=type=nfs"
  bool operator==(const Mount&) const = default;
};

const char* mount_type_name(Mount::Type type);  // "bind", "volume", "tmpfs"

// The value of -v: [SOURCE:]TARGET[:OPTIONS]. A drive letter is no separator.
Result<Mount> parse_volume(std::string_view text);

// The value of --mount: key=value pairs separated by commas.
Result<Mount> parse_mount(std::string_view text);

// -v, --mount and --tmpfs of a launch in the order of the line.
Result<std::vector<Mount>> docker_mounts(const Launch& launch);

struct PortRange {
  int first = 0;  // 0 with last 0: the engine chooses
  int last = 0;
  bool operator==(const PortRange&) const = default;
};

struct Port {
  std::string text;     // as written
  std::string host_ip;  // without brackets; empty: every address
  PortRange host;
  PortRange container;
  std::string protocol = "tcp";  // tcp, udp, sctp
  bool operator==(const Port&) const = default;
};

// The value of -p: [[IP:][HOST]:]CONTAINER[/PROTOCOL], ranges allowed.
Result<Port> parse_port(std::string_view text);

Result<std::vector<Port>> docker_ports(const Launch& launch);

// The last value given for an option by its long name, as docker itself decides; nullopt if absent.
std::optional<std::string_view> docker_option(const Launch& launch, std::string_view name);
std::vector<std::string_view> docker_option_all(const Launch& launch, std::string_view name);

// The words of Go's ParseBool, which docker uses; an option without a value is on.
bool is_switched_on(std::string_view value);

// A boolean option: present and not "=false".
bool docker_flag(const Launch& launch, std::string_view name);

}  // namespace mcpmx::mapping
