#include "app/file_contents.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "compose/short_forms.h"
#include "model/json_member.h"
#include "support/dollars.h"

namespace mcpmx::app {
namespace {

using document::Element;
using document::Entry;

std::string engine_name(const FileContents& contents, const Entry& volume) {
  if (const auto fixed = volume.value.find("name").as_string()) return with_single_dollars(*fixed);
  return contents.project.empty() ? "" : contents.project + "_" + std::string(volume.name());
}

// Of one entry of `ports`, in its long or short form.
void add_ports(const Element& entry, std::set<int>& ports) {
  if (entry.is_map()) {
    compose::add_published(entry.find("published").text(), ports);
    return;
  }
  for (const compose::Value& port :
       compose::long_ports(entry.text(), {}).value_or(std::vector<compose::Value>()))
    compose::add_published(compose::text_of(port.find("published")), ports);
}

}  // namespace

FileContents contents_of(const Element& root) {
  FileContents contents;
  contents.project = with_single_dollars(root.find("name").text());
  for (const Entry& service : root.find("services").entries()) {
    contents.services.emplace_back(service.name());
    if (!service.value.find("profiles").items().empty()) contents.disabled.emplace(service.name());
    for (const Element& port : service.value.find("ports").items())
      add_ports(port, contents.ports[std::string(service.name())]);
  }
  for (const Entry& volume : root.find("volumes").entries())
    contents.volumes.emplace(volume.name(), engine_name(contents, volume));
  return contents;
}

Removed removed_from(const FileContents& contents, const Project& project) {
  Removed removed;
  const auto& services = project.document.at("services").as_object();
  for (const std::string& name : contents.services) {
    const auto* service = services.if_contains(name);
    if (service == nullptr) {
      removed.services.push_back(name);
    } else if (service->as_object().contains("profiles") && !contents.disabled.contains(name)) {
      removed.disabled.push_back(name);
    }
  }
  const auto* volumes = project.document.if_contains("volumes");
  for (const auto& [name, engine] : contents.volumes) {
    if (volumes == nullptr || !volumes->as_object().contains(name))
      removed.volumes.push_back({name, engine});
  }
  const std::string name(project.document.at("name").as_string());
  if (!contents.project.empty() && contents.project != name) removed.old_project = contents.project;
  return removed;
}

}  // namespace mcpmx::app
