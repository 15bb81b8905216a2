#include "compose/service_needs.h"

#include <string_view>

namespace mcpmx::compose {
namespace {

constexpr std::string_view kOfService = "service:";
constexpr std::string_view kOfContainer = "container:";

std::string head_of(const std::string& text) { return text.substr(0, text.find(':')); }

}  // namespace

std::set<std::string, std::less<>> needed_services(const Value& service) {
  std::set<std::string, std::less<>> names;
  if (const Value* needed = service.find("depends_on")) {
    for (const Member& each : needed->members) {
      if (text_of(each.value.find("required")) != "false") names.insert(each.key);
    }
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

}  // namespace mcpmx::compose
