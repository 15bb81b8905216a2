#include "docker_run.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace {

using namespace mcpmx;

// How an option's value becomes the value of a Compose key (Compose specification, service keys).
enum class As {
  kGone,     // says how the client attaches; a service has no such thing
  kText,     // key: value
  kNumber,   // key: value, a number if it reads as one
  kTrue,     // key: true
  kItem,     // one more item of the list
  kNamed,    // one more NAME=VALUE of the map
  kSpecial,  // add_special() knows
};

struct Row {
  std::string_view option;
  As as;
  std::string_view key;
};

// Long names, as the host's grammar hands them over. Order as in `docker run --help`.
constexpr Row kRows[] = {
    {"add-host", As::kItem, "extra_hosts"},
    {"annotation", As::kNamed, "annotations"},
    {"attach", As::kGone, ""},
    {"blkio-weight", As::kSpecial, ""},
    {"cap-add", As::kItem, "cap_add"},
    {"cap-drop", As::kItem, "cap_drop"},
    {"cgroup-parent", As::kText, "cgroup_parent"},
    {"cgroupns", As::kText, "cgroup"},
    {"cidfile", As::kGone, ""},
    {"cpu-period", As::kText, "cpu_period"},
    {"cpu-quota", As::kText, "cpu_quota"},
    {"cpu-shares", As::kNumber, "cpu_shares"},
    {"cpus", As::kNumber, "cpus"},
    {"cpuset-cpus", As::kText, "cpuset"},
    {"detach", As::kGone, ""},
    {"detach-keys", As::kGone, ""},
    {"device", As::kItem, "devices"},
    {"device-cgroup-rule", As::kItem, "device_cgroup_rules"},
    {"disable-content-trust", As::kGone, ""},
    {"dns", As::kItem, "dns"},
    {"dns-opt", As::kItem, "dns_opt"},
    {"dns-option", As::kItem, "dns_opt"},
    {"dns-search", As::kItem, "dns_search"},
    {"domainname", As::kText, "domainname"},
    {"entrypoint", As::kSpecial, ""},
    {"env", As::kGone, ""},  // the host's: names, values and secrets are one business
    {"env-file", As::kSpecial, ""},
    {"expose", As::kItem, "expose"},
    {"gpus", As::kSpecial, ""},
    {"group-add", As::kItem, "group_add"},
    {"health-cmd", As::kSpecial, ""},
    {"health-interval", As::kSpecial, ""},
    {"health-retries", As::kSpecial, ""},
    {"health-start-period", As::kSpecial, ""},
    {"health-timeout", As::kSpecial, ""},
    {"hostname", As::kText, "hostname"},
    {"init", As::kTrue, "init"},
    {"interactive", As::kGone, ""},  // stdin_open is the host's rule for every stdio server
    {"ipc", As::kText, "ipc"},
    {"isolation", As::kText, "isolation"},
    {"label", As::kNamed, "labels"},
    {"link", As::kItem, "external_links"},
    {"log-driver", As::kSpecial, ""},
    {"log-opt", As::kSpecial, ""},
    {"mac-address", As::kText, "mac_address"},
    {"memory", As::kText, "mem_limit"},
    {"memory-reservation", As::kText, "mem_reservation"},
    {"memory-swap", As::kSpecial, ""},
    {"memory-swappiness", As::kNumber, "mem_swappiness"},
    {"mount", As::kSpecial, ""},
    {"name", As::kGone, ""},  // a fixed container name forbids replicas and a second project
    {"net", As::kSpecial, ""},
    {"network", As::kSpecial, ""},
    {"network-alias", As::kSpecial, ""},
    {"no-healthcheck", As::kSpecial, ""},
    {"oom-kill-disable", As::kTrue, "oom_kill_disable"},
    {"oom-score-adj", As::kNumber, "oom_score_adj"},
    {"pid", As::kText, "pid"},
    {"pids-limit", As::kNumber, "pids_limit"},
    {"platform", As::kText, "platform"},
    {"privileged", As::kTrue, "privileged"},
    {"publish", As::kSpecial, ""},
    {"pull", As::kSpecial, ""},
    {"quiet", As::kGone, ""},
    {"read-only", As::kTrue, "read_only"},
    {"restart", As::kText, "restart"},
    {"rm", As::kGone, ""},
    {"runtime", As::kText, "runtime"},
    {"security-opt", As::kItem, "security_opt"},
    {"shm-size", As::kText, "shm_size"},
    {"sig-proxy", As::kGone, ""},
    {"stop-signal", As::kText, "stop_signal"},
    {"stop-timeout", As::kSpecial, ""},
    {"storage-opt", As::kNamed, "storage_opt"},
    {"sysctl", As::kNamed, "sysctls"},
    {"tmpfs", As::kItem, "tmpfs"},
    {"tty", As::kGone, ""},  // a terminal breaks the framing of stdio servers
    {"ulimit", As::kSpecial, ""},
    {"user", As::kText, "user"},
    {"userns", As::kText, "userns_mode"},
    {"uts", As::kText, "uts"},
    {"volume", As::kSpecial, ""},
    {"volumes-from", As::kSpecial, ""},
    {"workdir", As::kText, "working_dir"},
};

const Row* find_row(std::string_view option) {
  for (const Row& row : kRows) {
    if (row.option == option) return &row;
  }
  return nullptr;
}

// A plain decimal number that JSON writes the same way.
bool reads_as_number(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto is_digits = [](std::string_view digits) {
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const bool fraction_reads = point == std::string_view::npos || is_digits(text.substr(point + 1));
  return is_digits(whole) && (whole.size() == 1 || whole[0] != '0') && fraction_reads;
}

// NAME=VALUE; a bare NAME has an empty value.
std::pair<std::string_view, std::string_view> split(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

bool add_network(IntentService& service, std::string_view network) {
  // name=n,alias=a: more than a name.
  if (network.find_first_of("=,") != std::string_view::npos) return false;
  if (network == "default") network = "bridge";
  // Engine-wide modes are no networks of the project (docker run --network).
  if (network == "host" || network == "none" || network == "bridge" ||
      network.starts_with("container:")) {
    service.compose("network_mode") = network;
  } else {
    service.compose("networks").push(Json::map({{"$network", network}}));
  }
  return true;
}

// Options whose Compose form is more than one key and one value. False: there is none.
bool add_special(IntentService& service, std::string_view option, std::string_view value) {
  if (option == "volume") {
    service.compose("volumes").push(Json::map({{"$docker_volume", value}}));
  } else if (option == "mount") {
    service.compose("volumes").push(Json::map({{"$docker_mount", value}}));
  } else if (option == "publish") {
    service.compose("ports").push(Json::map({{"$docker_port", value}}));
  } else if (option == "network" || option == "net") {
    return add_network(service, value);
  } else if (option == "env-file") {
    // Not required: a missing file must not make ps, logs and down of every service fail.
    service.compose("env_file").push(Json::map({{"path", value}, {"required", false}}));
  } else if (option == "entrypoint") {
    service.compose("entrypoint") = Json::list({value});
  } else if (option == "gpus") {
    if (value != "all" && !reads_as_number(value)) return false;
    Json device = Json::map({{"driver", "nvidia"}, {"capabilities", Json::list({"gpu"})}});
    device["count"] = reads_as_number(value) ? Json::number(value) : Json("all");
    service.compose("deploy")["resources"]["reservations"]["devices"] = Json::list({device});
  } else if (option == "pull") {
    if (value != "always" && value != "missing" && value != "never") return false;
    service.compose("pull_policy") = value;
  } else if (option == "memory-swap") {
    service.compose("memswap_limit") = value == "-1" ? Json(-1) : Json(value);
  } else if (option == "health-cmd") {
    service.compose("healthcheck")["test"] = Json::list({"CMD-SHELL", value});
  } else if (option == "health-retries") {
    if (!reads_as_number(value)) return false;
    service.compose("healthcheck")["retries"] = Json::number(value);
  } else if (option.starts_with("health-")) {
    // A duration needs its unit, for docker as for Compose.
    if (value.empty() || (value.back() != 's' && value.back() != 'm' && value.back() != 'h'))
      return false;
    std::string key(option.substr(7));
    if (key == "start-period") key = "start_period";
    service.compose("healthcheck")[key] = value;
  } else if (option == "no-healthcheck") {
    service.compose("healthcheck")["disable"] = true;
  } else if (option == "log-driver") {
    service.compose("logging")["driver"] = value;
  } else if (option == "log-opt") {
    const auto [name, setting] = split(value, '=');
    service.compose("logging")["options"][name] = setting;
  } else if (option == "stop-timeout") {
    if (!reads_as_number(value)) return false;
    service.compose("stop_grace_period") = std::string(value) + "s";
  } else if (option == "ulimit") {
    const auto [name, limits] = split(value, '=');
    const auto [soft, hard] = split(limits, ':');
    if (!reads_as_number(soft)) return false;
    service.compose("ulimits")[name] =
        reads_as_number(hard)
            ? Json::map({{"soft", Json::number(soft)}, {"hard", Json::number(hard)}})
            : Json::number(soft);
  } else if (option == "blkio-weight") {
    if (!reads_as_number(value)) return false;
    service.compose("blkio_config")["weight"] = Json::number(value);
  } else {
    return false;
  }
  return true;
}

bool add_option(IntentService& service, const Row& row, std::string_view value) {
  // --init=false and the like (Go's ParseBool) switch off what is off already.
  constexpr std::string_view kOff[] = {"0", "f", "F", "false", "FALSE", "False"};
  const bool is_off = std::find(std::begin(kOff), std::end(kOff), value) != std::end(kOff);
  if (row.as == As::kTrue && is_off) return true;
  switch (row.as) {
    case As::kGone:
      return true;
    case As::kText:
      service.compose(row.key) = value;
      return true;
    case As::kNumber:
      service.compose(row.key) = reads_as_number(value) ? Json::number(value) : Json(value);
      return true;
    case As::kTrue:
      service.compose(row.key) = true;
      return true;
    case As::kItem:
      service.compose(row.key).push(value);
      return true;
    case As::kNamed: {
      const auto [name, setting] = split(value, '=');
      service.compose(row.key)[name] = setting;
      return true;
    }
    case As::kSpecial:
      return add_special(service, row.option, value);
  }
  return false;
}

}  // namespace

Status render_docker_run(const Server& server, Intent& intent, Reporter& report) {
  IntentService service = intent.service("mcp").primary();
  service.compose("image") = server.spec();
  for (const auto& [option, value] : server.options()) {
    const Row* row = find_row(option);
    if (row == nullptr || !add_option(service, *row, value)) {
      return report.unsupported(
          "docker-option",
          "the option --" + std::string(option) + " of docker run has no translation to Compose");
    }
  }
  if (!server.server_args().empty()) service.compose("command") = Json::list({place::args()});
  return Status::kOk;
}
