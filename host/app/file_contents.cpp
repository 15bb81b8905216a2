#include "app/file_contents.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <string_view>

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

// "3000", "3000-3005"; nothing where it is no number.
void add_ports(std::string_view text, std::set<int>& ports) {
  constexpr int kMost = 65535;
  const auto number = [](std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
  };
  const auto dash = text.find('-');
  const int first = number(text.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
  for (int port = first; port > 0 && port <= std::min(last, kMost); ++port) ports.insert(port);
}

// Of one entry of `ports`, in its long or short form: "[address:]published:port[/protocol]".
void add_published(const Element& entry, std::set<int>& ports) {
  if (entry.is_map()) {
    add_ports(entry.find("published").text(), ports);
    return;
  }
  std::string_view text = entry.text();
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return;
  text = text.substr(0, colon);
  const auto before = text.rfind(':');
  add_ports(before == std::string_view::npos ? text : text.substr(before + 1), ports);
}

}  // namespace

FileContents contents_of(const Element& root) {
  FileContents contents;
  contents.project = with_single_dollars(root.find("name").text());
  for (const Entry& service : root.find("services").entries()) {
    contents.services.emplace_back(service.name());
    if (!service.value.find("profiles").items().empty()) contents.disabled.emplace(service.name());
    for (const Element& port : service.value.find("ports").items())
      add_published(port, contents.ports[std::string(service.name())]);
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
