#include "observe.h"

#include <set>

#include "docker.h"

namespace docker_cli {
namespace {

using engine::Observed;
using engine::Project;
using mcpmx::Json;
using mcpmx::Status;

std::string folder_of(const Project& project) { return project.document()["directory"].text(); }

// Calls `each` with every object of the list that `docker ... inspect` prints. What is not there
// is told on stderr, and counts as not there.
template <class Each>
Status inspect(Words words, const Project& project, bool may_be_missing, mcpmx::BackendSink& sink,
               const Each& each) {
  const std::string what =
      words[0] == "inspect" ? "inspect containers" : "inspect " + words[0] + "s";
  const mcpmx::ProcessEnd end = run_docker(std::move(words), folder_of(project));
  const bool is_missing = end.status == Status::kOk && end.exit_code == 1 && may_be_missing &&
                          end.errors.find("o such ") != std::string::npos;
  if (!is_missing) {
    if (const Status status = checked(end, what, sink); status != Status::kOk) return status;
  }
  const auto list = mcpmx::read_json(end.output);
  if (!list || !list->is_list()) {
    sink.error("answer", "docker could not " + what + ": it answered with what is no JSON list");
    return Status::kUnavailable;
  }
  for (const auto& [none, object] : list->members()) each(object);
  return Status::kOk;
}

// The answer does not say which reference an image is for, so all are asked for at once only as
// long as all are there.
Status observe_images(const Project& project, Observed& observed, mcpmx::BackendSink& sink) {
  std::set<std::string> distinct;
  for (const std::string& service : project.services()) distinct.insert(project.image(service));
  if (distinct.empty()) return Status::kOk;
  const std::vector<std::string> references(distinct.begin(), distinct.end());
  Words words = {"image", "inspect"};
  words.insert(words.end(), references.begin(), references.end());
  std::vector<std::string> ids;
  const Status status = inspect(std::move(words), project, true, sink,
                                [&](const Json& image) { ids.push_back(image["Id"].text()); });
  if (status != Status::kOk) return status;
  const bool has_all = ids.size() == references.size();
  for (std::size_t i = 0; i < references.size(); ++i) {
    if (has_all) {
      observed.images[references[i]] = ids[i];
      continue;
    }
    const Status one =
        inspect({"image", "inspect", references[i]}, project, true, sink,
                [&](const Json& image) { observed.images[references[i]] = image["Id"].text(); });
    if (one != Status::kOk) return one;
  }
  return Status::kOk;
}

}  // namespace

Status observe_containers(const Project& project, Observed& observed, mcpmx::BackendSink& sink) {
  const std::string of_project = "label=" + std::string(engine::kLabelPrefix) + "project=";
  const mcpmx::ProcessEnd list =
      run_docker({"ps", "--all", "--quiet", "--no-trunc", "--filter", of_project + project.name()},
                 folder_of(project));
  if (const Status status = checked(list, "list containers", sink); status != Status::kOk)
    return status;
  Words words = {"inspect", "--type", "container"};
  Lines lines;
  const auto add = [&](std::string_view id) {
    if (!id.empty()) words.emplace_back(id);
  };
  lines.add(list.output, add);
  lines.finish(add);
  constexpr std::size_t kNone = 3;
  if (words.size() == kNone) return Status::kOk;
  // One that went meanwhile is missing.
  return inspect(std::move(words), project, true, sink,
                 [&](const Json& container) { observed.containers.push_back(container); });
}

Status observe(const Project& project, Observed& observed, mcpmx::BackendSink& sink) {
  if (const Status status = observe_containers(project, observed, sink); status != Status::kOk)
    return status;
  const std::vector<std::string> services = project.services();
  Words networks = {"network", "inspect"}, volumes = {"volume", "inspect"};
  for (const std::string& key : project.networks(services))
    networks.push_back(project.real_name("networks", key));
  for (const std::string& key : project.volumes(services))
    volumes.push_back(project.real_name("volumes", key));
  constexpr std::size_t kNone = 2;
  Status status = Status::kOk;
  if (networks.size() > kNone)
    status = inspect(networks, project, true, sink, [&](const Json& network) {
      observed.networks[network["Name"].text()] = network["Id"].text();
    });
  if (status == Status::kOk && volumes.size() > kNone)
    status = inspect(volumes, project, true, sink, [&](const Json& volume) {
      observed.volumes[volume["Name"].text()] = volume["Mountpoint"].text();
    });
  if (status == Status::kOk) status = observe_images(project, observed, sink);
  return status;
}

}  // namespace docker_cli
