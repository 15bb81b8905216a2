#include "cli/deploy_words.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <ctime>
#include <ostream>
#include <set>

#include "cli/json_parts.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

struct ActionWords {
  const char* name;
  const char* doing;
  const char* done;
  const char* symbol;
};

constexpr std::array<ActionWords, 10> kActions = {{{"keep", "keeping", "as it was", "="},
                                                   {"create", "creating", "created", "+"},
                                                   {"recreate", "recreating", "recreated", "~"},
                                                   {"start", "starting", "started", ">"},
                                                   {"stop", "stopping", "stopped", "."},
                                                   {"remove", "removing", "removed", "-"},
                                                   {"pull", "pulling", "pulled", "v"},
                                                   {"build", "building", "built", "+"},
                                                   {"restart", "restarting", "restarted", ">"},
                                                   {"wait", "waiting", "ready", ">"}}};

const ActionWords& words_of(Action action) { return kActions.at(static_cast<std::size_t>(action)); }

std::string coloured(const Style& style, Action action, const std::string& text) {
  if (action == Action::kRemove || action == Action::kStop) return style.red(text);
  if (action == Action::kRecreate || action == Action::kRestart) return style.yellow(text);
  return style.green(text);
}

json::value number_or_null(unsigned number) {
  return number == 0 ? json::value(nullptr) : json::value(number);
}

}  // namespace

const char* name_of(Resource resource) {
  constexpr std::array<const char*, 4> kNames = {"network", "volume", "image", "container"};
  return kNames.at(static_cast<std::size_t>(resource) - 1);
}

const char* name_of(Action action) { return words_of(action).name; }
const char* doing(Action action) { return words_of(action).doing; }
const char* done(Action action) { return words_of(action).done; }

std::string ports_text(const std::vector<PublishedPort>& ports) {
  std::string text;
  std::set<std::string> seen;
  for (const PublishedPort& port : ports) {
    std::string one = std::to_string(port.target) + "/" + port.protocol;
    if (port.published != 0) {
      // The engine lists 0.0.0.0 and :: apart.
      if (port.address == "::") continue;
      const std::string address =
          port.address.find(':') == std::string::npos ? port.address : "[" + port.address + "]";
      one.insert(0, address + ":" + std::to_string(port.published) + "->");
    }
    if (!seen.insert(one).second) continue;
    text.append(text.empty() ? "" : ", ").append(one);
  }
  return text;
}

std::string state_text(const ContainerState& row) {
  if (!row.health.empty() && row.state == "running") return row.state + " (" + row.health + ")";
  if (row.state == "exited" || row.state == "dead")
    return row.state + " (" + std::to_string(row.exit_code) + ")";
  return row.state;
}

std::string age_text(const std::string& started, std::int64_t now) {
  std::tm parts{};
  if (::strptime(started.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return {};
  const std::int64_t seconds = std::max<std::int64_t>(now - ::timegm(&parts), 0);
  struct Unit {
    std::int64_t size;
    const char* name;
  };
  constexpr std::array<Unit, 3> kUnits = {{{86400, "day"}, {3600, "hour"}, {60, "minute"}}};
  for (const Unit& unit : kUnits) {
    const std::int64_t count = seconds / unit.size;
    if (count > 0) return std::to_string(count) + " " + unit.name + (count == 1 ? "" : "s");
  }
  return std::to_string(seconds) + (seconds == 1 ? " second" : " seconds");
}

void write_plan(std::ostream& out, const Style& style, const std::vector<PlanStep>& steps) {
  Table table({"", "WHAT", "NAME", "WHY"});
  std::size_t kept = 0;
  for (const PlanStep& step : steps) {
    if (step.action == Action::kKeep) {
      ++kept;
      continue;
    }
    const ActionWords& words = words_of(step.action);
    table.add({coloured(style, step.action, words.symbol),
               std::string(words.name) + " " + name_of(step.resource), printable(step.name),
               printable(step.reason)});
  }
  if (!table.empty()) table.write(out, style);
  if (kept > 0) {
    out << style.dim((table.empty() ? "" : "  ") + std::to_string(kept) +
                     (kept == 1 ? " stays as it is" : " stay as they are"))
        << '\n';
  }
}

void write_rows(std::ostream& out, const Style& style, const std::vector<ContainerState>& rows) {
  Table table({"SERVICE", "CONTAINER", "STATE", "UP FOR", "RESTARTS", "PORTS"});
  const std::int64_t now = std::time(nullptr);
  for (const ContainerState& row : rows) {
    const bool is_bad = row.health == "unhealthy" || row.state == "restarting" ||
                        row.state == "dead" || (row.state == "exited" && row.exit_code != 0);
    const std::string state = printable(state_text(row));
    table.add({printable(row.service), printable(row.name),
               is_bad                   ? style.red(state)
               : row.state == "running" ? style.green(state)
                                        : style.yellow(state),
               row.state == "running" ? age_text(row.started, now) : std::string("-"),
               std::to_string(row.restarts), printable(ports_text(row.ports))});
  }
  if (!table.empty()) table.write(out, style);
  for (const ContainerState& row : rows) {
    if (row.health != "unhealthy" || row.health_output.empty()) continue;
    out << printable(row.service) << ": its health check says: "
        << printable(row.health_output.substr(0, row.health_output.find_last_not_of(" \n") + 1))
        << '\n';
  }
}

json::object plan_step_json(const PlanStep& step) {
  return {{"action", name_of(step.action)},
          {"resource", name_of(step.resource)},
          {"name", step.name},
          {"service", text_or_null(step.service)},
          {"number", number_or_null(step.number)},
          {"reason", text_or_null(step.reason)}};
}

json::object event_json(const DeployEvent& event) {
  constexpr std::array<const char*, 4> kKinds = {"began", "done", "failed", "progress"};
  json::object object = {{"kind", kKinds.at(static_cast<std::size_t>(event.kind))},
                         {"action", name_of(event.action)},
                         {"resource", name_of(event.resource)},
                         {"name", event.name},
                         {"service", text_or_null(event.service)},
                         {"message", text_or_null(event.message)}};
  if (event.total > 0) {
    object["done"] = event.done;
    object["total"] = event.total;
  }
  return object;
}

json::object row_json(const ContainerState& row) {
  json::array ports;
  for (const PublishedPort& port : row.ports) {
    ports.push_back({{"address", text_or_null(port.address)},
                     {"published", number_or_null(port.published)},
                     {"target", port.target},
                     {"protocol", port.protocol}});
  }
  return {{"service", row.service},
          {"name", row.name},
          {"id", row.id},
          {"image", row.image},
          {"state", row.state},
          {"health", text_or_null(row.health)},
          {"health_output", text_or_null(row.health_output)},
          {"exit_code", row.exit_code},
          {"number", row.number},
          {"restarts", row.restarts},
          {"started", text_or_null(row.started)},
          {"ports", std::move(ports)}};
}

}  // namespace mcpmx::cli
