#include "compose/config_layout.h"

namespace mcpmx::compose {
namespace {

using enum Empty;

constexpr LayoutField kPortFields[] = {{"name"},   {"mode"},      {"host_ip"},
                                       {"target"}, {"published"}, {"protocol"}};
constexpr Layout kPort = {kPortFields};

constexpr LayoutField kBindFields[] = {{"selinux"}, {"propagation"}, {"create_host_path"}};
constexpr Layout kBind = {kBindFields};
constexpr LayoutField kVolumeFields[] = {{"nocopy"}, {"subpath"}};
constexpr Layout kVolume = {kVolumeFields};
constexpr LayoutField kTmpfsFields[] = {{"size", kNoBytes}, {"mode"}};
constexpr Layout kTmpfs = {kTmpfsFields};
constexpr LayoutField kMountFields[] = {{"type"},
                                        {"source"},
                                        {"target"},
                                        {"read_only"},
                                        {"consistency"},
                                        {"bind", kKept, &kBind},
                                        {"volume", kKept, &kVolume},
                                        {"tmpfs", kKept, &kTmpfs}};
constexpr Layout kMount = {kMountFields};

constexpr LayoutField kFileFields[] = {{"source"}, {"target"}, {"uid"}, {"gid"}, {"mode", kKept}};
constexpr Layout kFile = {kFileFields};
constexpr LayoutField kEnvFileFields[] = {{"path"}, {"required", kUnlessTrue}};
constexpr Layout kEnvFile = {kEnvFileFields};

constexpr LayoutField kNetworkFields[] = {{"priority"},     {"aliases"},        {"ipv4_address"},
                                          {"ipv6_address"}, {"link_local_ips"}, {"mac_address"},
                                          {"driver_opts"}};
constexpr Layout kNetwork = {kNetworkFields};
constexpr Layout kNetworks = {{}, &kNetwork};

constexpr LayoutField kDependencyFields[] = {{"condition"}, {"restart"}, {"required", kKept}};
constexpr Layout kDependency = {kDependencyFields};
constexpr Layout kDependencies = {{}, &kDependency};

constexpr LayoutField kHealthFields[] = {
    {"test"},           {"timeout", kKept},      {"interval", kKept},
    {"retries", kKept}, {"start_period", kKept}, {"start_interval", kKept},
    {"disable"}};
constexpr Layout kHealth = {kHealthFields};
constexpr LayoutField kLoggingFields[] = {{"driver"}, {"options"}};
constexpr Layout kLogging = {kLoggingFields};
constexpr LayoutField kUlimitFields[] = {{"single"}, {"soft"}, {"hard"}};
constexpr Layout kUlimit = {kUlimitFields};
constexpr Layout kUlimits = {{}, &kUlimit};

constexpr LayoutField kDeviceFields[] = {
    {"capabilities"}, {"driver"}, {"count"}, {"device_ids"}, {"options"}};
constexpr Layout kDevice = {kDeviceFields};
constexpr LayoutField kResourceFields[] = {
    {"cpus"}, {"memory", kNoBytes}, {"pids"}, {"devices", kOmitted, &kDevice}};
constexpr Layout kResource = {kResourceFields};
constexpr LayoutField kResourcesFields[] = {{"limits", kKept, &kResource},
                                            {"reservations", kKept, &kResource}};
constexpr Layout kResources = {kResourcesFields};
constexpr LayoutField kRestartFields[] = {
    {"condition"}, {"delay", kKept}, {"max_attempts", kKept}, {"window", kKept}};
constexpr Layout kRestart = {kRestartFields};
constexpr LayoutField kPlacementFields[] = {{"constraints"}, {"max_replicas_per_node"}};
constexpr Layout kPlacement = {kPlacementFields};
constexpr LayoutField kDeployFields[] = {{"mode"},
                                         {"labels"},
                                         {"resources", kObject, &kResources},
                                         {"restart_policy", kKept, &kRestart},
                                         {"placement", kObject, &kPlacement},
                                         {"endpoint_mode"}};
constexpr Layout kDeploy = {kDeployFields};

constexpr LayoutField kServiceFields[] = {{"profiles"},
                                          {"annotations"},
                                          {"attach", kKept},
                                          {"cap_add"},
                                          {"cap_drop"},
                                          {"cgroup_parent"},
                                          {"cgroup"},
                                          {"cpu_count"},
                                          {"cpu_percent"},
                                          {"cpu_period"},
                                          {"cpu_quota"},
                                          {"cpu_rt_period"},
                                          {"cpu_rt_runtime"},
                                          {"cpus"},
                                          {"cpuset"},
                                          {"cpu_shares"},
                                          {"command", kNull},
                                          {"configs", kOmitted, &kFile},
                                          {"container_name"},
                                          {"depends_on", kOmitted, &kDependencies},
                                          {"deploy", kKept, &kDeploy},
                                          {"device_cgroup_rules"},
                                          {"dns"},
                                          {"dns_opt"},
                                          {"dns_search"},
                                          {"domainname"},
                                          {"entrypoint", kNull},
                                          {"environment"},
                                          {"env_file", kOmitted, &kEnvFile},
                                          {"expose"},
                                          {"external_links"},
                                          {"extra_hosts"},
                                          {"group_add"},
                                          {"hostname"},
                                          {"healthcheck", kKept, &kHealth},
                                          {"image"},
                                          {"init", kKept},
                                          {"ipc"},
                                          {"isolation"},
                                          {"labels"},
                                          {"links"},
                                          {"logging", kKept, &kLogging},
                                          {"mem_limit", kNoBytes},
                                          {"mem_reservation", kNoBytes},
                                          {"memswap_limit", kNoBytes},
                                          {"mem_swappiness", kNoBytes},
                                          {"mac_address"},
                                          {"network_mode"},
                                          {"networks", kOmitted, &kNetworks},
                                          {"oom_kill_disable"},
                                          {"oom_score_adj"},
                                          {"pid"},
                                          {"pids_limit"},
                                          {"platform"},
                                          {"ports", kOmitted, &kPort},
                                          {"privileged"},
                                          {"read_only"},
                                          {"restart"},
                                          {"runtime"},
                                          {"secrets", kOmitted, &kFile},
                                          {"security_opt"},
                                          {"shm_size", kNoBytes},
                                          {"stdin_open"},
                                          {"stop_grace_period", kKept},
                                          {"stop_signal"},
                                          {"storage_opt"},
                                          {"sysctls"},
                                          {"tmpfs"},
                                          {"tty"},
                                          {"ulimits", kOmitted, &kUlimits},
                                          {"user"},
                                          {"userns_mode"},
                                          {"uts"},
                                          {"volumes", kOmitted, &kMount},
                                          {"volumes_from"},
                                          {"working_dir"}};
constexpr Layout kService = {kServiceFields};

}  // namespace

const Layout& service_layout() { return kService; }

}  // namespace mcpmx::compose
