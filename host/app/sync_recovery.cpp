#include "app/sync_recovery.h"

#include <set>

#include "mapping/recovering.h"

namespace mcpmx::app {

Result<std::optional<Server>> MapperRecovery::recover(const std::string& server,
                                                      const sync::FileServer& services) {
  if (model_ == nullptr) return std::optional<Server>();
  std::set<std::string_view> own;
  for (const auto& [key, service] : services.services) own.insert(service.name);

  mapping::RecoverRequest request;
  request.server = server;
  std::vector<mapping::RecoverService> mine;
  std::vector<mapping::RecoverService> others;
  if (!groups_) groups_ = sync::server_services(*model_);
  for (const sync::ServerServices& group : *groups_) {
    for (const mapping::RecoverService& service : group.services) {
      const bool is_own = own.contains(service.name);
      if (is_own && request.mapping.empty()) request.mapping = group.mapping;
      if (is_own && request.memo.empty()) request.memo = group.memo;
      (is_own ? mine : others).push_back(service);
    }
  }
  request.services = mine;
  request.neighbours = others;
  MCPMX_TRY(recovered, mapping::recover_entry(claims_, surroundings_, request, findings_));
  if (!recovered) return std::optional<Server>();
  recovered->entry.name = server;
  return std::optional<Server>(std::move(recovered->entry));
}

}  // namespace mcpmx::app
