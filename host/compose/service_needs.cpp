#include "compose/service_needs.h"

#include <algorithm>

namespace mcpmx::compose {
namespace {

constexpr std::string_view kOfService = "service:";
constexpr std::string_view kOfContainer = "container:";

std::string head_of(const std::string& text) { return text.substr(0, text.find(':')); }

}  // namespace

std::set<std::string, std::less<>> needed_services(const Value& service) {
  std::set<std::string, std::less<>> names;
  // With `required: false` too: docker compose 2.26 refuses a file that has no such service.
  if (const Value* needed = service.find("depends_on")) {
    for (const Member& each : needed->members) names.insert(each.key);
  }
  for (const char* list : {"links", "volumes_from"}) {
    const Value* needed = service.find(list);
    if (needed == nullptr) continue;
    for (const Member& item : needed->members) {
      const std::string text = text_of(&item.value);
      if (!text.starts_with(kOfContainer)) names.insert(head_of(text));
    }
  }
  for (const char* space : {"network_mode", "pid", "ipc"}) {
    const std::string text = text_of(service.find(space));
    if (text.starts_with(kOfService)) names.insert(text.substr(kOfService.size()));
  }
  return names;
}

bool mounts(const Value& service, std::string_view volume) {
  const Value* list = service.find("volumes");
  if (list == nullptr) return false;
  return std::any_of(list->members.begin(), list->members.end(), [&](const Member& mount) {
    return text_of(mount.value.find("type")) == "volume" &&
           text_of(mount.value.find("source")) == volume;
  });
}

}  // namespace mcpmx::compose
