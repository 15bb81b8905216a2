#include "docker_run_rows.h"

namespace {

// Order as in `docker run --help`.
constexpr Row kRows[] = {
    {"add-host", As::kItem, "extra_hosts"},
    {"annotation", As::kNamed, "annotations"},
    {"attach", As::kGone, ""},
    {"blkio-weight", As::kSpecial, ""},
    {"cap-add", As::kItem, "cap_add"},
    {"cap-drop", As::kItem, "cap_drop"},
    {"cgroup-parent", As::kText, "cgroup_parent"},
    {"cgroupns", As::kText, "cgroup"},
    {"cidfile", As::kLeftOut, "Compose keeps the ids of its containers itself"},
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
    {"health-start-interval", As::kSpecial, ""},
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
    // A fixed container name forbids replicas and a second project.
    {"name", As::kLeftOut, "Compose names its containers"},
    {"net", As::kSpecial, ""},
    {"network", As::kSpecial, ""},
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
    {"replace", As::kGone, ""},
    {"restart", As::kText, "restart"},
    {"rm", As::kGone, ""},
    {"rmi", As::kGone, ""},
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
    {"workdir", As::kText, "working_dir"},
};

}  // namespace

const Row* find_row(std::string_view option) {
  for (const Row& row : kRows) {
    if (row.option == option) return &row;
  }
  return nullptr;
}
