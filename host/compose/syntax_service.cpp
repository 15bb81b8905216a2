// The keys of a service.
#include <array>

#include "compose/syntax_tables.h"

namespace mcpmx::compose {

namespace {

using enum Shape;

constexpr std::array kUlimitFields = {Field{"hard", {kInteger}}, Field{"soft", {kInteger}}};
constexpr Syntax kOneUlimit = {.shape = kUlimit, .fields = kUlimitFields, .merge = Merge::kReplace};
constexpr Syntax kUlimits = {.shape = kMapOf, .element = &kOneUlimit};

constexpr std::array kFileMountFields = {Field{"gid", {kString}}, Field{"mode", {kInteger}},
                                         Field{"source", {kString}}, Field{"target", {kString}},
                                         Field{"uid", {kString}}};
constexpr Syntax kOneFileMount = {.shape = kFileMount, .fields = kFileMountFields};
constexpr Syntax kConfigs = {
    .shape = kListOf, .element = &kOneFileMount, .unique = Unique::kTarget};
constexpr Syntax kSecrets = {
    .shape = kListOf, .element = &kOneFileMount, .unique = Unique::kSecret};

constexpr Syntax kContextValue = {.shape = kContext};
constexpr std::array kBuildFields = {
    Field{"additional_contexts", {.shape = kLabels, .element = &kContextValue}},
    Field{"args", {kMapping}},
    Field{"cache_from", {kStrings}},
    Field{"cache_to", {kStrings}},
    Field{"context", {kContext}},
    Field{"dockerfile", {kString}},
    Field{"dockerfile_inline", {kString}},
    Field{"entitlements", {kStrings}},
    Field{"extra_hosts", {.shape = kHosts, .unique = Unique::kText}},
    Field{"isolation", {kString}},
    Field{"labels", {kLabels}},
    Field{"network", {kString}},
    Field{"no_cache", {kBool}},
    Field{"platforms", {kStrings}},
    Field{"privileged", {kBool}},
    Field{"provenance", {}},
    Field{"pull", {kBool}},
    Field{"sbom", {}},
    Field{"secrets", kSecrets},
    Field{"shm_size", {kBytes}},
    Field{"ssh", {}},
    Field{"tags", kUniqueStrings},
    Field{"target", {kString}},
    Field{"ulimits", kUlimits}};

constexpr std::array kUpdateFields = {Field{"delay", {kDuration}},
                                      Field{"failure_action", {kString}},
                                      Field{"max_failure_ratio", {kFloat}},
                                      Field{"monitor", {kDuration}},
                                      Field{"order", {kString}},
                                      Field{"parallelism", {kInteger}}};
constexpr std::array kDeviceFields = {Field{"capabilities", {kStrings}}, Field{"count", {kCount}},
                                      Field{"device_ids", {kStrings}}, Field{"driver", {kString}},
                                      Field{"options", kOptions}};
constexpr Syntax kOneDevice = {.shape = kObject, .fields = kDeviceFields};
constexpr std::array kResourceFields = {
    Field{"cpus", {kFloat}}, Field{"devices", {.shape = kListOf, .element = &kOneDevice}},
    Field{"generic_resources", {}}, Field{"memory", {kBytes}}, Field{"pids", {kInteger}}};
constexpr std::array kResourcesFields = {
    Field{"limits", {.shape = kObject, .fields = kResourceFields}},
    Field{"reservations", {.shape = kObject, .fields = kResourceFields}}};
constexpr std::array kRestartPolicyFields = {
    Field{"condition", {kString}}, Field{"delay", {kDuration}}, Field{"max_attempts", {kInteger}},
    Field{"window", {kDuration}}};
constexpr std::array kPlacementFields = {Field{"constraints", {kStrings}},
                                         Field{"max_replicas_per_node", {kInteger}},
                                         Field{"preferences", {}}};
constexpr std::array kDeployFields = {
    Field{"endpoint_mode", {kString}},
    Field{"labels", {kLabels}},
    Field{"mode", {kString}},
    Field{"placement", {.shape = kObject, .fields = kPlacementFields}},
    Field{"replicas", {kInteger}},
    Field{"resources", {.shape = kObject, .fields = kResourcesFields}},
    Field{"restart_policy", {.shape = kObject, .fields = kRestartPolicyFields}},
    Field{"rollback_config", {.shape = kObject, .fields = kUpdateFields}},
    Field{"update_config", {.shape = kObject, .fields = kUpdateFields}}};

constexpr std::array kHealthFields = {
    Field{"disable", {kBool}},          Field{"interval", {kDuration}},
    Field{"retries", {kInteger}},       Field{"start_interval", {kDuration}},
    Field{"start_period", {kDuration}}, Field{"test", {.shape = kTest, .merge = Merge::kReplace}},
    Field{"timeout", {kDuration}}};

constexpr std::array kDependencyFields = {Field{"condition", {kString}}, Field{"required", {kBool}},
                                          Field{"restart", {kBool}}};
constexpr Syntax kDependency = {.shape = kObject, .fields = kDependencyFields};

constexpr std::array kEnvFileFields = {Field{"format", {kString}}, Field{"path", {kPath}},
                                       Field{"required", {kBool}}};

constexpr std::array kLoggingFields = {Field{"driver", {kString}}, Field{"options", kOptions}};

constexpr std::array kAttachmentFields = {Field{"aliases", kUniqueStrings},
                                          Field{"driver_opts", kOptions},
                                          Field{"ipv4_address", {kString}},
                                          Field{"ipv6_address", {kString}},
                                          Field{"link_local_ips", kUniqueStrings},
                                          Field{"mac_address", {kString}},
                                          Field{"priority", {kInteger}}};
constexpr Syntax kAttachment = {.shape = kObject, .fields = kAttachmentFields};

constexpr std::array kPortFields = {Field{"app_protocol", {kString}}, Field{"host_ip", {kString}},
                                    Field{"mode", {kString}},         Field{"name", {kString}},
                                    Field{"protocol", {kString}},     Field{"published", {kString}},
                                    Field{"target", {kInteger}}};

constexpr std::array kBindFields = {Field{"create_host_path", {kBool}},
                                    Field{"propagation", {kString}}, Field{"selinux", {kString}}};
constexpr std::array kVolumeOptionFields = {Field{"nocopy", {kBool}}, Field{"subpath", {kString}}};
constexpr std::array kTmpfsFields = {Field{"mode", {kInteger}}, Field{"size", {kBytes}}};
constexpr std::array kMountFields = {
    Field{"bind", {.shape = kObject, .fields = kBindFields}},
    Field{"consistency", {kString}},
    Field{"image", {}},
    Field{"read_only", {kBool}},
    Field{"source", {kString}},
    Field{"target", {kString}},
    Field{"tmpfs", {.shape = kObject, .fields = kTmpfsFields}},
    Field{"type", {kString}},
    Field{"volume", {.shape = kObject, .fields = kVolumeOptionFields}}};

constexpr std::array kWatchFields = {Field{"action", {kString}}, Field{"ignore", {kStrings}},
                                     Field{"path", {kPath}}, Field{"target", {kString}}};
constexpr Syntax kWatch = {.shape = kObject, .fields = kWatchFields};
constexpr std::array kDevelopFields = {Field{"watch", {.shape = kListOf, .element = &kWatch}}};

constexpr Syntax kPathValue = {.shape = kPath};
constexpr std::array kHostDeviceFields = {Field{"permissions", {kString}},
                                          Field{"source", {kString}}, Field{"target", {kString}}};

constexpr std::array kRateFields = {Field{"path", {kString}}, Field{"rate", {kBytes}}};
constexpr Syntax kRate = {.shape = kObject, .fields = kRateFields};
constexpr Syntax kRates = {.shape = kListOf, .element = &kRate};
constexpr std::array kBlkioFields = {
    Field{"device_read_bps", kRates},  Field{"device_read_iops", kRates},
    Field{"device_write_bps", kRates}, Field{"device_write_iops", kRates},
    Field{"weight", {kInteger}},       Field{"weight_device", {}}};

constexpr std::array kHookFields = {Field{"command", {.shape = kWords}},
                                    Field{"environment", {kMapping}}, Field{"privileged", {kBool}},
                                    Field{"user", {kString}}, Field{"working_dir", {kString}}};
constexpr Syntax kHook = {.shape = kObject, .fields = kHookFields};
constexpr Syntax kHooks = {.shape = kListOf, .element = &kHook};

constexpr std::array kServiceFields = {
    Field{"annotations", {kLabels}},
    Field{"attach", {kBool}},
    Field{"blkio_config", {.shape = kObject, .fields = kBlkioFields}},
    Field{"build", {.shape = kBuild, .fields = kBuildFields}},
    Field{"cap_add", kUniqueStrings},
    Field{"cap_drop", kUniqueStrings},
    Field{"cgroup", {kString}},
    Field{"cgroup_parent", {kString}},
    Field{"command", {.shape = kWords, .merge = Merge::kReplace}},
    Field{"configs", kConfigs},
    Field{"container_name", {kString}},
    Field{"cpu_count", {kInteger}},
    Field{"cpu_percent", {kFloat}},
    Field{"cpu_period", {kInteger}},
    Field{"cpu_quota", {kInteger}},
    Field{"cpu_rt_period", {kInteger}},
    Field{"cpu_rt_runtime", {kInteger}},
    Field{"cpu_shares", {kInteger}},
    Field{"cpus", {kFloat}},
    Field{"cpuset", {kString}},
    Field{"credential_spec", {}},
    Field{"depends_on", {.shape = kDependsOn, .element = &kDependency}},
    Field{"deploy", {.shape = kObject, .fields = kDeployFields}},
    Field{"develop", {.shape = kObject, .fields = kDevelopFields}},
    Field{"device_cgroup_rules", {kStrings}},
    Field{"devices", {.shape = kDevices, .fields = kHostDeviceFields, .unique = Unique::kTarget}},
    Field{"dns", kUniqueStrings},
    Field{"dns_opt", kUniqueStrings},
    Field{"dns_search", kUniqueStrings},
    Field{"domainname", {kString}},
    Field{"entrypoint", {.shape = kWords, .merge = Merge::kReplace}},
    Field{"env_file", {.shape = kEnvFiles, .fields = kEnvFileFields, .unique = Unique::kPath}},
    Field{"environment", {kMapping}},
    Field{"expose", {.shape = kStrings, .unique = Unique::kText}},
    Field{"extends", {}},
    Field{"external_links", {kStrings}},
    Field{"extra_hosts", {.shape = kHosts, .unique = Unique::kText}},
    Field{"gpus", {.shape = kGpus, .element = &kOneDevice}},
    Field{"group_add", {kStrings}},
    Field{"healthcheck", {.shape = kObject, .fields = kHealthFields}},
    Field{"hostname", {kString}},
    Field{"image", {kString}},
    Field{"init", {kBool}},
    Field{"ipc", {kString}},
    Field{"isolation", {kString}},
    Field{"label_file", {.shape = kStrings, .element = &kPathValue}},
    Field{"labels", {kLabels}},
    Field{"links", kUniqueStrings},
    Field{"logging", {.shape = kObject, .fields = kLoggingFields, .merge = Merge::kLogging}},
    Field{"mac_address", {kString}},
    Field{"mem_limit", {kBytes}},
    Field{"mem_reservation", {kBytes}},
    Field{"mem_swappiness", {kBytes}},
    Field{"memswap_limit", {kBytes}},
    Field{"models", {}},
    Field{"network_mode", {kString}},
    Field{"networks", {.shape = kNetworks, .element = &kAttachment}},
    Field{"oom_kill_disable", {kBool}},
    Field{"oom_score_adj", {kInteger}},
    Field{"pid", {kString}},
    Field{"pids_limit", {kInteger}},
    Field{"platform", {kString}},
    Field{"ports", {.shape = kPorts, .fields = kPortFields, .unique = Unique::kPort}},
    Field{"post_start", kHooks},
    Field{"pre_start", kHooks},
    Field{"pre_stop", kHooks},
    Field{"privileged", {kBool}},
    Field{"profiles", kUniqueStrings},
    Field{"provider", {}},
    Field{"pull_policy", {kString}},
    Field{"read_only", {kBool}},
    Field{"restart", {kString}},
    Field{"runtime", {kString}},
    Field{"scale", {kInteger}},
    Field{"secrets", kSecrets},
    Field{"security_opt", {kStrings}},
    Field{"shm_size", {kBytes}},
    Field{"stdin_open", {kBool}},
    Field{"stop_grace_period", {kDuration}},
    Field{"stop_signal", {kString}},
    Field{"storage_opt", kOptions},
    Field{"sysctls", {kLabels}},
    Field{"tmpfs", kUniqueStrings},
    Field{"tty", {kBool}},
    Field{"ulimits", kUlimits},
    Field{"use_api_socket", {kBool}},
    Field{"user", {kString}},
    Field{"userns_mode", {kString}},
    Field{"uts", {kString}},
    Field{"volumes", {.shape = kMounts, .fields = kMountFields, .unique = Unique::kTarget}},
    Field{"volumes_from", {kStrings}},
    Field{"working_dir", {kString}}};
static_assert(is_sorted(kServiceFields) && is_sorted(kUlimitFields) && is_sorted(kFileMountFields));
static_assert(is_sorted(kDeviceFields) && is_sorted(kDependencyFields) &&
              is_sorted(kAttachmentFields));
static_assert(is_sorted(kWatchFields) && is_sorted(kRateFields) && is_sorted(kHookFields));

}  // namespace

constinit const Syntax kServiceSyntax = {.shape = kObject, .fields = kServiceFields};

}  // namespace mcpmx::compose
