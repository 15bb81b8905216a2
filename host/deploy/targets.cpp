#include "deploy/targets.h"

#include <algorithm>
#include <charconv>

#include "mapping/file_words.h"
#include "support/nearest.h"

namespace mcpmx::deploy {
namespace {

using compose::Member;
using compose::Value;

const std::vector<Member>& services_in(const compose::ProjectModel& project) {
  static const std::vector<Member> kNone;
  const Value* services = project.root.find("services");
  return services == nullptr ? kNone : services->members;
}

std::string server_of(const Member& service) {
  return compose::text_of(service.value.at({"labels", mapping::kServerLabel}));
}

Error unknown(const compose::ProjectModel& project, const std::string& name) {
  std::vector<std::string_view> names;
  for (const Member& service : services_in(project)) names.push_back(service.key);
  const auto meant = nearest(name, names);
  std::string all;
  for (const std::string_view each : names) all.append(all.empty() ? "" : ", ").append(each);
  std::string hint = all.empty() ? "the file has no services" : "the services are " + all;
  if (meant) hint = "did you mean " + std::string(names[meant->index]) + "?";
  return {ErrorCode::kUsage, "there is no server and no service \"" + name + "\"",
          project.files.empty() ? std::string() : project.files.front().path, std::move(hint)};
}

}  // namespace

Result<std::vector<std::string>> services_of(const compose::ProjectModel& project,
                                             const std::vector<std::string>& names) {
  std::vector<bool> wanted(services_in(project).size(), false);
  for (const std::string& name : names) {
    bool is_known = false;
    std::size_t at = 0;
    for (const Member& service : services_in(project)) {
      if (server_of(service) == name) is_known = wanted[at] = true;
      ++at;
    }
    for (at = 0; !is_known && at < wanted.size(); ++at)
      is_known = wanted[at] = services_in(project)[at].key == name;
    if (!is_known) return unknown(project, name);
  }
  std::vector<std::string> services;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    const std::string& service = services_in(project)[at].key;
    if (!wanted[at]) continue;
    if (!project.is_enabled(service)) {
      return Error{ErrorCode::kUsage,
                   "the service " + service +
                       " is of a profile of Compose that "
                       "is not active",
                   project.where(services_in(project)[at].value.origin),
                   "name its profile in COMPOSE_PROFILES"};
    }
    services.push_back(service);
  }
  return services;
}

Result<Scale> parse_scale(const compose::ProjectModel& project, const std::string& text) {
  const std::size_t equals = text.rfind('=');
  Scale scale;
  bool is_number = false;
  if (equals != std::string::npos && equals > 0) {
    scale.service = text.substr(0, equals);
    constexpr std::uint64_t kMost = 10000;  // more is a slip of the finger
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + equals + 1, end, scale.replicas);
    is_number = read.ec == std::errc() && read.ptr == end && scale.replicas <= kMost;
  }
  if (!is_number) {
    return Error{ErrorCode::kUsage, "\"" + text + "\" does not say how many of what", "--scale",
                 "write it as --scale SERVICE=NUMBER"};
  }
  const Value* service = project.service(scale.service);
  if (service == nullptr) return unknown(project, scale.service);
  if (scale.replicas > 1 && service->find("container_name") != nullptr) {
    return Error{ErrorCode::kUsage,
                 "the service " + scale.service +
                     " has a container_name, so that there can be one "
                     "of it alone",
                 project.where(service->find("container_name")->origin),
                 "remove container_name to scale it"};
  }
  return scale;
}

Result<void> check_keys(const compose::ProjectModel& project,
                        const std::vector<std::string>& handled, const std::string& backend) {
  if (handled.empty()) return {};
  for (const Member& service : services_in(project)) {
    if (!project.is_enabled(service.key)) continue;
    for (const Member& key : service.value.members) {
      // What Compose adds of itself, such as the network that all share, nobody asked for.
      const bool is_default = key.value.origin.editing == compose::Editing::kNowhere;
      const bool is_handled = is_default || key.key.starts_with("x-") ||
                              std::find(handled.begin(), handled.end(), key.key) != handled.end();
      if (is_handled) continue;
      return failed("the service " + service.key + " has " + key.key + ", which the backend " +
                        backend + " does not handle",
                    project.where(key.value.origin), "deploy with --backend docker-cli");
    }
  }
  return {};
}

}  // namespace mcpmx::deploy
