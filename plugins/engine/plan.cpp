#include "plan.h"

#include <algorithm>
#include <set>

#include "change.h"

namespace engine {
namespace {

using mcpmx::Json;
using mcpmx::Step;

class Planner {
 public:
  Planner(const Project& project, const Observed& observed, const mcpmx::Operation& operation,
          const Rules& rules, mcpmx::Reporter& report, std::vector<Step>& steps)
      : project_(project),
        observed_(observed),
        operation_(operation),
        rules_(rules),
        report_(report),
        steps_(steps),
        services_(project.services()) {}

  bool run() {
    const bool has_all = plan_shared("networks", MCPMX_RESOURCE_NETWORK,
                                     project_.networks(services_), observed_.networks) &
                         plan_shared("volumes", MCPMX_RESOURCE_VOLUME, project_.volumes(services_),
                                     observed_.volumes);
    plan_images();
    for (const std::string& service : services_) plan_service(service);
    plan_orphans();
    return has_all;
  }

 private:
  void add(std::int32_t action, std::int32_t resource, std::string name, std::string service,
           std::string reason, std::uint32_t number = 0) {
    steps_.push_back(
        {action, resource, number, std::move(name), std::move(service), std::move(reason)});
  }

  template <class Existing>
  bool plan_shared(const char* section, std::int32_t resource, const std::vector<std::string>& keys,
                   const Existing& existing) {
    bool has_all = true;
    for (const std::string& key : keys) {
      const std::string name = project_.real_name(section, key);
      const bool exists = existing.find(name) != existing.end();
      if (exists) {
        add(MCPMX_ACTION_KEEP, resource, name, key, {});
      } else if (!project_.is_external(section, key)) {
        add(MCPMX_ACTION_CREATE, resource, name, key, "it is not there yet");
      } else {
        has_all = false;
        const std::string kind = resource == MCPMX_RESOURCE_NETWORK ? "network" : "volume";
        std::string said = "the " + kind;
        said.append(" ").append(name).append(" is declared as external, and the engine has none: ");
        said.append("make it with `docker ").append(kind).append(" create ").append(name);
        report_.error("external", said.append("`"), std::string("/").append(section) + "/" + key);
      }
    }
    return has_all;
  }

  std::string pull_reason(const std::string& service, bool is_local) const {
    const std::string& stated = project_.service(service)["pull_policy"].text();
    const bool is_chosen = operation_.pull != MCPMX_PULL_AS_STATED;
    if (operation_.pull == MCPMX_PULL_ALWAYS || (!is_chosen && stated == "always"))
      return "it is pulled each time";
    if (is_local || operation_.pull == MCPMX_PULL_NEVER || (!is_chosen && stated == "never"))
      return {};
    return "it is not there yet";
  }

  void plan_images() {
    std::set<std::string> seen;
    for (const std::string& service : services_) {
      const std::string image = project_.image(service);
      if (project_.replicas(service) == 0 || !seen.insert(image).second) continue;
      const bool is_local = observed_.images.contains(image);
      const bool is_built = project_.service(service)["build"].is_map();
      if (is_built && !is_local) {
        add(MCPMX_ACTION_BUILD, MCPMX_RESOURCE_IMAGE, image, service, "it is not there yet");
      } else if (!is_built) {
        std::string reason = pull_reason(service, is_local);
        if (!reason.empty())
          add(MCPMX_ACTION_PULL, MCPMX_RESOURCE_IMAGE, image, service, std::move(reason));
      }
    }
  }

  // Why the container may not stay; empty: it may.
  std::string reason_to_recreate(const std::string& service, const Container& container) const {
    if (operation_.has(MCPMX_DEPLOY_NO_RECREATE)) return {};
    if (operation_.has(MCPMX_DEPLOY_FORCE_RECREATE)) return "asked for";
    for (const auto& [dependency, how] : project_.service(service)["depends_on"].members()) {
      if (recreated_.contains(dependency) && rules_.recreates_dependents())
        return "its dependency " + dependency + " is recreated";
      if (renewed_.contains(dependency) && shares_with(service, dependency))
        return "it shares a namespace of " + dependency + ", which is made anew";
    }
    const std::string version =
        rules_.compose_version.empty() ? container.label("version") : rules_.compose_version;
    const std::string hash = project_.config_hash(service, version);
    if (!hash.empty() && container.label("config-hash") != hash) {
      const bool is_as_made = project_.config_hash(service, container.label("version")) ==
                              container.label("config-hash");
      if (!is_as_made) return change_of(project_, service, container);
      return "docker compose " + container.label("version") + " made it, and " +
             rules_.compose_version + " notes its configuration in another way";
    }
    const auto image = observed_.images.find(project_.image(service));
    const std::string& made_with = container.label("image");
    if (image != observed_.images.end() && !made_with.empty() && made_with != image->second)
      return "there is a newer image " + project_.image(service);
    return missing_attachment(service, container);
  }

  // network_mode: service:db and the like: the namespace goes with the container.
  bool shares_with(const std::string& service, const std::string& other) const {
    const Json& body = project_.service(service);
    const char* const keys[] = {"network_mode", "ipc", "pid", "uts", "cgroup"};
    return std::any_of(std::begin(keys), std::end(keys),
                       [&](const char* key) { return body[key].text() == "service:" + other; });
  }

  std::string missing_attachment(const std::string& service, const Container& container) const {
    if (container.is_running()) {
      for (const auto& [key, how] : project_.service(service)["networks"].members()) {
        const std::string name = project_.real_name("networks", key);
        const auto network = observed_.networks.find(name);
        const Json& endpoint = container.json()["NetworkSettings"]["Networks"][name];
        if (network == observed_.networks.end() || endpoint["NetworkID"].text() != network->second)
          return "it is not connected to the network " + name;
      }
    }
    for (const auto& [none, mount] : project_.service(service)["volumes"].members()) {
      if (mount["type"].text() != "volume" || mount["source"].text().empty()) continue;
      const std::string name = project_.real_name("volumes", mount["source"].text());
      const auto& mounts = container.json()["Mounts"].members();
      const bool is_mounted =
          std::any_of(mounts.begin(), mounts.end(),
                      [&](const Json::Member& each) { return each.second["Name"].text() == name; });
      if (!is_mounted) return "the volume " + name + " is not mounted";
    }
    return {};
  }

  void plan_service(const std::string& service) {
    const std::uint64_t wanted = project_.replicas(service);
    std::vector<Container> existing = containers_of(observed_, service);
    std::vector<std::string> reasons;
    reasons.reserve(existing.size());
    for (const Container& container : existing)
      reasons.push_back(reason_to_recreate(service, container));
    // Surplus goes from those that are out of date, then from the high numbers.
    std::vector<std::size_t> order(existing.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return reasons[a].empty() && !reasons[b].empty();
    });
    std::uint32_t highest = 0;
    std::uint64_t kept = 0;
    for (const std::size_t i : order) {
      const Container& container = existing[i];
      if (kept == wanted) {
        add(MCPMX_ACTION_REMOVE, MCPMX_RESOURCE_CONTAINER, container.name(), service,
            wanted == 1 ? std::string("one is wanted") : std::to_string(wanted) + " are wanted",
            container.number());
        continue;
      }
      ++kept;
      highest = std::max(highest, container.number());
      plan_container(service, container, std::move(reasons[i]));
    }
    for (; kept < wanted; ++kept) {
      ++highest;
      renewed_.insert(service);
      add(MCPMX_ACTION_CREATE, MCPMX_RESOURCE_CONTAINER, project_.container_name(service, highest),
          service, "it is not there yet", highest);
    }
  }

  void plan_container(const std::string& service, const Container& container, std::string reason) {
    std::int32_t action = MCPMX_ACTION_KEEP;
    if (!reason.empty()) {
      action = MCPMX_ACTION_RECREATE;
      recreated_.insert(service);
      renewed_.insert(service);
    } else if (!container.is_running()) {
      action = MCPMX_ACTION_START;
      const std::string code = std::to_string(container.json()["State"]["ExitCode"].integer());
      reason = container.state() == "exited"    ? "it exited with code " + code
               : container.state() == "created" ? "it was never started"
                                                : "it is " + container.state();
    }
    add(action, MCPMX_RESOURCE_CONTAINER, container.name(), service, std::move(reason),
        container.number());
  }

  void plan_orphans() {
    for (const Json& each : observed_.containers) {
      const Container container(each);
      if (!is_orphan(project_, container)) continue;
      if (is_own_orphan(project_, operation_, container) ||
          operation_.has(MCPMX_DEPLOY_REMOVE_ORPHANS)) {
        add(MCPMX_ACTION_REMOVE, MCPMX_RESOURCE_CONTAINER, container.name(), container.service(),
            "its service is not in the file any more", container.number());
      } else {
        report_.warning("orphan", "the container " + container.name() +
                                      " is of a service that is not in the file; "
                                      "--remove-orphans removes it");
      }
    }
  }

  const Project& project_;
  const Observed& observed_;
  const mcpmx::Operation& operation_;
  const Rules& rules_;
  mcpmx::Reporter& report_;
  std::vector<Step>& steps_;
  std::vector<std::string> services_;
  std::set<std::string> recreated_, renewed_;  // services, so far; the second with new ones
};

}  // namespace

bool is_orphan(const Project& project, const Container& container) {
  const std::string& service = container.service();
  return !container.is_oneoff() && !project.has_service(service) && !project.is_disabled(service);
}

bool is_own_orphan(const Project& project, const mcpmx::Operation& operation,
                   const Container& container) {
  return operation.services.empty() && container.is_ours() && is_orphan(project, container) &&
         container.is_made_from(project.document());
}

bool make_plan(const Project& project, const Observed& observed, const mcpmx::Operation& operation,
               const Rules& rules, mcpmx::Reporter& report, std::vector<Step>& steps) {
  return Planner(project, observed, operation, rules, report, steps).run();
}

}  // namespace engine
