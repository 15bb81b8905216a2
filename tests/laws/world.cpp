#include "world.h"

#include <algorithm>

#include "compose_text.h"

namespace mcpmx::laws {

const char* name_of(What what) {
  switch (what) {
    case What::kEnvValue:
      return "variable changed";
    case What::kEnvNew:
      return "variable added";
    case What::kEnvGone:
      return "variable removed";
    case What::kArgument:
      return "argument";
    case What::kVersion:
      return "version or image";
    case What::kSecret:
      return "secret rotated";
    case What::kRename:
      return "server renamed";
    case What::kUntag:
      return "tag removed";
    case What::kDelete:
      return "entry deleted";
    case What::kAdd:
      return "server added";
    case What::kDisable:
      return "enabled: false";
    case What::kPort:
      return "port";
    case What::kDockerOnly:
      return "field that only Docker has";
    case What::kMergeKey:
      return "merge key";
    case What::kOwnService:
      return "service of one's own";
    case What::kDeleteService:
      return "service deleted";
    case What::kRenameService:
      return "service renamed";
    case What::kComment:
      return "comment";
  }
  return "";
}

std::string World::story() const {
  std::string text;
  for (const auto& [name, entry] : servers) {
    text.append(name).append(is_shared(name) ? " (shared)" : "").append(" ");
  }
  text += "\n";
  for (const Edit& edit : edits) {
    text.append(edit.on_docker ? "  docker: " : "  profile: ").append(name_of(edit.what));
    text.append(" of ").append(edit.server).append(" ").append(edit.field);
    text.append(" ").append(edit.service).append(" ").append(edit.token).append("\n");
  }
  return text;
}

bool World::claim(const std::string& server, const std::string& field) {
  if (!is_careful || server.empty()) return true;
  for (const auto& [taken_server, taken_field] : taken_) {
    if (taken_server != server) continue;
    if (field == "*" || taken_field == "*" || field == taken_field) return false;
  }
  return taken_.emplace(server, field).second;
}

bool World::is_shared(const std::string& server) const {
  const auto* entry = find_entry(servers, server);
  if (entry == nullptr) return false;
  const auto* tags = entry->if_contains("profile_tags");
  return everything_shared || (tags != nullptr && tags->as_array().size() > 1);
}

std::vector<std::string> servers_with_services(const std::string& compose) {
  std::vector<std::string> names;
  for (const ServiceText& service : services_in(compose)) {
    if (!service.server.empty() &&
        std::find(names.begin(), names.end(), service.server) == names.end())
      names.push_back(service.server);
  }
  return names;
}

}  // namespace mcpmx::laws
