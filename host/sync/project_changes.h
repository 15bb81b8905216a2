// From a plan to changes of the Compose file: every place that is not as the file's end of each
// server renders it, but for the places where a person's edit is Docker's alone.
#pragma once

#include <string>
#include <vector>

#include "compose/project_edit.h"
#include "sync/base.h"
#include "sync/docker_side.h"
#include "sync/plan.h"
#include "sync/rendering.h"

namespace mcpmx::sync {

// What becomes of a place of a service that a person edited in a way that no entry explains, where
// the profile changed what stands there too.
enum class HandEdits {
  kAsk,        // it stays, and a person decides
  kKeep,       // it stays
  kOverwrite,  // the profile's value takes its place
};

struct ProjectChanges {
  std::vector<compose::Change> changes;
  std::vector<std::string> what;  // of each change, for people: "services.web.image"
  // The places of services that a change is about; `leaf` is empty for a whole service.
  struct Place {
    std::size_t change;
    std::string service;  // as the file names it
    std::string leaf;
  };
  std::vector<Place> places;
  std::vector<std::string> new_services, removed_services;
  std::vector<std::string> unused_volumes;  // declared, and no service has them now
  struct OpenLeaf {
    std::string server;
    std::string service;  // as the file names it
    std::string leaf;
  };
  std::vector<OpenLeaf> open;  // that a person has to decide about
  std::vector<OpenLeaf> kept;  // that a person decided to leave to Docker, now or before
};

// `end`: the project of all plans' docker entries. `read`: the Docker side that was planned with,
// which says what a person edited. `file`: the file as it would be read with the .env that is going
// to be written. Fills in hand_edits of the plans.
ProjectChanges project_changes(std::vector<ServerPlan>& plans, const Rendering& end,
                               const DockerSide& read, const DockerSide& file, const Base* base,
                               HandEdits hand_edits);

}  // namespace mcpmx::sync
