#include "model/compose_service.h"

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

namespace mcpmx {
namespace {

namespace json = boost::json;

// Compose casts a scalar after it has put the variables in, so that a place may stand for any.
constexpr Shape kText = {.types = Shape::kText, .places = kTextPlace};
constexpr Shape kFlag = {.types = Shape::kFlag, .places = kTextPlace};
constexpr Shape kAmount = {.types = Shape::kText | Shape::kNumber, .places = kTextPlace};
constexpr Shape kDuration = {
    .types = Shape::kText, .places = kTextPlace, .expected = "a time such as \"10s\""};
constexpr Shape kScalar = {.types = Shape::kText | Shape::kNumber | Shape::kFlag | Shape::kNull,
                           .places = kTextPlace};
constexpr Shape kItem = {.types = Shape::kText, .places = kTextPlace | kListPlace};
constexpr Shape kAmountItem = {.types = Shape::kText | Shape::kNumber,
                               .places = kTextPlace | kListPlace};
constexpr Shape kTexts = {.types = Shape::kList, .items = &kItem};
constexpr Shape kAmounts = {.types = Shape::kList, .items = &kAmountItem};
constexpr Shape kTextOrTexts = {
    .types = Shape::kText | Shape::kList, .places = kTextPlace, .items = &kItem};
constexpr Shape kCommand = {
    .types = Shape::kText | Shape::kList | Shape::kNull, .places = kTextPlace, .items = &kItem};
constexpr Shape kNamed = {.types = Shape::kMap, .others = &kScalar};
constexpr Shape kNamedOrTexts = {
    .types = Shape::kMap | Shape::kList, .items = &kItem, .others = &kScalar};
constexpr Shape kAnything = {
    .types = 63, .places = kTextPlace | kListPlace, .items = &kAnything, .others = &kAnything};

template <std::size_t size>
constexpr Shape map_of(const Member (&members)[size]) {
  return {.types = Shape::kMap, .members = members, .extensions = &kAnything};
}

constexpr Member kBuildKeys[] = {{"context", &kText},
                                 {"dockerfile", &kText},
                                 {"dockerfile_inline", &kText},
                                 {"args", &kNamedOrTexts},
                                 {"target", &kText},
                                 {"ssh", &kNamedOrTexts},
                                 {"labels", &kNamedOrTexts},
                                 {"cache_from", &kTexts},
                                 {"cache_to", &kTexts},
                                 {"no_cache", &kFlag},
                                 {"pull", &kFlag},
                                 {"additional_contexts", &kNamedOrTexts},
                                 {"network", &kText},
                                 {"provenance", &kScalar},
                                 {"sbom", &kScalar},
                                 {"shm_size", &kAmount},
                                 {"extra_hosts", &kNamedOrTexts},
                                 {"isolation", &kText},
                                 {"privileged", &kFlag},
                                 {"secrets", &kAnything},
                                 {"tags", &kTexts},
                                 {"ulimits", &kAnything},
                                 {"platforms", &kTexts},
                                 {"entitlements", &kTexts}};
constexpr Shape kBuild = {.types = Shape::kText | Shape::kMap,
                          .places = kTextPlace,
                          .members = kBuildKeys,
                          .extensions = &kAnything};

constexpr Member kExtendsKeys[] = {{"service", &kText, true}, {"file", &kText}};
constexpr Shape kExtends = {
    .types = Shape::kText | Shape::kMap, .places = kTextPlace, .members = kExtendsKeys};

constexpr Member kProviderKeys[] = {{"type", &kText, true}, {"options", &kAnything}};
constexpr Shape kProvider = map_of(kProviderKeys);

constexpr Member kCredentialKeys[] = {{"config", &kText}, {"file", &kText}, {"registry", &kText}};
constexpr Shape kCredentialSpec = map_of(kCredentialKeys);

constexpr Member kEnvFileKeys[] = {
    {"path", &kText, true}, {"required", &kFlag}, {"format", &kText}};
constexpr Shape kEnvFile = map_of(kEnvFileKeys);
constexpr Shape kEnvFiles = {
    .types = Shape::kList, .expected = "a list of maps with a path", .items = &kEnvFile};

constexpr Member kGrantKeys[] = {
    {"source", &kText}, {"target", &kText}, {"uid", &kText}, {"gid", &kText}, {"mode", &kAmount}};
constexpr Shape kGrant = {.types = Shape::kText | Shape::kMap,
                          .places = kTextPlace,
                          .members = kGrantKeys,
                          .extensions = &kAnything};
constexpr Shape kGrants = {.types = Shape::kList, .items = &kGrant};

constexpr Member kPortKeys[] = {{"name", &kText},    {"target", &kAmount}, {"published", &kAmount},
                                {"host_ip", &kText}, {"protocol", &kText}, {"app_protocol", &kText},
                                {"mode", &kText}};
constexpr Shape kPort = {.types = Shape::kText | Shape::kNumber | Shape::kMap,
                         .places = kTextPlace | kPortPlace,
                         .members = kPortKeys,
                         .extensions = &kAnything};
constexpr Shape kPorts = {.types = Shape::kList, .items = &kPort};

bool is_mount_type(const json::value& value) {
  const json::string& type = value.get_string();
  return type == "bind" || type == "volume" || type == "tmpfs" || type == "image" ||
         type == "npipe" || type == "cluster";
}
constexpr Shape kMountType = {.types = Shape::kText,
                              .expected = "bind, volume, tmpfs, image, npipe or cluster",
                              .accepts = &is_mount_type};
constexpr Member kBindKeys[] = {{"propagation", &kText},
                                {"create_host_path", &kFlag},
                                {"recursive", &kText},
                                {"selinux", &kText}};
constexpr Shape kBind = map_of(kBindKeys);
constexpr Member kVolumeKeys[] = {
    {"labels", &kNamedOrTexts}, {"nocopy", &kFlag}, {"subpath", &kText}};
constexpr Shape kVolume = map_of(kVolumeKeys);
constexpr Member kTmpfsKeys[] = {{"size", &kAmount}, {"mode", &kAmount}};
constexpr Shape kTmpfs = map_of(kTmpfsKeys);
constexpr Member kImageKeys[] = {{"subpath", &kText}};
constexpr Shape kImage = map_of(kImageKeys);
constexpr Member kMountKeys[] = {
    {"type", &kMountType, true}, {"source", &kText},      {"target", &kText},
    {"read_only", &kFlag},       {"consistency", &kText}, {"bind", &kBind},
    {"volume", &kVolume},        {"tmpfs", &kTmpfs},      {"image", &kImage}};
constexpr Shape kMount = {.types = Shape::kText | Shape::kMap,
                          .places = kTextPlace | kMountPlace,
                          .members = kMountKeys,
                          .extensions = &kAnything};
constexpr Shape kMounts = {.types = Shape::kList, .items = &kMount};

constexpr Member kDeviceKeys[] = {
    {"source", &kText, true}, {"target", &kText}, {"permissions", &kText}};
constexpr Shape kDevice = {.types = Shape::kText | Shape::kMap,
                           .places = kTextPlace | kListPlace,
                           .members = kDeviceKeys,
                           .extensions = &kAnything};
constexpr Shape kDevices = {.types = Shape::kList, .items = &kDevice};

constexpr Member kGpuKeys[] = {{"driver", &kText},
                               {"count", &kAmount},
                               {"device_ids", &kTexts},
                               {"capabilities", &kTexts},
                               {"options", &kNamedOrTexts}};
constexpr Shape kGpu = map_of(kGpuKeys);
constexpr Shape kGpus = {
    .types = Shape::kText | Shape::kList, .places = kTextPlace, .items = &kGpu};

constexpr Member kNetworkKeys[] = {
    {"aliases", &kTexts},     {"interface_name", &kText},  {"ipv4_address", &kText},
    {"ipv6_address", &kText}, {"link_local_ips", &kTexts}, {"mac_address", &kText},
    {"driver_opts", &kNamed}, {"priority", &kAmount},      {"gw_priority", &kAmount}};
constexpr Shape kNetwork = {
    .types = Shape::kMap | Shape::kNull, .members = kNetworkKeys, .extensions = &kAnything};
constexpr Shape kNetworkItem = {.types = Shape::kText,
                                .places = kTextPlace | kListPlace | kNetworkPlace};
constexpr Shape kNetworks = {
    .types = Shape::kList | Shape::kMap, .items = &kNetworkItem, .others = &kNetwork};

bool is_condition(const json::value& value) {
  const json::string& condition = value.get_string();
  return condition == "service_started" || condition == "service_healthy" ||
         condition == "service_completed_successfully";
}
constexpr Shape kCondition = {
    .types = Shape::kText,
    .expected = "service_started, service_healthy or service_completed_successfully",
    .accepts = &is_condition};
constexpr Member kDependencyKeys[] = {
    {"condition", &kCondition, true}, {"restart", &kFlag}, {"required", &kFlag}};
constexpr Shape kDependency = map_of(kDependencyKeys);
constexpr Shape kDependsOn = {
    .types = Shape::kList | Shape::kMap, .items = &kItem, .others = &kDependency};

constexpr Member kHealthcheckKeys[] = {{"disable", &kFlag},           {"test", &kTextOrTexts},
                                       {"interval", &kDuration},      {"timeout", &kDuration},
                                       {"retries", &kAmount},         {"start_period", &kDuration},
                                       {"start_interval", &kDuration}};
constexpr Shape kHealthcheck = map_of(kHealthcheckKeys);

constexpr Member kLoggingKeys[] = {{"driver", &kText}, {"options", &kNamed}};
constexpr Shape kLogging = map_of(kLoggingKeys);

constexpr Member kHookKeys[] = {{"command", &kCommand, true},
                                {"user", &kText},
                                {"privileged", &kFlag},
                                {"working_dir", &kText},
                                {"environment", &kNamedOrTexts}};
constexpr Shape kHook = map_of(kHookKeys);
constexpr Shape kHooks = {.types = Shape::kList, .items = &kHook};

constexpr Member kLimitKeys[] = {{"soft", &kAmount, true}, {"hard", &kAmount, true}};
constexpr Shape kLimit = {.types = Shape::kText | Shape::kNumber | Shape::kMap,
                          .places = kTextPlace,
                          .members = kLimitKeys,
                          .extensions = &kAnything};
constexpr Shape kLimits = {.types = Shape::kMap, .others = &kLimit};

constexpr Member kRateKeys[] = {{"path", &kText}, {"rate", &kAmount}};
constexpr Shape kRate = map_of(kRateKeys);
constexpr Shape kRates = {.types = Shape::kList, .items = &kRate};
constexpr Member kWeightKeys[] = {{"path", &kText}, {"weight", &kAmount}};
constexpr Shape kWeight = map_of(kWeightKeys);
constexpr Shape kWeights = {.types = Shape::kList, .items = &kWeight};
constexpr Member kBlockIoKeys[] = {{"weight", &kAmount},          {"weight_device", &kWeights},
                                   {"device_read_bps", &kRates},  {"device_read_iops", &kRates},
                                   {"device_write_bps", &kRates}, {"device_write_iops", &kRates}};
constexpr Shape kBlockIo = map_of(kBlockIoKeys);

constexpr Member kLimitedKeys[] = {{"cpus", &kAmount}, {"memory", &kText}, {"pids", &kAmount}};
constexpr Shape kLimited = map_of(kLimitedKeys);
constexpr Shape kReservedDevices = {.types = Shape::kList, .items = &kGpu};
constexpr Member kReservedKeys[] = {{"cpus", &kAmount},
                                    {"memory", &kText},
                                    {"devices", &kReservedDevices},
                                    {"generic_resources", &kAnything}};
constexpr Shape kReserved = map_of(kReservedKeys);
constexpr Member kResourceKeys[] = {{"limits", &kLimited}, {"reservations", &kReserved}};
constexpr Shape kResources = map_of(kResourceKeys);
constexpr Member kDeployKeys[] = {
    {"mode", &kText},           {"endpoint_mode", &kText},       {"replicas", &kAmount},
    {"labels", &kNamedOrTexts}, {"rollback_config", &kAnything}, {"update_config", &kAnything},
    {"resources", &kResources}, {"restart_policy", &kAnything},  {"placement", &kAnything}};
constexpr Shape kDeploy = map_of(kDeployKeys);

constexpr Member kServiceKeys[] = {
    // what runs
    {"image", &kText},
    {"build", &kBuild},
    {"platform", &kText},
    {"pull_policy", &kText},
    {"pull_refresh_after", &kText},
    {"extends", &kExtends},
    {"provider", &kProvider},
    {"container_name", &kText},
    {"hostname", &kText},
    {"domainname", &kText},
    {"profiles", &kTexts},
    {"runtime", &kText},
    {"entrypoint", &kCommand},
    {"command", &kCommand},
    {"user", &kText},
    {"group_add", &kAmounts},
    {"working_dir", &kText},
    {"attach", &kFlag},
    {"stdin_open", &kFlag},
    {"tty", &kFlag},
    {"init", &kFlag},
    // what it is given
    {"environment", &kNamed},
    {"env_file", &kEnvFiles},
    {"configs", &kGrants},
    {"secrets", &kGrants},
    {"credential_spec", &kCredentialSpec},
    {"models", &kAnything},
    {"ports", &kPorts},
    {"expose", &kAmounts},
    {"volumes", &kMounts},
    {"volumes_from", &kTexts},
    {"tmpfs", &kTextOrTexts},
    {"devices", &kDevices},
    {"device_cgroup_rules", &kTexts},
    {"gpus", &kGpus},
    {"use_api_socket", &kFlag},
    {"extra_hosts", &kTexts},
    {"dns", &kTextOrTexts},
    {"dns_search", &kTextOrTexts},
    {"dns_opt", &kTexts},
    {"links", &kTexts},
    {"external_links", &kTexts},
    {"networks", &kNetworks},
    {"network_mode", &kText},
    {"mac_address", &kText},
    // how it lives
    {"depends_on", &kDependsOn},
    {"healthcheck", &kHealthcheck},
    {"restart", &kText},
    {"stop_signal", &kText},
    {"stop_grace_period", &kDuration},
    {"post_start", &kHooks},
    {"pre_stop", &kHooks},
    {"logging", &kLogging},
    // what it may do
    {"privileged", &kFlag},
    {"read_only", &kFlag},
    {"security_opt", &kTexts},
    {"cap_drop", &kTexts},
    {"cap_add", &kTexts},
    {"userns_mode", &kText},
    {"ipc", &kText},
    {"pid", &kText},
    {"uts", &kText},
    {"cgroup", &kText},
    {"cgroup_parent", &kText},
    {"isolation", &kText},
    {"storage_opt", &kNamed},
    {"sysctls", &kNamedOrTexts},
    {"ulimits", &kLimits},
    {"mem_limit", &kAmount},
    {"mem_reservation", &kAmount},
    {"mem_swappiness", &kAmount},
    {"memswap_limit", &kAmount},
    {"oom_kill_disable", &kFlag},
    {"oom_score_adj", &kAmount},
    {"cpus", &kAmount},
    {"cpu_count", &kAmount},
    {"cpu_percent", &kAmount},
    {"cpu_shares", &kAmount},
    {"cpu_period", &kAmount},
    {"cpu_quota", &kAmount},
    {"cpu_rt_period", &kAmount},
    {"cpu_rt_runtime", &kAmount},
    {"cpuset", &kText},
    {"pids_limit", &kAmount},
    {"shm_size", &kAmount},
    {"blkio_config", &kBlockIo},
    // how it is deployed and marked
    {"scale", &kAmount},
    {"deploy", &kDeploy},
    {"develop", &kAnything},
    {"annotations", &kNamedOrTexts},
    {"label_file", &kTextOrTexts},
    {"labels", &kNamed},
};

}  // namespace

constinit const Shape kComposeService = map_of(kServiceKeys);

std::span<const Member> compose_service_keys() { return kServiceKeys; }

}  // namespace mcpmx
