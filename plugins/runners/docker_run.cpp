#include "docker_run.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "docker_run_rows.h"

namespace {

using namespace mcpmx;

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

// all, a number, or device=0 and "device=0,1": the quotes are docker's own.
bool add_gpus(Json& device, std::string_view value) {
  if (value == "all" || reads_as_number(value)) {
    device["count"] = value == "all" ? Json("all") : Json::number(value);
    return true;
  }
  if (value.size() > 1 && value.starts_with('"') && value.ends_with('"')) {
    value = value.substr(1, value.size() - 2);
  }
  constexpr std::string_view kDevice = "device=";
  if (!value.starts_with(kDevice) || value.size() == kDevice.size()) return false;
  value.remove_prefix(kDevice.size());
  while (!value.empty()) {
    const auto [id, rest] = split(value, ',');
    if (id.find('=') != std::string_view::npos) return false;  // capabilities=..., options=...
    device["device_ids"].push(id);
    value = rest;
  }
  return true;
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
    // --entrypoint "" takes the image's own away, which Compose says with an empty text.
    service.compose("entrypoint") = value.empty() ? Json("") : Json::list({value});
  } else if (option == "gpus") {
    Json device = Json::map({{"driver", "nvidia"}, {"capabilities", Json::list({"gpu"})}});
    if (!add_gpus(device, value)) return false;
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
    if (const auto dash = key.find('-'); dash != std::string::npos) key[dash] = '_';
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

bool add_option(IntentService& service, const Row& row, std::string_view value, Reporter& report) {
  // --init=false and the like (Go's ParseBool) switch off what is off already.
  constexpr std::string_view kOff[] = {"0", "f", "F", "false", "FALSE", "False"};
  const bool is_off = std::find(std::begin(kOff), std::end(kOff), value) != std::end(kOff);
  if (row.as == As::kTrue && is_off) return true;
  switch (row.as) {
    case As::kGone:
      return true;
    case As::kLeftOut:
      report.info("left-out", "the option --" + std::string(row.option) +
                                  " of docker run is left out: " + std::string(row.key));
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
    if (row == nullptr || !add_option(service, *row, value, report)) {
      return report.unsupported(
          "docker-option",
          "the option --" + std::string(option) + " of docker run has no translation to Compose");
    }
  }
  if (!server.server_args().empty()) service.compose("command") = Json::list({place::args()});
  return Status::kOk;
}
