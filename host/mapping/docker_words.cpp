#include "mapping/docker_words.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string_view>
#include <utility>

#include "mapping/docker_words_writer.h"
#include "mapping/file_words.h"
#include "model/json_member.h"

namespace mcpmx::mapping {

namespace json = boost::json;

namespace {

// Order as people write them: what is mounted and reached first.
constexpr WordsRow kRows[] = {
    {"network_mode", "--network", WordsAs::kText, false},
    {"working_dir", "--workdir", WordsAs::kText, false},
    {"user", "--user", WordsAs::kText, false},
    {"extra_hosts", "--add-host", WordsAs::kItems, false},
    {"annotations", "--annotation", WordsAs::kNamed, true},
    {"cap_add", "--cap-add", WordsAs::kItems, false},
    {"cap_drop", "--cap-drop", WordsAs::kItems, false},
    {"cgroup", "--cgroupns", WordsAs::kText, false},
    {"cgroup_parent", "--cgroup-parent", WordsAs::kText, true},
    {"cpu_period", "--cpu-period", WordsAs::kText, true},
    {"cpu_quota", "--cpu-quota", WordsAs::kText, true},
    {"cpu_shares", "--cpu-shares", WordsAs::kText, true},
    {"cpus", "--cpus", WordsAs::kText, true},
    {"cpuset", "--cpuset-cpus", WordsAs::kText, true},
    {"device_cgroup_rules", "--device-cgroup-rule", WordsAs::kItems, false},
    {"devices", "--device", WordsAs::kItems, false},
    {"dns", "--dns", WordsAs::kItems, false},
    {"dns_opt", "--dns-option", WordsAs::kItems, false},
    {"dns_search", "--dns-search", WordsAs::kItems, false},
    {"domainname", "--domainname", WordsAs::kText, true},
    {"expose", "--expose", WordsAs::kItems, true},
    {"external_links", "--link", WordsAs::kItems, true},
    {"group_add", "--group-add", WordsAs::kItems, false},
    {"hostname", "--hostname", WordsAs::kText, true},
    {"init", "--init", WordsAs::kTrue, false},
    {"ipc", "--ipc", WordsAs::kText, false},
    {"isolation", "--isolation", WordsAs::kText, false},
    {"labels", "--label", WordsAs::kNamed, true},
    {"mac_address", "--mac-address", WordsAs::kText, true},
    {"mem_limit", "--memory", WordsAs::kText, true},
    {"mem_reservation", "--memory-reservation", WordsAs::kText, true},
    {"mem_swappiness", "--memory-swappiness", WordsAs::kText, true},
    {"memswap_limit", "--memory-swap", WordsAs::kText, true},
    {"oom_kill_disable", "--oom-kill-disable", WordsAs::kTrue, true},
    {"oom_score_adj", "--oom-score-adj", WordsAs::kText, true},
    {"pid", "--pid", WordsAs::kText, false},
    {"pids_limit", "--pids-limit", WordsAs::kText, true},
    {"platform", "--platform", WordsAs::kText, false},
    {"privileged", "--privileged", WordsAs::kTrue, false},
    {"pull_policy", "--pull", WordsAs::kText, true},
    {"read_only", "--read-only", WordsAs::kTrue, false},
    {"restart", "--restart", WordsAs::kText, true},
    {"runtime", "--runtime", WordsAs::kText, false},
    {"security_opt", "--security-opt", WordsAs::kItems, false},
    {"shm_size", "--shm-size", WordsAs::kText, false},
    {"stop_signal", "--stop-signal", WordsAs::kText, true},
    {"storage_opt", "--storage-opt", WordsAs::kNamed, true},
    {"sysctls", "--sysctl", WordsAs::kNamed, false},
    {"tmpfs", "--tmpfs", WordsAs::kItems, false},
    {"userns_mode", "--userns", WordsAs::kText, false},
    {"uts", "--uts", WordsAs::kText, false},
};

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

}  // namespace

std::vector<json::value> items_of(const json::value* value) {
  if (value == nullptr || value->is_null()) return {};
  if (const json::array* list = value->if_array()) return {list->begin(), list->end()};
  return {*value};
}

std::vector<std::string> DockerWords::all() {
  add_mounts();
  add_ports();
  if (generated_) add_networks();
  for (const WordsRow& row : kRows) {
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

const json::value* DockerWords::own(std::string_view key) const {
  const json::value* value = body_.if_contains(key);
  if (value == nullptr || value->is_null()) return nullptr;
  const json::value* by_itself = plain_.if_contains(key);
  return by_itself != nullptr && *by_itself == *value ? nullptr : value;
}

void DockerWords::add(const WordsRow& row) {
  const json::value* value = own(row.key);
  if (value == nullptr) return;
  switch (row.as) {
    case WordsAs::kText:
      say(row.option, scalar_text(*value));
      return;
    case WordsAs::kTrue:
      if (*value == true) words_.emplace_back(row.option);
      return;
    case WordsAs::kItems: {
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
    case WordsAs::kNamed:
      if (const json::object* map = value->if_object()) {
        for (const auto& [name, setting] : *map) {
          if (std::string_view(name) == kServerLabel) continue;
          say(row.option, std::string(name) + "=" + scalar_text(setting));
        }
      }
      return;
  }
}

void DockerWords::add_networks() {
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
void DockerWords::add_entrypoint() {
  const json::value* value = own("entrypoint");
  if (value == nullptr) return;
  say("--entrypoint",
      service_.facts.entrypoint.empty() ? std::string() : service_.facts.entrypoint.front());
}

void DockerWords::add_env_files() {
  for (const json::value& item : items_of(own("env_file"))) {
    say("--env-file",
        item.is_object() ? text_member(item.get_object(), "path") : scalar_text(item));
  }
}

std::vector<std::string> docker_words(const TrialService& service, const TrialService& plain,
                                      bool generated) {
  return DockerWords(service, plain, generated).all();
}

}  // namespace mcpmx::mapping
