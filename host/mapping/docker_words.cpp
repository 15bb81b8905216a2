#include "mapping/docker_words.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

#include "mapping/file_words.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

enum class As {
  kText,   // key: value
  kTrue,   // key: true
  kItems,  // an option an item of the list
  kNamed,  // an option NAME=VALUE a member of the map
};

struct Row {
  std::string_view key;
  std::string_view option;
  As as;
  bool of_compose;  // a service that somebody wrote keeps it in its file
};

// Order as people write them: what is mounted and reached first.
constexpr Row kRows[] = {
    {"network_mode", "--network", As::kText, false},
    {"working_dir", "--workdir", As::kText, false},
    {"user", "--user", As::kText, false},
    {"extra_hosts", "--add-host", As::kItems, false},
    {"annotations", "--annotation", As::kNamed, true},
    {"cap_add", "--cap-add", As::kItems, false},
    {"cap_drop", "--cap-drop", As::kItems, false},
    {"cgroup", "--cgroupns", As::kText, false},
    {"cgroup_parent", "--cgroup-parent", As::kText, true},
    {"cpu_period", "--cpu-period", As::kText, true},
    {"cpu_quota", "--cpu-quota", As::kText, true},
    {"cpu_shares", "--cpu-shares", As::kText, true},
    {"cpus", "--cpus", As::kText, true},
    {"cpuset", "--cpuset-cpus", As::kText, true},
    {"device_cgroup_rules", "--device-cgroup-rule", As::kItems, false},
    {"devices", "--device", As::kItems, false},
    {"dns", "--dns", As::kItems, false},
    {"dns_opt", "--dns-option", As::kItems, false},
    {"dns_search", "--dns-search", As::kItems, false},
    {"domainname", "--domainname", As::kText, true},
    {"expose", "--expose", As::kItems, true},
    {"external_links", "--link", As::kItems, true},
    {"group_add", "--group-add", As::kItems, false},
    {"hostname", "--hostname", As::kText, true},
    {"init", "--init", As::kTrue, false},
    {"ipc", "--ipc", As::kText, false},
    {"isolation", "--isolation", As::kText, false},
    {"labels", "--label", As::kNamed, true},
    {"mac_address", "--mac-address", As::kText, true},
    {"mem_limit", "--memory", As::kText, true},
    {"mem_reservation", "--memory-reservation", As::kText, true},
    {"mem_swappiness", "--memory-swappiness", As::kText, true},
    {"memswap_limit", "--memory-swap", As::kText, true},
    {"oom_kill_disable", "--oom-kill-disable", As::kTrue, true},
    {"oom_score_adj", "--oom-score-adj", As::kText, true},
    {"pid", "--pid", As::kText, false},
    {"pids_limit", "--pids-limit", As::kText, true},
    {"platform", "--platform", As::kText, false},
    {"privileged", "--privileged", As::kTrue, false},
    {"pull_policy", "--pull", As::kText, true},
    {"read_only", "--read-only", As::kTrue, false},
    {"restart", "--restart", As::kText, true},
    {"runtime", "--runtime", As::kText, false},
    {"security_opt", "--security-opt", As::kItems, false},
    {"shm_size", "--shm-size", As::kText, false},
    {"stop_signal", "--stop-signal", As::kText, true},
    {"storage_opt", "--storage-opt", As::kNamed, true},
    {"sysctls", "--sysctl", As::kNamed, false},
    {"tmpfs", "--tmpfs", As::kItems, false},
    {"userns_mode", "--userns", As::kText, false},
    {"uts", "--uts", As::kText, false},
};

class Words {
 public:
  Words(const TrialService& service, const TrialService& plain, bool generated)
      : body_(service.body), plain_(plain.body), service_(service), generated_(generated) {
    of_plain_ = &plain;
  }

  std::vector<std::string> all() {
    add_mounts();
    add_ports();
    if (generated_) add_networks();
    for (const Row& row : kRows) {
      if (!row.of_compose || generated_) add(row);
    }
    add_entrypoint();
    add_env_files();
    add_gpus();
    if (generated_) {
      add_health();
      add_logging();
      add_rest();
    }
    return std::move(words_);
  }

 private:
  void say(std::string_view option, std::string value) {
    words_.emplace_back(option);
    words_.push_back(std::move(value));
  }

  void add(const Row& row);
  void add_mounts();
  bool add_declared(const Mount& mount);
  void add_ports();
  void add_networks();
  void add_entrypoint();
  void add_env_files();
  void add_gpus();
  void add_health();
  void add_logging();
  void add_rest();
  // The value of a key that the plain service has not, or has otherwise; null if there is none.
  const json::value* own(std::string_view key) const;

  const json::object& body_;
  const json::object& plain_;
  const TrialService& service_;
  const TrialService* of_plain_ = nullptr;
  bool generated_;
  std::vector<std::string> words_;
  std::set<std::string> declared_;  // volumes that --mount has described
};

// A list alone and a list of one are the same to Compose.
std::vector<json::value> items_of(const json::value* value) {
  if (value == nullptr || value->is_null()) return {};
  if (const json::array* list = value->if_array()) return {list->begin(), list->end()};
  return {*value};
}

// `devices` and `extra_hosts` have long and other short forms: the words of the options.
std::string item_text(std::string_view key, const json::value& item) {
  if (const json::object* device = item.if_object(); device != nullptr && key == "devices") {
    std::string text = text_member(*device, "source");
    const std::string target = text_member(*device, "target");
    const std::string permissions = text_member(*device, "permissions");
    const bool is_usual = permissions.empty() || permissions == "rwm";
    if (target != text || !is_usual) text.append(":").append(target);
    if (!is_usual) text.append(":").append(permissions);
    return text;
  }
  std::string text = scalar_text(item);
  if (key == "extra_hosts") {
    if (const auto equals = text.find('='); equals != std::string::npos) text[equals] = ':';
  }
  return text;
}

const json::value* Words::own(std::string_view key) const {
  const json::value* value = body_.if_contains(key);
  if (value == nullptr || value->is_null()) return nullptr;
  const json::value* by_itself = plain_.if_contains(key);
  return by_itself != nullptr && *by_itself == *value ? nullptr : value;
}

void Words::add(const Row& row) {
  const json::value* value = own(row.key);
  if (value == nullptr) return;
  switch (row.as) {
    case As::kText:
      say(row.option, scalar_text(*value));
      return;
    case As::kTrue:
      if (*value == true) words_.emplace_back(row.option);
      return;
    case As::kItems: {
      std::vector<std::string> known;
      for (const json::value& item : items_of(plain_.if_contains(row.key)))
        known.push_back(item_text(row.key, item));
      // The host's own address is what the renderer adds by itself, once an address needs it.
      if (row.key == "extra_hosts") known.emplace_back("host.docker.internal:host-gateway");
      for (const json::value& item : items_of(value)) {
        std::string text = item_text(row.key, item);
        if (std::find(known.begin(), known.end(), text) == known.end())
          say(row.option, std::move(text));
      }
      return;
    }
    case As::kNamed:
      if (const json::object* map = value->if_object()) {
        for (const auto& [name, setting] : *map) {
          if (std::string_view(name) == kServerLabel) continue;
          say(row.option, std::string(name) + "=" + scalar_text(setting));
        }
      }
      return;
  }
}

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

// True where --mount has said it. The volume is made once: later mounts need its name alone.
bool Words::add_declared(const Mount& mount) {
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

void Words::add_mounts() {
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

void Words::add_ports() {
  for (const Port& port : service_.facts.ports) {
    const auto& known = of_plain_->facts.ports;
    const bool by_itself = std::any_of(known.begin(), known.end(), [&](const Port& each) {
      return each.container == port.container && each.protocol == port.protocol;
    });
    if (!by_itself) say("-p", port.text);
  }
}

void Words::add_networks() {
  const json::value* value = body_.if_contains("networks");
  if (value == nullptr) return;
  const auto name = [&](std::string_view network) {
    if (network != kProfileNetwork) say("--network", std::string(network));
  };
  if (const json::object* map = value->if_object()) {
    for (const auto& member : *map) name(member.key());
  } else {
    for (const json::value& item : items_of(value)) name(scalar_text(item));
  }
}

// docker run takes one program; its first arguments go before the command's (recovering.cpp).
void Words::add_entrypoint() {
  const json::value* value = own("entrypoint");
  if (value == nullptr) return;
  say("--entrypoint",
      service_.facts.entrypoint.empty() ? std::string() : service_.facts.entrypoint.front());
}

void Words::add_env_files() {
  for (const json::value& item : items_of(own("env_file"))) {
    say("--env-file",
        item.is_object() ? text_member(item.get_object(), "path") : scalar_text(item));
  }
}

// One device request, in the long form that the renderer writes or in the short one.
void Words::add_gpus() {
  const json::value* devices = body_.if_contains("gpus");
  if (devices != nullptr && devices->is_string()) {
    say("--gpus", scalar_text(*devices));
    return;
  }
  for (const std::string_view key : {"deploy", "resources", "reservations", "devices"}) {
    if (devices != nullptr && devices->is_array()) break;
    const json::object* map = key == "deploy" ? &body_ : devices->if_object();
    devices = map == nullptr ? nullptr : map->if_contains(key);
    if (devices == nullptr) return;
  }
  for (const json::value& item : items_of(devices)) {
    const json::object* device = item.if_object();
    if (device == nullptr) continue;
    if (const json::value* count = device->if_contains("count")) {
      const std::string text = scalar_text(*count);
      say("--gpus", text == "-1" ? "all" : text);
    } else if (const json::array* ids = list_member(*device, "device_ids")) {
      std::string text = "device=";
      for (const json::value& id : *ids)
        text.append(text.back() == '=' ? "" : ",") += scalar_text(id);
      say("--gpus", ids->size() > 1 ? "\"" + text + "\"" : text);
    }
  }
}

void Words::add_health() {
  const json::value* value = own("healthcheck");
  const json::object* health = value == nullptr ? nullptr : value->if_object();
  if (health == nullptr) return;
  if (flag_member(*health, "disable")) {
    words_.emplace_back("--no-healthcheck");
    return;
  }
  if (const json::array* test = list_member(*health, "test");
      test != nullptr && test->size() == 2 && test->front() == "CMD-SHELL") {
    say("--health-cmd", scalar_text(test->back()));
  }
  for (const std::string_view key :
       {"interval", "retries", "start_interval", "start_period", "timeout"}) {
    const json::value* setting = health->if_contains(key);
    if (setting == nullptr || setting->is_null()) continue;
    std::string option = "--health-" + std::string(key);
    std::replace(option.begin() + 2, option.end(), '_', '-');
    say(option, scalar_text(*setting));
  }
}

void Words::add_logging() {
  const json::value* value = own("logging");
  const json::object* logging = value == nullptr ? nullptr : value->if_object();
  if (logging == nullptr) return;
  if (const std::string driver = text_member(*logging, "driver"); !driver.empty())
    say("--log-driver", driver);
  const json::value* options = logging->if_contains("options");
  if (options == nullptr || !options->is_object()) return;
  for (const auto& [name, setting] : options->get_object())
    say("--log-opt", std::string(name) + "=" + scalar_text(setting));
}

// Seconds of "10s", "1m30s", "1h"; -1 for what is no such text.
int seconds_of(std::string_view duration) {
  int total = 0;
  while (!duration.empty()) {
    int number = 0;
    const auto [end, error] =
        std::from_chars(duration.data(), duration.data() + duration.size(), number);
    duration.remove_prefix(static_cast<std::size_t>(end - duration.data()));
    if (error != std::errc() || duration.empty()) return -1;
    const char unit = duration.front();
    if (unit != 'h' && unit != 'm' && unit != 's') return -1;
    total += number * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1);
    duration.remove_prefix(1);
  }
  return total;
}

void Words::add_rest() {
  if (const json::value* grace = own("stop_grace_period")) {
    if (const int seconds = seconds_of(scalar_text(*grace)); seconds >= 0)
      say("--stop-timeout", std::to_string(seconds));
  }
  if (const json::value* limits = own("ulimits"); limits != nullptr && limits->is_object()) {
    for (const auto& [name, limit] : limits->get_object()) {
      std::string text = std::string(name) + "=";
      if (const json::object* both = limit.if_object()) {
        text += scalar_text(both->at("soft"));
        text.append(":").append(scalar_text(both->at("hard")));
      } else {
        text += scalar_text(limit);
      }
      say("--ulimit", std::move(text));
    }
  }
  const json::value* weights = own("blkio_config");
  if (weights != nullptr && weights->is_object()) {
    if (const json::value* weight = weights->get_object().if_contains("weight"))
      say("--blkio-weight", scalar_text(*weight));
  }
}

}  // namespace

std::vector<std::string> docker_words(const TrialService& service, const TrialService& plain,
                                      bool generated) {
  return Words(service, plain, generated).all();
}

}  // namespace mcpmx::mapping
