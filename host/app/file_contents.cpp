#include "app/file_contents.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

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

}  // namespace

FileContents contents_of(const Element& root) {
  FileContents contents;
  contents.project = with_single_dollars(root.find("name").text());
  for (const Entry& service : root.find("services").entries()) {
    contents.services.emplace_back(service.name());
    if (!service.value.find("profiles").items().empty()) contents.disabled.emplace(service.name());
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
