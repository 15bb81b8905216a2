// What bringing a project up is going to do, resource by resource, each with its reason.
//
//   project (what the files say) ─┐
//                                 ├─▶ steps: networks, volumes, images, containers in the order of
//   observed (what the engine has)┘   their dependencies, orphans
//
// By docker compose's rules (pkg/compose/convergence.go, reconcile.go), so that compose would do
// the same. Pure; linear in services and containers, but for the lookups of names.
#pragma once

#include <mcpmx/backend.hpp>
#include <string>
#include <vector>

#include "observed.h"
#include "project.h"

namespace engine {

struct Rules {
  // Of the docker compose that is going to do it; empty: ourselves, and a container of any release
  // that has that release's hash is up to date.
  std::string compose_version;
  // Older ones recreate what depends on a recreated container, too (docker/compose #12122).
  bool recreates_dependents() const { return is_older(compose_version, "2.29.3"); }
};

// A container of the project whose service is gone from it; one-off containers have none.
bool is_orphan(const Project& project, const Container& container);
// Such a one that goes unasked: mcpmx generated its service, in this very file, and no services
// were named.
bool is_own_orphan(const Project& project, const mcpmx::Operation& operation,
                   const Container& container);

// Findings: networks and volumes that are to be there and are not (errors); containers of services
// that are gone, and stay. False: it cannot be done, as an error says.
bool make_plan(const Project& project, const Observed& observed, const mcpmx::Operation& operation,
               const Rules& rules, mcpmx::Reporter& report, std::vector<mcpmx::Step>& steps);

}  // namespace engine
