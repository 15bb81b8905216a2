// The entries behind services that the profile has no entry for, asked of the mappers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compose/project_model.h"
#include "mapping/claims.h"
#include "mapping/surroundings.h"
#include "model/diagnostic.h"
#include "sync/plan.h"
#include "sync/recover_services.h"

namespace mcpmx::app {

// Borrows everything; `model` is null where there is no file.
class MapperRecovery final : public sync::EntryRecovery {
 public:
  MapperRecovery(const mapping::Claims& claims, const mapping::Surroundings& surroundings,
                 const compose::ProjectModel* model, std::vector<Diagnostic>& findings)
      : claims_(claims), surroundings_(surroundings), model_(model), findings_(findings) {}

  Result<std::optional<Server>> recover(const std::string& server,
                                        const sync::FileServer& services) override;

 private:
  const mapping::Claims& claims_;
  const mapping::Surroundings& surroundings_;
  const compose::ProjectModel* model_;
  std::vector<Diagnostic>& findings_;
  std::optional<std::vector<sync::ServerServices>> groups_;  // of the model, made once
};

}  // namespace mcpmx::app
